/**
 * Sittings: the calls that an actor makes from one client IP without a longer pause, and the commands in them.
 * Knows who, from where and when; refuses to know what was called.
 */
import type { Featured } from './features.ts';
import { pairKey } from './habits.ts';
import { compareTexts } from './order.ts';

/** Calls by their place in the day, in the order of their first time. */
export interface Sitting {
  readonly actor: string;
  /** One kubectl command makes many requests at once: `get all` ten. */
  readonly commands: readonly (readonly number[])[];
}

export interface Pauses {
  readonly pauseMinutes: number;
  readonly commandSeconds: number;
}

interface Timed {
  readonly at: number;
  readonly call: Featured;
  /** Seconds; not a number where it is not known. */
  readonly time: number;
}

/**
 * Cuts the calls of a day into sittings and commands by the times at which each pattern was first seen. Calls without
 * a time are one command. The half hour that ends a sitting is the usual time-out of a session in web analytics.
 */
export function sittingsOf(calls: readonly Featured[], pauses: Pauses): Sitting[] {
  const timed = calls.map((call, at): Timed => ({ at, call, time: Date.parse(call.firstSeen ?? '') / 1000 }));
  const byClient = Map.groupBy(timed, ({ call }) => pairKey(call.actor, call.clientIp));
  return [...byClient.values()].flatMap((own) => sittingsOfClient(own.sort(byTime), pauses));
}

const byTime = (a: Timed, b: Timed): number =>
  compareTexts(a.call.firstSeen, b.call.firstSeen) || compareTexts(a.call.key, b.call.key);

function sittingsOfClient(calls: readonly Timed[], { pauseMinutes, commandSeconds }: Pauses): Sitting[] {
  const sittings: { actor: string; commands: number[][] }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, call, time } of calls) {
    // Calls without a time stand last and belong together.
    const pause = Number.isNaN(time) ? (Number.isNaN(last) ? 0 : Number.POSITIVE_INFINITY) : time - last;
    last = time;
    const sitting = sittings.at(-1);
    if (sitting === undefined || pause > 60 * pauseMinutes)
      sittings.push({ actor: call.actor, commands: [[at]] });
    else if (pause > commandSeconds) sitting.commands.push([at]);
    else sitting.commands.at(-1)?.push(at);
  }
  return sittings;
}
