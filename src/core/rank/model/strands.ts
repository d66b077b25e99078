/**
 * Strands: whose news a call belongs to. That of its sitting; of its actor's day and the days before; of all that its caller
 * did under whatever names; of all that came from its address. A call is lifted by the one that stands out most.
 * Knows which calls belong together; refuses to know what is new about them.
 */
import { type Day, daysBetween } from '../../count/day.ts';
import type { DayCalls } from '../features.ts';
import { counts, floats, type Groups, grouped, integers, type Scratch, smalls } from './columns.ts';
import { type GrownOn, growthOf } from './growth.ts';
import { findSittings, mostNewsIn, noveltyOf, type Steps } from './novelty.ts';
import { numberedPairs } from './numbers.ts';
import { sharersOf } from './sharers.ts';
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

/** What was new of each strand on one day, to be learnt with the day: column by column. */
export interface StrandDays {
  readonly length: number;
  /** Index in {@link strandNames}. */
  readonly kind: ArrayLike<number>;
  readonly strand: ArrayLike<number>;
  /** Who really called, first. */
  readonly caller: ArrayLike<number>;
  readonly bits: ArrayLike<number>;
  readonly level: ArrayLike<number>;
  /** Of a caller's day the call that was the most news of it; -1: none was. */
  readonly most: ArrayLike<number>;
}

const noStrandDays: StrandDays = {
  length: 0,
  kind: [],
  strand: [],
  caller: [],
  bits: [],
  level: [],
  most: [],
};

/** Columns over the calls of a day: by how many bits each is lifted, and by what. */
export interface Lifts {
  readonly bits: Float64Array;
  /** Index in {@link strandNames}. */
  readonly by: Int32Array;
  /** Pieces of news of that strand on this day. */
  readonly pieces: Int32Array;
  /** What of it lies on the days before. */
  readonly before: Float64Array;
  /** Until the next lifts. */
  readonly days: StrandDays;
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
  const clients = numberedPairs();
  const lastOfClient = counts();
  const days = {
    kind: smalls(),
    strand: integers(),
    caller: integers(),
    bits: floats(),
    level: floats(),
    most: integers(),
  };

  /** Days have more news than sittings: they are measured by what is usual for their kind. */
  function weightOf(name: StrandName): number {
    if (name === 'sitting') return 1;
    const trust = Math.min(1, judgedDays / options.trustDays);
    return options.dayWeight * trust * Math.min(1, (sums.sitting.mean() + 1) / (sums[name].mean() + 1));
  }

  /** The calls of each strand of a kind, in the order of time. */
  function groupsOf(name: StrandName, calls: DayCalls, memory: Scratch): Groups {
    if (name !== 'sitting') return grouped(calls.byTime, calls[name], memory);
    clients.clear();
    lastOfClient.clear();
    const clientOf = (at: number): number => clients.add(calls.actor[at] ?? 0, calls.clientIp[at] ?? 0);
    const sittings = memory.integers('sittings', calls.length);
    findSittings(calls.byTime, calls.seconds, clientOf, options.pauseMinutes, sittings, lastOfClient);
    return grouped(calls.byTime, sittings, memory);
  }

  return {
    moveTo(day: Day): void {
      today = daysBetween(from, day);
      for (const name of strandNames) sums[name].moveTo(day);
    },
    lifts(calls: DayCalls, steps: Steps, memory: Scratch): Lifts {
      const { length } = calls;
      const lifted = {
        bits: memory.floats('lift', length),
        by: memory.integers('lift by', length),
        pieces: memory.integers('lift pieces', length),
        before: memory.floats('lift before', length),
      };
      for (const column of Object.values(days)) column.clear();
      for (const [index, name] of strandNames.entries()) {
        const weight = weightOf(name);
        const sum = sums[name];
        const groups = groupsOf(name, calls, memory);
        for (let group = 0; group < groups.length; group += 1) {
          const [from, to] = [groups.starts[group] ?? 0, groups.starts[group + 1] ?? 0];
          const first = groups.places[from] ?? 0;
          const strand = name === 'sitting' ? (calls.actor[first] ?? 0) : (groups.of[group] ?? 0);
          if (name === 'clientIp' && sharers.areMany(strand)) continue;
          const { bits, pieces } = noveltyOf(groups.places, steps, options.burstSeconds, from, to);
          const before = name === 'sitting' ? 0 : sum.before(strand);
          const level = sum.level(strand, before, bits);
          const lift = weight * sum.beyond(strand, level);
          const share = name === 'sitting' ? options.share : options.dayShare;
          days.kind.push(index);
          days.strand.push(strand);
          days.caller.push(calls.caller[first] ?? 0);
          days.bits.push(bits);
          days.level.push(level);
          days.most.push(name === 'caller' ? mostNewsIn(groups.places, from, to, steps) : -1);
          for (let i = from; i < to; i += 1) {
            const at = groups.places[i] ?? 0;
            const own = lift * (steps.isNews[at] === 1 ? 1 : share);
            if (own <= (lifted.bits[at] ?? 0)) continue;
            lifted.bits[at] = own;
            lifted.by[at] = index;
            lifted.pieces[at] = pieces;
            lifted.before[at] = Math.min(own, weight * sum.beyond(strand, before));
          }
        }
      }
      const { length: strands } = days.kind;
      return {
        ...lifted,
        days: {
          length: strands,
          kind: days.kind.view(),
          strand: days.strand.view(),
          caller: days.caller.view(),
          bits: days.bits.view(),
          level: days.level.view(),
          most: days.most.view(),
        },
      };
    },
    learn(calls: DayCalls, { length, ...news }: StrandDays = noStrandDays): void {
      for (let at = 0; at < calls.length; at += 1)
        sharers.add(calls.clientIp[at] ?? 0, calls.caller[at] ?? 0);
      if (length > 0) judgedDays += 1;
      for (let i = 0; i < length; i += 1) {
        const name = strandNames[news.kind[i] ?? 0] ?? 'sitting';
        const [strand, caller] = [news.strand[i] ?? 0, news.caller[i] ?? 0];
        // Names that somebody takes on cost nothing: what is usual is not learnt of them.
        const isTaken = (name === 'sitting' || name === 'actor') && strand !== caller;
        const sum = sums[name];
        const bits = news.bits[i] ?? 0;
        // Asked only where it is told: what is usual is summed up anew after each that is learnt.
        const beyond = name === 'caller' ? sum.beyond(strand, sum.level(strand, 0, bits)) : 0;
        sum.learn(strand, bits, news.level[i] ?? 0, isTaken ? null : caller);
        if (name !== 'caller') continue;
        const most = news.most[i] ?? -1;
        const act =
          most < 0 ? null : { action: calls.action[most] ?? 0, namespace: calls.namespace[most] ?? 0 };
        growth.see(strand, sum.before(strand), { day: today, bits: beyond, act });
      }
    },
    /** The days before that are in the sum of a caller, in order. */
    grown: (caller: number): readonly GrownOn[] => growth.of(caller),
  };
}
