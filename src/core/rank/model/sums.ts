/**
 * What adds up: how much more than usual was new of somebody, over days. Three odd calls a day for a week are no daily life,
 * though those of each day might be. Knows strands by number and their days; refuses to know what is new, and to whom a
 * strand belongs.
 *
 * Source: Page 1954, "Continuous inspection schemes": a sum of what is beyond the usual that never falls below nothing;
 * here what lies back counts less.
 */
import { type Day, daysBetween } from '../../count/day.ts';
import { fairSum } from '../fair/sum.ts';

export interface SumOptions {
  /** After so many days what has added up counts half. */
  readonly halfLifeDays: number;
  /** Days of others that are added to a strand's own when asking what is usual; `null`: nothing is taken for usual. */
  readonly ownRatePrior: number | null;
}

/** Ages of strands, doubling: on their first day, second, third and fourth, ... */
const oldest = 6;
const ageAfter = (days: number): number => Math.min(oldest, Math.ceil(Math.log2(days + 1)));
/** With fewer days of others than this an age says nothing. */
const fewest = 3;

/** Bits by which one caller alone may raise what is usual on a day. */
const ownNews = 2;

const noSum = () => ({ days: 0, bits: fairSum() });

/** Of one caller's bits no more count than of all others together, or a few: nobody makes much news usual for the rest. */
const sumOf = ({ days, bits }: ReturnType<typeof noSum>): number => bits.total(ownNews * days);

export function sumsOf(from: Day, { halfLifeDays, ownRatePrior }: SumOptions) {
  const own = { days: [] as number[], bits: [] as number[], level: [] as number[], last: [] as number[] };
  const all = noSum();
  const byAge = Array.from({ length: oldest + 1 }, noSum);
  let first: number | null = null;
  let today = 0;

  const meanOfAll = (): number => (all.days === 0 ? 0 : sumOf(all) / all.days);

  /** What others brought on their first, second, ... day: newcomers are judged as newcomers. */
  function meanAt(days: number): number {
    const mean = meanOfAll();
    for (let age = ageAfter(days); age >= 0; age -= 1) {
      const of = byAge[age];
      if (of !== undefined && of.days >= fewest) return (sumOf(of) + fewest * mean) / (of.days + fewest);
    }
    return mean;
  }

  function usual(strand: number): number {
    if (ownRatePrior === null) return 0;
    const days = own.days[strand] ?? 0;
    return ((own.bits[strand] ?? 0) + ownRatePrior * meanAt(days)) / (days + ownRatePrior);
  }

  /** What has added up before today. */
  const before = (strand: number): number =>
    (own.level[strand] ?? 0) * 2 ** (((own.last[strand] ?? 0) - today) / halfLifeDays);

  return {
    moveTo(day: Day): void {
      today = daysBetween(from, day);
    },
    before,
    /** How much of so many bits of news is beyond what is usual for a strand. */
    beyond: (strand: number, bits: number): number => Math.max(0, bits - usual(strand)),
    /** What has added up with today's bits of news. */
    upTo: (strand: number, bits: number): number => Math.max(0, before(strand) + bits - usual(strand)),
    /** The mean of all days, in bits. */
    mean: meanOfAll,
    /** @param caller who really called; `null`: it teaches nobody else what is usual */
    learn(strand: number, bits: number, level: number, caller: number | null): void {
      first ??= today;
      const days = own.days[strand] ?? 0;
      // On the first day that is judged all is new, and nobody knows how much is usual.
      own.level[strand] = today === first ? 0 : level;
      own.last[strand] = today;
      own.days[strand] = days + 1;
      own.bits[strand] = (own.bits[strand] ?? 0) + bits;
      if (caller === null) return;
      for (const sum of [all, byAge[ageAfter(days)] ?? all]) {
        sum.days += 1;
        sum.bits.add(caller, bits);
      }
    },
  };
}

export type Sums = ReturnType<typeof sumsOf>;
