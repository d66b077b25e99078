/**
 * Whether the same attack is as grave in every month: how far its severity lies from the attack's median. Knows results;
 * refuses to measure.
 */
import { severities } from '../../../src/core/judge/severity.ts';
import { loudness } from '../../../src/simulate/attacks/scenario.ts';
import { meanOf } from '../measures.ts';
import { shown } from '../report/markdown.ts';
import type { Lines } from './table.ts';
import type { Varied } from './varied.ts';

/** An attack over the months in which it was tried. */
export interface Spread {
  readonly attack: string;
  readonly split: Varied['split'];
  readonly loudness: Varied['loudness'];
  readonly months: number;
  /** Median of the bands in which it was told, 0 being `informational`; `null` where it never was. */
  readonly median: number | null;
  /** Share of the months in which it was told and at most one band from the median. */
  readonly near: number;
  /** Months by band; those in which it was not told first. */
  readonly bands: readonly number[];
}

export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** In fewer months than this nobody sees how much an attack varies. */
const enoughMonths = 3;

/** One value for each attack in one form, over its months. */
export function spreads(varied: readonly Varied[]): Spread[] {
  const ofProduct = varied.filter(({ ranking }) => ranking === 'product');
  const attacks = Map.groupBy(ofProduct, ({ scenario, loudness: kind }) => `${scenario}/${kind}`);
  return [...attacks].flatMap(([attack, own]) => {
    const [one] = own;
    if (one === undefined || own.length < enoughMonths) return [];
    const told = own.flatMap(({ severity }) => (severity === null ? [] : [severities.indexOf(severity)]));
    const median = medianOf(told);
    const near = told.filter((band) => Math.abs(band - (median ?? band)) <= 1).length;
    const bands = [
      own.length - told.length,
      ...severities.map((_, band) => told.filter((at) => at === band).length),
    ];
    return [
      {
        attack,
        split: one.split,
        loudness: one.loudness,
        months: own.length,
        median,
        near: near / own.length,
        bands,
      },
    ];
  });
}

const nameOf = (median: number | null): string =>
  median === null ? '–' : (severities[Math.round(median)] ?? '–');

/** Means over attacks. */
export function severityLines(varied: readonly Varied[]): Lines {
  const all = spreads(varied);
  const rows = (['tuning', 'held-out'] as const).flatMap((split) =>
    [...loudness, 'all' as const].flatMap((kind) => {
      const own = all.filter((one) => one.split === split && (kind === 'all' || one.loudness === kind));
      if (own.length === 0) return [];
      const months = own.reduce((sum, one) => sum + one.months, 0);
      const near = own.reduce((sum, one) => sum + one.near * one.months, 0) / months;
      const mean = shown(meanOf(own.map((one) => one.near)));
      return [[split, kind, String(own.length), String(months), near.toFixed(2), mean]];
    }),
  );
  return [['split', 'attacks', 'forms', 'trials', 'within a band', 'mean over attacks'], ...rows];
}

/** The attacks that vary most, and how often each was in which band. */
export const variesMost = (varied: readonly Varied[]): Lines => [
  ['varies most', 'median', 'within a band', 'not told', ...severities],
  ...spreads(varied)
    .toSorted((a, b) => a.near - b.near)
    .slice(0, 10)
    .map(({ attack, median, near, bands }) => [
      attack,
      nameOf(median),
      near.toFixed(2),
      ...bands.map(String),
    ]),
];
