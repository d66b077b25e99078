/** A figure that a benchmark measured, beside its bar. Nothing fails by it: time is shown, never tested. */
import { appendFileSync } from 'node:fs';

export interface Figure {
  /** The same words in every run. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The bar, where there is one. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Where `npm run bench -- all` collects figures: JSON Lines. */
export const figuresVariable = 'BENCH_FIGURES';

export function figure(one: Figure): void {
  console.log(`figure: ${one.what}: ${shown(one.value)} ${one.unit}${barOf(one)}`);
  const file = process.env[figuresVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(one)}\n`);
}

export const isMet = ({
  value,
  atMost = Number.POSITIVE_INFINITY,
  atLeast = Number.NEGATIVE_INFINITY,
}: Figure): boolean => value <= atMost && value >= atLeast;

export const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);

export function barOf(one: Figure): string {
  const { atMost, atLeast } = one;
  if (atMost === undefined && atLeast === undefined) return '';
  const bar = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  return ` (${bar}: ${isMet(one) ? 'met' : 'missed'})`;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
