/** Every number of the surprise ranking, in one place. What each part brings stands in docs/signal.md. */
import type { FeatureName } from './features.ts';
import type { StrandOptions } from './model/strands.ts';

/** One value for each step of gravity. */
type ByGravity = readonly [number, number, number, number];

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
  /** What the surprise of an action counts, by its gravity. */
  readonly actionByGravity: ByGravity;
  /** What an action that nobody ever did has of the chance that something new is done. */
  readonly unseenByGravity: ByGravity;
  readonly news: NewsOptions;
  /** The most calls that a ranking returns. */
  readonly limit: number;
}

export interface NewsOptions extends StrandOptions {
  /** Weight of what else was new; 0 judges each call alone. */
  readonly weight: number;
  /** Bits up to which a thing is nobody's news: 3 is what one call in eight is. */
  readonly usualBits: number;
  /** How much a new address or agent counts. */
  readonly originWeight: number;
  /** How much likelier others are to do it than the actor: a weight of these bits. */
  readonly othersWeight: number;
  /** What news counts, by the gravity of the action. */
  readonly byGravity: ByGravity;
}

export const surpriseDefaults: SurpriseOptions = {
  baselineDays: 30,
  learningDays: 7,
  calibrationDays: 14,
  halfLifeDays: 30,
  backOff: 'varied',
  weights: { action: 1, namespace: 0.5, clientIp: 0.5, agent: 0.5, breadth: 0.5, member: 1 },
  actionByGravity: [1, 1, 1.2, 1.4],
  unseenByGravity: [1, 0.5, 0.1, 0.02],
  limit: 10_000,
  news: {
    weight: 1,
    usualBits: 3,
    originWeight: 2,
    othersWeight: 1,
    byGravity: [0.6, 1.3, 2, 3],
    pauseMinutes: 30,
    burstSeconds: 1,
    halfLifeDays: 3,
    ownRatePrior: 3,
    allowance: 1.2,
    mostSharing: 3,
    share: 0.5,
    dayShare: 0.25,
    dayWeight: 0.7,
    trustDays: 7,
  },
};
