/**
 * Which findings a sink is still to be told, and when. Pure: knows pauses and what was given up; refuses to know how a
 * finding is delivered.
 */
import type { Day } from '../../core/count/day.ts';
import type { KeptFinding, Refusals } from '../ports/findings.ts';

const minuteMs = 60_000;

/** Pauses behind the first refusals; behind each later one it is the last. */
const pausesMs = [10 * minuteMs, 60 * minuteMs, 360 * minuteMs, 1_440 * minuteMs] as const;

/** So many refusals, in nine days and a half, are an answer. */
const mostRefusals = 12;

/** A cluster that is still learning presses nothing on anybody. */
const isToBeTold = ({ closed, finding, told, version }: KeptFinding, sink: string): boolean =>
  !closed && !finding.learning && told[sink] !== version;

/** Refusals of what it says now: another version has none. */
const refusalsOf = ({ refused, version }: KeptFinding, sink: string): Refusals | null =>
  refused[sink]?.version === version ? refused[sink] : null;

export const isGivenUp = (kept: KeptFinding, sink: string): boolean =>
  isToBeTold(kept, sink) && refusalsOf(kept, sink)?.nextAt === null;

/** It waits for its sink, be it behind a pause. */
export const isWaiting = (kept: KeptFinding, sink: string): boolean =>
  isToBeTold(kept, sink) && !isGivenUp(kept, sink);

/** It waits, and no pause is on. */
export const isDue = (kept: KeptFinding, sink: string, now: Date): boolean =>
  isWaiting(kept, sink) && (refusalsOf(kept, sink)?.nextAt ?? '') <= now.toISOString();

/** What is noted when a sink refuses it once more. */
export function refusedOnceMore(kept: KeptFinding, sink: string, now: Date): Refusals {
  const times = (refusalsOf(kept, sink)?.times ?? 0) + 1;
  const pause = pausesMs[Math.min(times, pausesMs.length) - 1] ?? 0;
  const nextAt = times < mostRefusals ? new Date(now.getTime() + pause).toISOString() : null;
  return { version: kept.version, times, at: now.toISOString(), nextAt };
}

/** What is noted when it has become too old to be tried. */
export const givenUpNow = (kept: KeptFinding, sink: string, now: Date): Refusals => ({
  version: kept.version,
  times: refusalsOf(kept, sink)?.times ?? 0,
  at: now.toISOString(),
  nextAt: null,
});

/** Findings that wait for some sink. */
export const undelivered = (kept: readonly KeptFinding[], sinks: readonly string[]): number =>
  kept.filter((one) => sinks.some((sink) => isWaiting(one, sink))).length;

/** A sink, and the days of findings that were given up for it. */
export interface GivenUp {
  readonly sink: string;
  readonly findings: number;
  readonly days: readonly Day[];
}

/** @param since ISO 8601: what was given up earlier is passed over */
export function givenUpBySink(kept: readonly KeptFinding[], since = ''): GivenUp[] {
  const lost = kept.flatMap((one) =>
    Object.entries(one.refused)
      .filter(([sink, { at }]) => isGivenUp(one, sink) && at >= since)
      .map(([sink]) => ({ sink, day: one.finding.day })),
  );
  return [...Map.groupBy(lost, ({ sink }) => sink)]
    .map(([sink, own]) => ({
      sink,
      findings: own.length,
      days: [...new Set(own.map(({ day }) => day))].sort(),
    }))
    .sort((a, b) => (a.sink < b.sink ? -1 : 1));
}
