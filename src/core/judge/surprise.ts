/**
 * The ranking that finds what nobody usually does (DESIGN 6): how surprising each call is, given what its actor
 * and the whole cluster did on the days before. Knows patterns and habits; refuses to know storage and risk.
 *
 * Sources: Dirichlet back-off as in Elastic's rare (idea, not code) and Koufakou et al. 2007 (sum over fields).
 */
import { addDays, type Day } from '../count/day.ts';
import type { Cluster } from '../read/path.ts';
import { explain, type Term } from './explain.ts';
import { actionOf, actorOf, type FeatureName, featureNames, featuresOf } from './features.ts';
import { type Habit, habitsOf } from './habits.ts';
import { type SurpriseOptions, surpriseDefaults } from './options.ts';
import { compareTexts } from './order.ts';
import type { PatternRow } from './pattern.ts';
import type { RankedCall } from './ranked.ts';
import { rarityScale } from './rarity.ts';
import { riskOf } from './risk.ts';

export interface SurpriseInput {
  readonly day: Day;
  readonly cluster: Cluster;
  readonly today: readonly PatternRow[];
  /** Days before the day, in any order; a day without calls may be there or not. */
  readonly baseline: readonly { readonly day: Day; readonly patterns: Iterable<PatternRow> }[];
  readonly options?: Partial<SurpriseOptions>;
}

export interface SurpriseRanking {
  readonly state: 'learning' | 'ready';
  /** Days of baseline there are. */
  readonly baselineDays: number;
  /** Every pattern of the day, the most surprising first. */
  readonly calls: RankedCall[];
}

interface Scored {
  readonly row: PatternRow;
  readonly terms: readonly Term[];
  readonly total: number;
}

/** `-log2 p(value | actor)`, the actor's own habits backed off to the cluster's smoothed ones. */
function bitsOf(habit: Habit, backOff: number): number {
  const marginal = (habit.value.weight + 0.5) / (habit.all.weight + 0.5 * (habit.values + 1));
  return -Math.log2((habit.own.weight + backOff * marginal) / (habit.actor.weight + backOff));
}

/** Habits of all fields, which judge a day and then learn it. */
function judgeOf(from: Day, options: SurpriseOptions) {
  const names = featureNames.filter((name) => options.weights[name] > 0);
  const habits = new Map<FeatureName, ReturnType<typeof habitsOf>>(
    names.map((name) => [name, habitsOf(from, options.halfLifeDays)]),
  );
  return {
    judge(day: Day, rows: Iterable<PatternRow>): Scored[] {
      for (const habit of habits.values()) habit.moveTo(day);
      return Array.from(rows, (row) => {
        const terms: Term[] = [];
        for (const [name, habit] of habits) {
          const known = habit.of(actorOf(row), featuresOf[name](row));
          terms.push({ name, habit: known, bits: options.weights[name] * bitsOf(known, options.backOff) });
        }
        return { row, terms, total: terms.reduce((sum, term) => sum + term.bits, 0) };
      });
    },
    learn(day: Day, rows: Iterable<PatternRow>): void {
      for (const row of rows) {
        for (const [name, habit] of habits) habit.learn(day, actorOf(row), featuresOf[name](row));
      }
    },
    get actors(): number {
      return habits.get('action')?.actors ?? 0;
    },
  };
}

/** Ranks a day. Equal surprise is settled by what was seen first, then by the pattern's key: never by volume. */
export function rankSurprise(input: SurpriseInput): SurpriseRanking {
  const options = { ...surpriseDefaults, ...input.options };
  const from = addDays(input.day, -options.baselineDays);
  const baseline = input.baseline
    .filter(({ day }) => day >= from && day < input.day)
    .toSorted((a, b) => compareTexts(a.day, b.day));
  const judge = judgeOf(from, options);
  const past: number[] = [];
  let baselineDays = 0;
  for (const { day, patterns } of baseline) {
    const rows = [...patterns];
    if (rows.length === 0) continue;
    // A past day is judged as it would have been on its own morning, by what was known then.
    if (baselineDays >= options.learningDays)
      for (const { total } of judge.judge(day, rows)) past.push(total);
    judge.learn(day, rows);
    baselineDays += 1;
  }
  const rarityOf = rarityScale(past);
  const scored = judge
    .judge(input.day, input.today)
    .sort(
      (a, b) =>
        b.total - a.total ||
        compareTexts(a.row.firstSeen, b.row.firstSeen) ||
        compareTexts(a.row.key, b.row.key),
    );
  return {
    state: baselineDays < options.learningDays ? 'learning' : 'ready',
    baselineDays,
    calls: scored.map((one, at) =>
      rankedCall(one, at + 1, input.cluster, rarityOf(one.total), {
        days: baselineDays,
        actors: judge.actors,
      }),
    ),
  };
}

const patternText = (row: PatternRow): string =>
  [actionOf(row), row.namespace, row.uri].filter((text) => text !== null && text !== '').join(' ');

function rankedCall(
  { row, terms, total }: Scored,
  rank: number,
  cluster: Cluster,
  rarity: number,
  baseline: { readonly days: number; readonly actors: number },
): RankedCall {
  const habitOf = (name: FeatureName): Habit | undefined => terms.find((term) => term.name === name)?.habit;
  const isKnown = (habitOf('action')?.actor.days ?? 0) > 0;
  const ipHabit = habitOf('clientIp');
  const ipIsNew = ipHabit !== undefined && isKnown && ipHabit.own.days === 0 && row.clientIp !== null;
  const { example } = row;
  return {
    rank,
    cluster: cluster.name,
    clusterId: cluster.id,
    user: row.user,
    impersonatedBy: row.impersonatedBy,
    groups: example.groups,
    clientIp: row.clientIp,
    sourceIPs: example.sourceIPs,
    userAgent: example.userAgent,
    verb: example.verb,
    resource: example.resource,
    subresource: example.subresource,
    namespace: example.namespace,
    requestURI: example.requestURI,
    pattern: patternText(row),
    count: row.requests > 0 ? row.requests : row.events,
    codes: row.codes,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    rarity: rounded(rarity, 4),
    bits: Object.fromEntries(
      [['total', total] as const, ...terms.map((term) => [term.name, term.bits] as const)].map(
        ([name, bits]) => [name, rounded(bits, 2)],
      ),
    ),
    explanation: explain(row, terms, { ...baseline, isKnown }),
    ...riskOf({ ...row, ipIsNew }, rarity),
    evidence: row.evidence,
    applied: row.applied,
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
