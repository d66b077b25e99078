/**
 * The ranking that finds what nobody usually does (DESIGN 6): how surprising each call is, given what its actor
 * and the whole cluster did on the days before. Knows days; refuses to know storage.
 */
import { addDays, type Day } from '../count/day.ts';
import type { Cluster } from '../read/path.ts';
import { featured } from './features.ts';
import { judgeOf } from './judge.ts';
import { type SurpriseOptions, surpriseDefaults } from './options.ts';
import { compareTexts } from './order.ts';
import type { PatternRow } from './pattern.ts';
import type { RankedCall } from './ranked.ts';
import { rankedCall } from './ranked-call.ts';
import { rarityScale } from './rarity.ts';

export interface SurpriseInput {
  readonly day: Day;
  readonly cluster: Cluster;
  readonly today: readonly PatternRow[];
  /** Days before the day, in any order; a day without calls may be there or not. Each day is read once. */
  readonly baseline: readonly { readonly day: Day; readonly patterns: Iterable<PatternRow> }[];
  readonly options?: Partial<SurpriseOptions>;
}

export interface SurpriseRanking {
  readonly state: 'learning' | 'ready';
  /** Days of baseline on which there were calls. */
  readonly baselineDays: number;
  /** The patterns of the day, the most surprising first. */
  readonly calls: RankedCall[];
}

/** Ranks a day. Equal surprise is settled by what was seen first, then by the pattern's key: never by volume. */
export function rankSurprise(input: SurpriseInput): SurpriseRanking {
  const options = { ...surpriseDefaults, ...input.options };
  const from = addDays(input.day, -options.baselineDays);
  const baseline = input.baseline
    .filter(({ day }) => day >= from && day < input.day)
    .toSorted((a, b) => compareTexts(a.day, b.day));
  const judge = judgeOf(from, options);
  // A past day is judged as on its own morning, by what was known then. The first ones knew too little.
  const tooFew = Math.min(options.learningDays, Math.floor(baseline.length / 2));
  const calibrateFrom = addDays(input.day, -options.calibrationDays);
  const past: number[] = [];
  let days = 0;
  for (const { day, patterns } of baseline) {
    const calls = featured(patterns);
    if (calls.length === 0) continue;
    const isJudged = days >= tooFew && day >= calibrateFrom;
    const judged = isJudged ? judge.judge(day, calls) : undefined;
    for (const total of judged?.totals ?? []) past.push(total);
    judge.learn(day, calls, judged?.novelty);
    days += 1;
  }
  const today = featured(input.today);
  // Without a past the day is judged by itself: what few did on it stands out. It is its own scale then, too.
  if (days === 0) judge.learn(input.day, today);
  const { calls, terms, totals, pieces } = judge.judge(input.day, today);
  const rarityOf = rarityScale(past.length === 0 ? [...totals] : past);
  const totalAt = (at: number): number => totals[at] ?? 0;
  const ranked = [...calls.entries()]
    .sort(
      ([atA, a], [atB, b]) =>
        totalAt(atB) - totalAt(atA) ||
        compareTexts(a.row.firstSeen, b.row.firstSeen) ||
        compareTexts(a.row.key, b.row.key),
    )
    .slice(0, options.limit);
  return {
    state: days < options.learningDays ? 'learning' : 'ready',
    baselineDays: days,
    calls: ranked.map(([at, call], place) =>
      rankedCall(
        call.row,
        { rank: place + 1, rarity: rarityOf(totalAt(at)) },
        input.cluster,
        {
          terms: new Map([...terms].map(([name, bits]) => [name, bits[at] ?? 0])),
          habit: (name) => judge.habit(name, call),
          breadth: call.breadth,
          pieces: pieces[at] ?? 0,
        },
        { days, actors: judge.actors },
      ),
    ),
  };
}

/** The calls of several clusters as one ranking: rarity means the same on each. */
export const mergeRankings = (rankings: readonly (readonly RankedCall[])[]): RankedCall[] =>
  rankings
    .flat()
    .sort(
      (a, b) =>
        b.rarity - a.rarity ||
        totalOf(b) - totalOf(a) ||
        compareTexts(a.clusterId, b.clusterId) ||
        a.rank - b.rank,
    )
    .map((call, at) => ({ ...call, rank: at + 1 }));

const totalOf = ({ bits }: RankedCall): number => bits.total ?? 0;
