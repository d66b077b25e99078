/**
 * What a hunt answers, as JSON has it (DESIGN 10): `rarecall hunt` and `GET /api/calls` to the letter.
 * Knows how answers of clusters become one; refuses to know who asks.
 */
import { type Accounts, skipsSeen } from '../count/cursor.ts';
import type { Day } from '../count/day.ts';
import type { DayRow } from '../count/row.ts';
import { mergeRankings, type RankedCall } from '../judge/ranked-call.ts';
import type { Crowd } from '../rank/fair/crowd.ts';
import { maskRare } from '../rank/mask/mask.ts';
import { type RareOptions, type RareRow, rankRare } from '../rank/rare.ts';
import type { SkipCounts } from '../read/call.ts';
import type { Finding } from './finding.ts';
import type { RankedDay, Told } from './hunt.ts';
import { type SuppressedCalls, suppressedCalls } from './suppressions/hidden.ts';
import { byRisk } from './told.ts';

export type HuntAnswer = SurpriseAnswer | RareAnswer;

/** The JSON of `hunt --ranking rare`. */
export interface RareAnswer {
  readonly ranking: 'rare';
  readonly lines: number;
  readonly events: number;
  readonly requests: number;
  readonly combinations: number;
  readonly tuples: number;
  readonly skipped: Readonly<Partial<SkipCounts>>;
  readonly rows: readonly RareRow[];
  /** Log blobs whose counts are damaged, so that calls of them may be missing; where there are any. */
  readonly damaged?: number;
  readonly next?: string;
}

/** The JSON of `hunt --ranking surprise`. */
export interface SurpriseAnswer {
  readonly ranking: 'surprise';
  /** `null`: the logs hold no kubectl call. */
  readonly day: Day | null;
  readonly baselineDays: number;
  /** Some cluster has too little baseline to be judged. */
  readonly learning: boolean;
  readonly lines: number;
  readonly skipped: Readonly<Partial<SkipCounts>>;
  readonly calls: readonly RankedCall[];
  readonly findings: readonly Finding[];
  /** Findings beyond the budget, which are not among those here; where there are any. */
  readonly held?: number;
  /** Who made more different calls than are looked at one by one, by cluster; where there are any. */
  readonly crowded?: readonly Crowded[];
  /** What suppressions hid from the findings, where it was looked at. */
  readonly suppressed?: readonly SuppressedCalls[];
  /** Log blobs whose counts are damaged, so that calls of them may be missing; where there are any. */
  readonly damaged?: number;
  readonly next?: string;
}

export interface Crowded extends Omit<Crowd, 'ranks'> {
  readonly cluster: string;
}

/** What was read for an answer. */
export type Seen = Pick<Accounts, 'lines' | 'skipped' | 'original'>;

/** @param options.reveal rows as they were logged; else what may be a secret is masked in those that are given */
export function rareAnswer(
  rows: readonly DayRow[],
  seen: Seen,
  options: RareOptions & { readonly reveal?: boolean },
): RareAnswer {
  const {
    combinations,
    tuples,
    rows: ranked,
  } = rankRare(
    rows.filter(({ client }) => client === 'kubectl'),
    options,
  );
  const { lines, events, requests, skipped } = seen.original;
  return {
    ranking: 'rare',
    lines,
    events,
    requests,
    combinations,
    tuples,
    skipped: skipsSeen(skipped),
    rows: options.reveal === true ? ranked : ranked.map(maskRare),
  };
}

export interface Hunted {
  readonly day: Day | null;
  /** Those with logs of that day. */
  readonly clusters: readonly { readonly ranked: RankedDay; readonly told: Told }[];
  /** What was read of the day and its baseline. */
  readonly seen: Pick<Seen, 'lines' | 'skipped'>;
  /** When suppressions were looked at, and whether somebody set some: what they hid is then said though it is nothing. */
  readonly suppressed: { readonly now: Date; readonly isAsked: boolean };
}

/** Of a cluster, what is said of it besides its calls. */
export interface HuntedCluster {
  readonly cluster: string;
  readonly ranked: Pick<RankedDay, 'baselineDays' | 'crowded' | 'state'>;
  readonly told: Pick<Told, 'findings' | 'hidden'> & { readonly held: { readonly length: number } };
}

/**
 * The answer of all clusters. The least baseline of theirs is its baseline.
 * @param baselineDays that of a ranking which has all it wants; 0 where there is no day
 */
export const surpriseAnswer = ({ clusters, ...hunted }: Hunted, baselineDays: number): SurpriseAnswer =>
  surpriseWith(
    clusters.map((one) => ({ ...one, cluster: one.ranked.calls[0]?.cluster ?? '' })),
    mergeRankings(clusters.map(({ ranked }) => ranked.calls)),
    hunted,
    baselineDays,
  );

/** The same where the calls that are wanted were picked before. */
export function surpriseWith(
  clusters: readonly HuntedCluster[],
  calls: readonly RankedCall[],
  { day, seen, suppressed }: Omit<Hunted, 'clusters'>,
  baselineDays: number,
): SurpriseAnswer {
  const ranked = clusters.map((one) => one.ranked);
  const told = clusters.map((one) => one.told);
  const held = told.reduce((sum, one) => sum + one.held.length, 0);
  const crowded = clusters.flatMap(({ cluster, ranked: { crowded } }) =>
    crowded.map(({ ranks: _, ...crowd }) => ({ cluster, ...crowd })),
  );
  const hidden = told.flatMap((one) => one.hidden);
  return {
    ranking: 'surprise',
    day,
    baselineDays: Math.min(baselineDays, ...ranked.map((one) => one.baselineDays)),
    learning: ranked.some(({ state }) => state === 'learning'),
    lines: seen.lines,
    skipped: skipsSeen(seen.skipped),
    calls,
    findings: told.flatMap(({ findings }) => findings).sort(byRisk),
    ...(held > 0 ? { held } : {}),
    ...(crowded.length > 0 ? { crowded } : {}),
    ...(suppressed.isAsked || hidden.length > 0
      ? { suppressed: suppressedCalls(hidden, suppressed.now) }
      : {}),
  };
}
