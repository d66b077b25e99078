/** Every number of the surprise ranking, in one place. What each part brings stands in docs/signal.md. */
import type { FeatureName } from './features.ts';

export interface SurpriseOptions {
  /** Days before the day that it is judged against. */
  readonly baselineDays: number;
  /** With fewer days of baseline than this a cluster is learning. */
  readonly learningDays: number;
  /** The last days of the baseline whose calls say what is rare; the earlier ones were judged by too little. */
  readonly calibrationDays: number;
  /** After so many days a day counts half. */
  readonly halfLifeDays: number;
  /**
   * How many of an actor's own observations weigh as much as the cluster's habits: a number,
   * or `varied` for as many as the actor has shown different values (Witten & Bell 1991).
   */
  readonly backOff: 'varied' | number;
  /** Weights of the terms. A weight of 0 leaves a term out: `clientIp` behind Private Link. */
  readonly weights: Readonly<Record<FeatureName | 'breadth' | 'member', number>>;
  readonly sitting: SittingOptions;
  /** The most calls that a ranking returns. */
  readonly limit: number;
}

export interface SittingOptions {
  /** Weight of what else was new in the sitting; 0 judges each call alone. */
  readonly weight: number;
  /** A pause of so many minutes ends a sitting. */
  readonly pauseMinutes: number;
  /** Calls that follow each other within so many seconds are one command, or one loop of a script. */
  readonly commandSeconds: number;
  /** Bits up to which a thing is nobody's news: 3 is what one call in eight is. */
  readonly usualBits: number;
  /** How much a new address or agent counts, which all calls of a sitting share. */
  readonly originWeight: number;
  /** Sittings of the cluster's mean novelty that are added to an actor's own; `null`: the own rate is not looked at. */
  readonly ownRatePrior: number | null;
}

export const surpriseDefaults: SurpriseOptions = {
  baselineDays: 30,
  learningDays: 7,
  calibrationDays: 14,
  halfLifeDays: 14,
  backOff: 'varied',
  weights: { action: 1, namespace: 0.5, clientIp: 0.5, agent: 0.5, breadth: 0.5, member: 1 },
  limit: 10_000,
  sitting: { weight: 1, pauseMinutes: 30, commandSeconds: 1, usualBits: 3, originWeight: 2, ownRatePrior: 3 },
};
