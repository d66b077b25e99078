/**
 * What was looked at of each cluster, and what nobody has seen: who reads that nothing was found must know it. The texts may
 * hold what a log said: untrusted.ts marks them. Refuses to know where logs lie.
 */

export interface BlindSpotView {
  /** Stable, to be matched. */
  readonly kind: string;
  readonly what: string;
  readonly todo: string;
}

/** `null` is what the place of the logs does not tell. */
export interface ClusterView {
  readonly cluster: string;
  readonly firstHour: string | null;
  readonly lastHour: string | null;
  readonly daysWithLogs: number;
  /** Hours between the first and the last without a log. */
  readonly missingHours: number;
  /** Too few days to judge well. */
  readonly learning: boolean;
  readonly lines: number | null;
  readonly events: number;
  readonly requests: number;
  /** Events whose row was folded for want of room. */
  readonly folded: number;
  readonly lagSeconds: number | null;
  /** Hours that could not be counted and days that could not be ranked. */
  readonly failed: number;
  readonly blindSpots: readonly BlindSpotView[];
}

/** What a cluster has been looked at for, whoever counted. */
export interface CoveredCluster extends Omit<ClusterView, 'blindSpots'> {
  readonly blindSpots: readonly { readonly id: string; readonly what: string; readonly todo: string }[];
}

export const clusterView = ({ blindSpots, ...cluster }: CoveredCluster): ClusterView => ({
  cluster: cluster.cluster,
  firstHour: cluster.firstHour,
  lastHour: cluster.lastHour,
  daysWithLogs: cluster.daysWithLogs,
  missingHours: cluster.missingHours,
  learning: cluster.learning,
  lines: cluster.lines,
  events: cluster.events,
  requests: cluster.requests,
  folded: cluster.folded,
  lagSeconds: cluster.lagSeconds,
  failed: cluster.failed,
  blindSpots: blindSpots.slice(0, 10).map(({ id, what, todo }) => ({ kind: id, what, todo })),
});
