/**
 * Strands: whose news a call belongs to. That of its sitting; of its actor's day and the days before; of all that its caller
 * did under whatever names; of all that came from its address. A call is lifted by the one that stands out most.
 * Knows which calls belong together; refuses to know what is new about them.
 */
import { type Day, daysBetween } from '../../count/day.ts';
import type { DayCalls } from '../features.ts';
import { type GrownOn, growthOf } from './growth.ts';
import { noveltyOf, type Steps, sittingsOf } from './novelty.ts';
import { numberedPairs } from './numbers.ts';
import { type SumOptions, sumsOf } from './sums.ts';

export const strandNames = ['sitting', 'actor', 'caller', 'clientIp'] as const;
export type StrandName = (typeof strandNames)[number];

export interface StrandOptions extends SumOptions {
  /** A pause of so many minutes ends a sitting. */
  readonly pauseMinutes: number;
  /** Calls that follow each other within so many seconds are one burst: a command, a loop, or a script. */
  readonly burstSeconds: number;
  /** An address that more callers than this share says nothing of one of them; names that one of them takes on are none. */
  readonly mostSharing: number;
  /** What of a sitting's news a call of it gets that was done there before: it is the rest that is odd. */
  readonly share: number;
  /** The same of what adds up over days, most of which lies in other sittings. */
  readonly dayShare: number;
  /** Weight of what adds up over days, beside that of a sitting. */
  readonly dayWeight: number;
  /** Sums over days are trusted in full when so many days were judged. */
  readonly trustDays: number;
}

/** What was new of one strand on one day: to be learnt with the day. */
export interface StrandDay {
  readonly name: StrandName;
  readonly strand: number;
  /** Who really called, first. */
  readonly caller: number;
  readonly bits: number;
  readonly level: number;
  /** Of a caller's day: what was the most news of it. */
  readonly act: GrownOn['act'];
}

/** Columns over the calls of a day: by how many bits each is lifted, and by what. */
export interface Lifts {
  readonly bits: Float64Array;
  /** Index in {@link strandNames}. */
  readonly by: Uint8Array;
  /** Pieces of news of that strand on this day. */
  readonly pieces: Uint32Array;
  /** What of it lies on the days before. */
  readonly before: Float64Array;
  readonly days: readonly StrandDay[];
}

export function strandsOf(from: Day, options: StrandOptions) {
  const sums = {
    sitting: sumsOf(from, options),
    actor: sumsOf(from, options),
    caller: sumsOf(from, options),
    clientIp: sumsOf(from, options),
  };
  const sharers = sharersOf(options.mostSharing);
  /** What is told of a caller's earlier days. */
  const growth = growthOf();
  let judgedDays = 0;
  let today = 0;

  /** Days have more news than sittings: they are measured by what is usual for their kind. */
  function weightOf(name: StrandName): number {
    if (name === 'sitting') return 1;
    const trust = Math.min(1, judgedDays / options.trustDays);
    return options.dayWeight * trust * Math.min(1, (sums.sitting.mean() + 1) / (sums[name].mean() + 1));
  }

  /** The calls of each strand of a kind, in the order of time. */
  function groupsOf(
    name: StrandName,
    calls: DayCalls,
  ): Iterable<[strand: number, places: readonly number[]]> {
    if (name !== 'sitting') return Map.groupBy(calls.byTime, (at) => calls[name][at] ?? 0);
    const clients = numberedPairs();
    const clientOf = (at: number): number => clients.add(calls.actor[at] ?? 0, calls.clientIp[at] ?? 0);
    return sittingsOf(calls.byTime, calls.seconds, clientOf, options.pauseMinutes).map((places) => [
      calls.actor[places[0] ?? 0] ?? 0,
      places,
    ]);
  }

  return {
    moveTo(day: Day): void {
      today = daysBetween(from, day);
      for (const name of strandNames) sums[name].moveTo(day);
    },
    lifts(calls: DayCalls, steps: Steps): Lifts {
      const { length } = calls;
      const lifted = {
        bits: new Float64Array(length),
        by: new Uint8Array(length),
        pieces: new Uint32Array(length),
        before: new Float64Array(length),
      };
      const days: StrandDay[] = [];
      for (const [index, name] of strandNames.entries()) {
        const weight = weightOf(name);
        const sum = sums[name];
        for (const [strand, places] of groupsOf(name, calls)) {
          if (name === 'clientIp' && sharers.areMany(strand)) continue;
          const { bits, pieces } = noveltyOf(places, steps, options.burstSeconds);
          const before = name === 'sitting' ? 0 : sum.before(strand);
          const level = sum.level(strand, before, bits);
          const lift = weight * sum.beyond(strand, level);
          const share = name === 'sitting' ? options.share : options.dayShare;
          const act = name === 'caller' ? mostNewsOf(places, steps) : null;
          days.push({ name, strand, caller: calls.caller[places[0] ?? 0] ?? 0, bits, level, act });
          for (const at of places) {
            const own = lift * (steps.isNews[at] === 1 ? 1 : share);
            if (own <= (lifted.bits[at] ?? 0)) continue;
            lifted.bits[at] = own;
            lifted.by[at] = index;
            lifted.pieces[at] = pieces;
            lifted.before[at] = Math.min(own, weight * sum.beyond(strand, before));
          }
        }
      }
      return { ...lifted, days };
    },
    learn(calls: DayCalls, days: readonly StrandDay[]): void {
      for (let at = 0; at < calls.length; at += 1)
        sharers.add(calls.clientIp[at] ?? 0, calls.caller[at] ?? 0);
      if (days.length > 0) judgedDays += 1;
      for (const { name, strand, caller, bits, level, act } of days) {
        // Names that somebody takes on cost nothing: what is usual is not learnt of them.
        const isTaken = (name === 'sitting' || name === 'actor') && strand !== caller;
        const sum = sums[name];
        const beyond = sum.beyond(strand, sum.level(strand, 0, bits));
        sum.learn(strand, bits, level, isTaken ? null : caller);
        if (name === 'caller') growth.see(strand, sum.before(strand), { day: today, bits: beyond, act });
      }
    },
    /** The days before that are in the sum of a caller, in order. */
    grown: (caller: number): readonly GrownOn[] => growth.of(caller),
  };
}

/** Of some calls the one that is worth most as news. */
function mostNewsOf(places: readonly number[], { isNews, worth, action, namespace }: Steps): GrownOn['act'] {
  let most: number | null = null;
  for (const at of places)
    if (isNews[at] === 1 && (most === null || (worth[at] ?? 0) > (worth[most] ?? 0))) most = at;
  return most === null ? null : { action: action[most] ?? 0, namespace: namespace[most] ?? 0 };
}

/** How many callers share a thing, as far as it is asked for. */
function sharersOf(most: number) {
  const known = numberedPairs();
  const count: number[] = [];
  return {
    add(thing: number, caller: number): void {
      if ((count[thing] ?? 0) > most) return;
      const before = known.size;
      known.add(thing, caller);
      if (known.size > before) count[thing] = (count[thing] ?? 0) + 1;
    },
    areMany: (thing: number): boolean => (count[thing] ?? 0) > most,
  };
}
