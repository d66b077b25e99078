/**
 * What the app did and how it is, in numbers and events, for whoever watches it from outside. Refuses to know where they go.
 * Never given audit data: names of clusters, hours, counts, and words of ours.
 */

/** Name -> what it is, with its unit. Those of a cluster carry its name. */
export const metrics = {
  lines: 'lines of logs that were counted, by cluster',
  calls: 'events of calls in them, by cluster',
  skipped: 'lines that gave no call, by cluster',
  salvaged: 'events whose record was cut, by cluster',
  lag: 'seconds from the last append to a log until it was counted, by cluster',
  sweep: 'seconds that a sweep took, once it came to its end',
  unswept: 'what a sweep could not look at: clusters, and one more where an archive did not answer',
  sweepAge: 'seconds since the last sweep came to its end',
  quiet: 'hours since the newest counted hour of a cluster began; none of one that is gone',
  missingHours: 'hours of the last two days without a log, between others of a cluster',
  delay: 'seconds after which Azure delivers what happens in a cluster, at the least',
  blindSpots: 'blind spots of a cluster',
  unreadable: 'hours of logs that cannot be read',
  rankingAge: 'hours that the oldest day which is over has waited to be ranked; 0 where none waits',
  undelivered: 'findings that wait for a sink',
  poisoned: 'messages that failed too often',
  bounds: 'bounds that were reached, so that something is folded or held back',
  problems: 'problems that health tells of',
} as const;

export type Metric = keyof typeof metrics;

/** Name -> what happened. */
export const events = {
  findingTold: 'a sink took a finding',
  logReplaced:
    'a log was replaced under its name, or its counts were damaged: it counts from its start, as a new generation',
} as const;

export type EventName = keyof typeof events;

export interface Telemetry {
  /** Adds a measurement. Returns at once, and throws nothing. @param cluster its name, where the number is that of a cluster */
  measure(metric: Metric, value: number, cluster?: string): void;
  /** Says that something happened. Returns at once, and throws nothing. */
  happened(event: EventName, said: Readonly<Record<string, string | number>>): void;
}
