/**
 * Sittings: the calls that an actor makes from one client IP without a longer pause, and the commands in them.
 * Knows who, from where and when; refuses to know what was called.
 */
import type { Featured } from './features.ts';
import { orMake } from './habits.ts';
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

/**
 * Cuts the calls of a day into sittings and commands by the times at which each pattern was first seen. Calls without
 * a time are one command. The half hour that ends a sitting is the usual time-out of a session in web analytics.
 */
export function sittingsOf(calls: readonly Featured[], pauses: Pauses): Sitting[] {
  // There may be a hundred thousand calls: they are sorted by their places, without an object for each.
  const clients = new Map<string, Map<string, number[]>>();
  for (const [at, { actor, clientIp }] of calls.entries())
    orMake(orMake(clients, actor, noPlacesBy), clientIp, noPlaces).push(at);
  const byTime = (a: number, b: number): number => {
    const [one, other] = [calls[a], calls[b]];
    return one === undefined || other === undefined
      ? 0
      : compareTexts(one.firstSeen, other.firstSeen) || compareTexts(one.key, other.key);
  };
  // Seconds; not a number where it is not known.
  const secondOf = (at: number): number => Date.parse(calls[at]?.firstSeen ?? '') / 1000;
  return [...clients].flatMap(([actor, addresses]) =>
    [...addresses.values()].flatMap((own) => sittingsOfClient(actor, own.sort(byTime), secondOf, pauses)),
  );
}

const noPlaces = (): number[] => [];
const noPlacesBy = (): Map<string, number[]> => new Map();

function sittingsOfClient(
  actor: string,
  places: readonly number[],
  secondOf: (at: number) => number,
  { pauseMinutes, commandSeconds }: Pauses,
): Sitting[] {
  const sittings: { actor: string; commands: number[][] }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const at of places) {
    const time = secondOf(at);
    // Calls without a time stand last and belong together.
    const pause = Number.isNaN(time) ? (Number.isNaN(last) ? 0 : Number.POSITIVE_INFINITY) : time - last;
    last = time;
    const sitting = sittings.at(-1);
    if (sitting === undefined || pause > 60 * pauseMinutes) sittings.push({ actor, commands: [[at]] });
    else if (pause > commandSeconds) sitting.commands.push([at]);
    else sitting.commands.at(-1)?.push(at);
  }
  return sittings;
}
