/**
 * What a process has asked for and not yet seen done, so that it does not ask at every sweep. Knows no clock: pauses are
 * counted in sweeps. Losing it costs a message too many, nothing else.
 */

/** A log blob as the sweep sees it. */
export interface Look {
  readonly created: string;
  readonly length: number;
  /** Whether it has been quiet for long enough to be closed. */
  readonly quiet: boolean;
  /** Bytes counted so far. */
  readonly bytes: number;
  /** The end of the pause after its last failure; `null` where it did not fail. */
  readonly failedUntil: string | null;
}

interface Asked extends Look {
  /** Sweeps that pass before it is asked for again, and how many have passed. */
  readonly pause: number;
  readonly passed: number;
}

export type AskedFor = Map<string, Asked>;

/** So much left means that somebody is still reading; less is read in no time. */
const longBytes = 4 * 1024 * 1024;

/** Six hours of sweeps, one in five minutes. */
const longestPause = 72;

/** Whether to ask for the blob now; what was asked is kept in `asked`. */
export function shallAsk(asked: AskedFor, name: string, look: Look): boolean {
  const before = asked.get(name);
  const isDone = before === undefined || look.bytes >= before.length || look.created !== before.created;
  if (isDone || look.quiet !== before.quiet || look.failedUntil !== before.failedUntil) {
    asked.set(name, { ...look, pause: 1, passed: 0 });
    return true;
  }
  const hasMoved = look.bytes !== before.bytes;
  if (hasMoved && before.length - look.bytes > longBytes) {
    asked.set(name, { ...before, bytes: look.bytes, pause: 1, passed: 0 });
    return false;
  }
  const passed = before.passed + 1;
  if (passed < before.pause) {
    asked.set(name, { ...before, bytes: look.bytes, passed });
    return false;
  }
  asked.set(name, {
    ...look,
    length: before.length,
    pause: Math.min(longestPause, 2 * before.pause),
    passed: 0,
  });
  return true;
}
