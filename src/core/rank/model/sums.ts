/**
 * What adds up: how much more than usual was new of somebody, over days. Three odd calls a day for a week are no daily life,
 * though those of each day might be. Knows strands by number and their days; refuses to know what is new, and to whom a
 * strand belongs.
 *
 * Bits of news have a heavy tail: a day of sixty is not five times as odd as one of twelve. So it is their square roots, here
 * called steps, that are usual or not and add up; what comes out is bits again.
 *
 * Source: Page 1954, "Continuous inspection schemes": a sum of what is beyond a reference value that never falls below
 * nothing; here what lies back counts less.
 */
import { type Day, daysBetween } from '../../count/day.ts';
import { fairSum } from '../fair/sum.ts';
import { amounts, counts } from './columns.ts';

export interface SumOptions {
  /** After so many days what has added up counts half. */
  readonly halfLifeDays: number;
  /** Days of others that are added to a strand's own when asking what is usual; `null`: nothing is taken for usual. */
  readonly ownRatePrior: number | null;
  /** What is usual, so many times, adds nothing up. */
  readonly allowance: number;
}

const stepsOf = Math.sqrt;
const bitsOf = (steps: number): number => steps ** 2;

/** Ages of strands, doubling: on their first day, second, third and fourth, ... */
const oldest = 6;
const ageAfter = (days: number): number => Math.min(oldest, Math.ceil(Math.log2(days + 1)));
/** With fewer days of others than this an age says nothing. */
const fewest = 3;

/** Steps by which one caller alone may raise what is usual on a day. */
const ownNews = 2;

const noSum = () => ({ days: 0, steps: fairSum() });

/** Of one caller's no more count than of all others together, or a few: nobody makes much news usual for the rest. */
const sumOf = ({ days, steps }: ReturnType<typeof noSum>): number => steps.total(ownNews * days);

export function sumsOf(from: Day, { halfLifeDays, ownRatePrior, allowance }: SumOptions) {
  const own = { days: counts(), steps: amounts(), level: amounts(), last: counts() };
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
    const days = own.days.of(strand);
    const mean = (own.steps.of(strand) + ownRatePrior * meanAt(days)) / (days + ownRatePrior);
    return allowance * mean;
  }

  return {
    moveTo(day: Day): void {
      today = daysBetween(from, day);
    },
    /** What has added up before today, in steps. */
    before: (strand: number): number =>
      own.level.of(strand) * 2 ** ((own.last.of(strand) - today) / halfLifeDays),
    /** What has added up, with so many bits of news more, in steps. */
    level: (strand: number, before: number, bits: number): number =>
      Math.max(0, before + stepsOf(bits) - usual(strand)),
    /** The bits that a day must have beyond what is usual for the strand to reach the level by itself. */
    beyond: (strand: number, level: number): number => bitsOf(level + usual(strand)) - bitsOf(usual(strand)),
    /** What all days are like, in bits. */
    mean: (): number => bitsOf(meanOfAll()),
    /** @param caller who really called; `null`: it teaches nobody else what is usual */
    learn(strand: number, bits: number, level: number, caller: number | null): void {
      first ??= today;
      const days = own.days.of(strand);
      const steps = stepsOf(bits);
      // On the first day that is judged all is new, and nobody knows how much is usual.
      own.level.set(strand, today === first ? 0 : level);
      own.last.set(strand, today);
      own.days.add(strand, 1);
      own.steps.add(strand, steps);
      if (caller === null) return;
      for (const sum of [all, byAge[ageAfter(days)] ?? all]) {
        sum.days += 1;
        sum.steps.add(caller, steps);
      }
    },
  };
}

export type Sums = ReturnType<typeof sumsOf>;
