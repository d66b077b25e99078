/** What the report of a day is made of. Data alone: whoever asks for a page gathers it. */
import type { Day } from '../count/day.ts';
import type { SuppressedCalls } from '../find/suppression.ts';
import type { Finding, RankedCall } from '../judge/ranked.ts';
import type { RareRow } from '../rank/rare.ts';

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
  readonly clusters: readonly ClusterCoverage[];
  /** Strongest first. */
  readonly findings: readonly Finding[];
  readonly held: readonly HeldFinding[];
  readonly suppressed: readonly SuppressedCalls[];
  /** Empty: no chart. */
  readonly hours: readonly HourCalls[];
}

/** What `rarecall hunt` found, as its JSON has it (DESIGN 10). */
export type HuntData = SurpriseHunt | RareHunt;

export interface SurpriseHunt {
  readonly ranking: 'surprise';
  /** `null`: the logs hold no kubectl call. */
  readonly day: Day | null;
  readonly baselineDays: number;
  /** Some cluster has too little baseline to be judged. */
  readonly learning?: boolean;
  readonly lines: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly calls: readonly RankedCall[];
  readonly findings: readonly Finding[];
  /** What suppressions hid, where there are any. */
  readonly suppressed?: readonly SuppressedCalls[];
}

export interface RareHunt {
  readonly ranking: 'rare';
  readonly lines: number;
  readonly events: number;
  readonly requests: number;
  readonly combinations: number;
  readonly tuples: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly rows: readonly RareRow[];
}
