/**
 * Goes over lines of which nothing is known but where the first begins, as long as they are usual and tell nothing new. Tells
 * the machine code which those are. Refuses to know what a line proves (passer.ts).
 */
import type { Text } from '../call.ts';
import { mayBeAgent } from '../sift/prefilter.ts';
import type { Glass } from '../wasm/glass.ts';
import { type PartField, partFields, partSlots, slots } from '../wasm/slip.ts';
import type { Frames } from './frames.ts';
import type { PartTable, Told } from './part-memory.ts';
import type { DateNumber, Proof } from './received.ts';
import type { Around, Known } from './shape.ts';

export interface Passed {
  /** Where the line ends: its newline. */
  readonly to: number;
  /** A number for what the line says of its caller; another for whoever says something else. */
  readonly id: number;
  /** The cluster that the record names, as logged. */
  readonly place: Text;
  /** Whether he leaves a presence, if the event is JSON. */
  readonly leaves: boolean;
  /** When he was there: of the event, if that is JSON; 0 where it is not known. */
  readonly date: DateNumber;
}

export interface Strider {
  /** Goes on from the beginning of a line to the first that is not known to tell nothing new. @returns what `pass` does of it */
  next(from: number): Passed | null;
  /** Where that line begins. */
  readonly from: number;
  /** How many lines are ahead of it. */
  readonly count: number;
  /**
   * Tells that it told nothing new: nor will others of its caller, cluster and day, and of one who leaves no presence, others
   * of any day. No line must have been passed since.
   */
  dull(): void;
}

/** What a passer has learnt, and how it tells of a line. */
export interface Learnt {
  readonly glass: Glass;
  readonly callers: PartTable<Known>;
  readonly frames: Frames;
  /** The tail that was met last. */
  tail(): Around | null;
  readonly words: readonly string[] | null;
  readonly times: { proof(): Proof | null };
  passedOf(caller: Told<Known>, behind: number, end: number, place: Text, to: number): Passed;
}

export function strider(learnt: Learnt, bytes: Uint8Array, reader: number): Strider {
  const { glass, callers, frames, words, times } = learnt;
  const { memory, combed, slip: told } = glass;
  const laid = glass.along(bytes);
  let from = 0;
  let count = 0;
  let caller: Told<Known> | undefined;
  let found: Passed | null = null;

  /** Where the text of the event ends in the line that is not as those before; 0 if that is no usual one. */
  function stride(): number {
    for (;;) {
      const at = laid.lay(from);
      const end = glass.stride(at, laid.limit);
      const stop = told[slots.from] ?? at;
      count += told[slots.count] ?? 0;
      from += stop - at;
      if (end > 0 || laid.lay(from) === stop) return end;
    }
  }

  return {
    get from() {
      return from;
    },
    get count() {
      return count;
    },
    next(lineFrom) {
      from = lineFrom;
      count = 0;
      found = null;
      const lastTail = learnt.tail();
      if (lastTail === null || words === null) return null;
      told[slots.reader] = reader;
      const end = stride();
      if (end === 0 || (told[slots.hits] !== combed.byteOffset && mayBeWord())) return null;
      caller = callers.at(told[slots.caller] ?? -1);
      const head = frames.headAt(told[slots.head] ?? -1);
      if (caller === undefined || caller.value === 'counts' || head === undefined) return null;
      frames.earn();
      const to = from + (told[slots.next] ?? 0) - (told[slots.from] ?? 0);
      found = learnt.passedOf(
        caller,
        told[slots.behind] ?? 0,
        end,
        lastTail.resourceId ?? head.value.resourceId,
        to,
      );
      return found;
    },
    dull() {
      if (found === null || caller === undefined) return;
      const always = caller.value === null;
      if (always || (found.leaves && found.date !== 0)) tellDull(told[slots.caller] ?? -1, always, reader);
    },
  };
  /** Whether what `skim` found of words may be an agent. */
  function mayBeWord(): boolean {
    const count = ((told[slots.hits] ?? 0) - combed.byteOffset) / 4;
    for (let index = 0; index < count; index += 1)
      if (words === null || mayBeAgent(memory, combed[index] ?? 0, words)) return true;
    return false;
  }

  /** Tells the machine code what the next lines of a caller have in common if they tell nothing new, too. */
  function tellDull(place: number, always: boolean, reader: number): void {
    const proof = times.proof();
    // Where heads name the cluster, a tail says too little.
    if (!always && (proof === null || (learnt.tail()?.resourceId ?? null) === null)) return;
    const first = partFields.length * place;
    const tell = (field: PartField, value: number): void => {
      glass.callers[first + partSlots[field]] = value;
    };
    tell('distance', always ? 0 : (proof?.distance ?? 0));
    tell('reader', reader);
    if (always || proof === null) return;
    tell('tailAt', told[slots.tailAt] ?? 0);
    tell('endAt', proof.end.at);
    tell('endLength', proof.end.length);
    tell('month', memory.readInt32LE(proof.time));
    tell('month2', memory.readInt32LE(proof.time + 4));
    tell('day', memory.readUInt16LE(proof.time + 8));
  }
}
