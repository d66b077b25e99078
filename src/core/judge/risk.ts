/**
 * From rarity to risk. Knows the formula; the factors are a table of their own.
 * Source of the base: Splunk security content, impact x confidence / 100.
 */

import type { Technique } from './attack.ts';
import { attackOf } from './attack.ts';
import type { AppliedFactor, JudgedCall } from './factor.ts';
import { factors } from './factors.ts';

export const impact = 50;
export const confidence = 50;

/** 25, as in the original detection. */
export const baseRisk = (impact * confidence) / 100;

/**
 * What rarity does to risk: 0.32 where one day of a caller in ten has such a call, 0.58 more for each ten times rarer, at most
 * 2.6 for one in eighty thousand; below one in ten it falls to nothing at 0. Chosen on the tuning attacks and on days without an
 * attack, so that of what is told on those one finding in twenty is high or critical.
 */
export function rarityWeight(rarity: number): number {
  const tens = -Math.log10(1 - rarity / 100);
  return Math.min(2.6, 0.32 * Math.min(1, tens) + 0.58 * Math.max(0, tens - 1));
}

/** What a call that tells by itself has at least: as of one day of a caller in a hundred. */
const leastTelling = 0.9;

export interface Risk {
  /** 1-100, whole. */
  readonly score: number;
  readonly factors: readonly AppliedFactor[];
}

/**
 * `clamp(1..100, base x f(rarity) x sqrt(product of weights))`, whole. The square root because factors overlap: in trials
 * the full product buried rare calls under common ones of great weight (DESIGN 7).
 */
export function scoreOf(
  rarity: number,
  applied: readonly { readonly id: string; readonly weight: number }[],
): number {
  const weight = Math.max(rarityWeight(rarity), tellsByItself(applied) ? leastTelling : 0);
  const score = Math.round(baseRisk * weight * Math.sqrt(productOf(applied)));
  return Math.min(100, Math.max(1, score));
}

const productOf = (applied: readonly { readonly weight: number }[]): number =>
  applied.reduce((product, factor) => product * factor.weight, 1);

/** The product of weights from which a factor that tells by itself is worth telling whatever the rarity. */
const graveProduct = 3.2;

/**
 * Whether a call is told though it is not rare: one of its factors says that nobody does such a thing here, or ever should,
 * it was not refused, and it is grave.
 */
export const tellsByItself = (
  applied: readonly { readonly id: string; readonly weight: number }[],
): boolean =>
  applied.some(({ id }) => telling.has(id)) &&
  applied.every(({ weight }) => weight >= 1) &&
  productOf(applied) >= graveProduct;

const telling: ReadonlySet<string> = new Set(
  factors.flatMap((factor) => (factor.tells === true ? [factor.id] : [])),
);

/** The risk of one call. */
export function riskOf(
  call: JudgedCall,
  rarity: number,
): { readonly risk: Risk; readonly attack: Technique[] } {
  const applied = factors.filter((factor) => factor.when(call));
  return {
    risk: {
      score: scoreOf(rarity, applied),
      factors: applied.map(({ id, weight, why, innocent, next }) => ({ id, weight, why, innocent, next })),
    },
    attack: attackOf(applied.flatMap((factor) => factor.techniques)),
  };
}
