/** What the report of a day is made of. Data alone: whoever asks for a page gathers it. */
import type { Day } from '../count/day.ts';
import type { Finding } from '../find/finding.ts';
import type { SuppressedCalls } from '../find/suppressions/hidden.ts';
import type { DayLogs } from './day-logs.ts';
import type { HrefOf } from './links.ts';

/** What was read of a cluster on the day, and what could not be. */
export interface ClusterCoverage {
  readonly cluster: string;
  /** Full resource id, or the name again. */
  readonly clusterId: string;
  /** Lines that are not blank. */
  readonly lines: number;
  /** kubectl events among them. */
  readonly events: number;
  /** Those of them that count as requests. */
  readonly requests: number;
  /** Lines that gave no call, by `SkipReason`. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Events read from records that were cut. */
  readonly salvaged: number;
  /** Rows whose URI was folded to its pattern by the cardinality budget. */
  readonly folded: number;
  /** Days of baseline the ranking had. */
  readonly baselineDays: number;
  /** Days still needed before findings are pressed on anybody; `null` once it has learnt enough. */
  readonly learning: { readonly neededDays: number } | null;
  /** Time of the newest event, UTC. */
  readonly lastSeen: string | null;
  /** What cannot be seen here, in sentences. */
  readonly blindSpots: readonly string[];
}

/** A finding that was kept and told to nobody. */
export interface HeldFinding {
  readonly finding: Finding;
  readonly because: 'learning' | 'budget';
}

/** An hour of the day: kubectl requests, and those among them that stand in a finding. */
export interface HourCalls {
  /** 0-23, UTC. */
  readonly hour: number;
  readonly requests: number;
  readonly rare: number;
}

export interface ReportData {
  readonly day: Day;
  /** When this was rendered, as people read it: `2026-06-04 02:15 UTC`. */
  readonly generatedAt: string;
  /** Ways to other pages; left out in a file, where there are none. */
  readonly hrefOf?: HrefOf;
  readonly clusters: readonly ClusterCoverage[];
  /** What is not archived, or not where it is read, in sentences. */
  readonly unseen?: readonly string[];
  /** What the day cost at most, US dollars; left out where nobody reckons it. */
  readonly cost?: number;
  readonly logs: DayLogs;
  /** Strongest first. */
  readonly findings: readonly Finding[];
  readonly held: readonly HeldFinding[];
  /** Findings that are kept and cannot be read. */
  readonly damaged: number;
  readonly suppressed: readonly SuppressedCalls[];
  /** Sinks that did not take findings of this day, to the end. */
  readonly givenUp: readonly { readonly sink: string; readonly findings: number }[];
  /** Empty: no chart. */
  readonly hours: readonly HourCalls[];
  /** All ranked calls of the day by rarity (`spreadOf`); left out where nobody noted it. */
  readonly spread?: readonly number[];
  /** The last day that has logs: no later one is linked. */
  readonly newest?: Day;
}
