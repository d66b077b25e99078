/** Every number of the surprise ranking, in one place. What they do to the ranking stands in docs/signal.md. */

export interface SurpriseOptions {
  /** Days before the day that it is judged against. */
  readonly baselineDays: number;
  /** With fewer days of baseline than this a cluster is learning. */
  readonly learningDays: number;
  /** After so many days a day counts half. */
  readonly halfLifeDays: number;
  /** How many of an actor's own observations weigh as much as the habits of the cluster. */
  readonly backOff: number;
  /** Weights of the terms. A weight of 0 leaves a term out: `clientIp` behind Private Link. */
  readonly weights: Readonly<Record<'action' | 'namespace' | 'clientIp' | 'agent', number>>;
}

export const surpriseDefaults: SurpriseOptions = {
  baselineDays: 30,
  learningDays: 7,
  halfLifeDays: 14,
  backOff: 20,
  weights: { action: 1, namespace: 0.5, clientIp: 0.5, agent: 0.5 },
};
