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
 * What rarity does to risk: nothing at 0, 1 for one call in a hundred, half more for each ten times rarer,
 * at most 2 for one in ten thousand.
 */
export const rarityWeight = (rarity: number): number => Math.min(2, -Math.log10(1 - rarity / 100) / 2);

export interface Risk {
  /** 1-100, whole. */
  readonly score: number;
  readonly factors: readonly AppliedFactor[];
}

/**
 * `clamp(1..100, base x f(rarity) x sqrt(product of weights))`, whole. The square root because factors overlap: in trials
 * the full product buried rare calls under common ones of great weight (DESIGN 7).
 */
export function scoreOf(rarity: number, applied: readonly { readonly weight: number }[]): number {
  const product = applied.reduce((weight, factor) => weight * factor.weight, 1);
  const score = Math.round(baseRisk * rarityWeight(rarity) * Math.sqrt(product));
  return Math.min(100, Math.max(1, score));
}

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
