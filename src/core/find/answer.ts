/**
 * What a hunt answers, as JSON has it (DESIGN 10): `rarecall hunt` and `GET /api/calls` to the letter.
 * Knows how answers of clusters become one; refuses to know who asks.
 */
import { type Accounts, skipsSeen } from '../count/cursor.ts';
import type { Day } from '../count/day.ts';
import type { DayRow } from '../count/row.ts';
import { mergeRankings, type RankedCall } from '../judge/ranked-call.ts';
import { maskRare } from '../rank/mask/mask.ts';
import { type RareOptions, type RareRow, rankRare } from '../rank/rare.ts';
import type { SkipCounts } from '../read/call.ts';
import type { Finding } from './finding.ts';
import type { RankedDay } from './hunt.ts';
import type { SuppressedCalls } from './suppression.ts';

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
  /** What suppressions hid from the findings, where it was looked at. */
  readonly suppressed?: readonly SuppressedCalls[];
  readonly next?: string;
}

/** What was read for an answer. */
export type Seen = Pick<Accounts, 'lines' | 'events' | 'requests' | 'skipped'>;

/** @param options.reveal rows as they were logged; else what may be a secret is masked in those that are given */
export function rareAnswer(
  rows: readonly DayRow[],
  seen: Seen,
  options: RareOptions & { readonly reveal?: boolean },
): RareAnswer {
  const { combinations, tuples, rows: ranked } = rankRare(rows, options);
  const { lines, events, requests, skipped } = seen;
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
  /** One a cluster. */
  readonly ranked: readonly RankedDay[];
  readonly seen: Pick<Seen, 'lines' | 'skipped'>;
  /** The strongest first, of all clusters. */
  readonly findings: readonly Finding[];
  /** How many the budget held back. */
  readonly held: number;
  /** `null`: not asked for. */
  readonly suppressed: readonly SuppressedCalls[] | null;
}

/**
 * The answer of all clusters. The least baseline of theirs is its baseline.
 * @param baselineDays that of a ranking which has all it wants; 0 where there is no day
 */
export function surpriseAnswer(
  { day, ranked, seen, findings, held, suppressed }: Hunted,
  baselineDays: number,
): SurpriseAnswer {
  return {
    ranking: 'surprise',
    day,
    baselineDays: Math.min(baselineDays, ...ranked.map((one) => one.baselineDays)),
    learning: ranked.some(({ state }) => state === 'learning'),
    lines: seen.lines,
    skipped: skipsSeen(seen.skipped),
    calls: mergeRankings(ranked.map(({ calls }) => calls)),
    findings,
    ...(held > 0 ? { held } : {}),
    ...(suppressed === null ? {} : { suppressed }),
  };
}
