/** Rankings to compare with: what others do, or what one would do first. Each gives every item of a day a score. */

import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { type RareRow, rankRare, rareFields } from '../../src/core/rank/rare.ts';
import { plainSurprise } from './formula.ts';
import type { History, RankedDay } from './history.ts';
import type { Scored } from './measures.ts';

/** Scores for everything that is ranked on a day of some clusters. */
export type Ranking = (days: readonly RankedDay[]) => readonly Scored[];

const remember = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
};

/** Ranks patterns by a score that a cluster's history prepares; days that come up again are scored once. */
function byPattern(prepare: (history: History) => (pattern: PatternRow) => number): Ranking {
  const prepared = remember(prepare);
  const scored = remember(({ history, patterns, attackPatterns }: RankedDay): Scored[] =>
    patterns.map((pattern) => ({
      score: prepared(history)(pattern),
      isHit: attackPatterns.has(pattern.key),
    })),
  );
  return (days) => days.flatMap(scored);
}

/** Splunk's search: raw tuples of the day, fewest first; ties stay ties. */
const rawRare =
  (options: { missing: 'drop' | 'placeholder'; count: 'events' | 'requests' }): Ranking =>
  (days) => {
    const all = { ...options, limit: 0 };
    const keyOf = (row: RareRow): string => JSON.stringify(rareFields.map((field) => row[field]));
    const planted = days.flatMap(({ rows, attackRows }) => rows.filter(({ key }) => attackRows.has(key)));
    const hits = new Set(rankRare(planted, all).rows.map(keyOf));
    const rows = days.flatMap((day) => day.rows);
    return rankRare(rows, all).rows.map((row) => ({ score: -row.count, isHit: hits.has(keyOf(row)) }));
  };

function daysSeen(history: History): Map<string, number> {
  const seen = new Map<string, number>();
  for (const day of history.baseline) for (const { key } of day) seen.set(key, (seen.get(key) ?? 0) + 1);
  return seen;
}

type Field = (pattern: PatternRow) => string;
const fields: readonly Field[] = [
  ({ verb, resource, subresource, uri }) =>
    `${verb} ${resource}/${subresource} ${resource === null ? uri : ''}`,
  ({ namespace }) => namespace ?? '',
  ({ clientIp }) => clientIp ?? '',
  ({ agent }) => agent,
  ({ user }) => user,
];

/** Sum over the fields of the surprise of each value in the cluster, whoever it is (Attribute Value Frequency). */
function marginal(history: History): (pattern: PatternRow) => number {
  const counts = fields.map(() => new Map<string, number>());
  let total = 0;
  for (const day of history.baseline) {
    for (const pattern of day) {
      total++;
      fields.forEach((field, i) => {
        const value = field(pattern);
        counts[i]?.set(value, (counts[i]?.get(value) ?? 0) + 1);
      });
    }
  }
  return (pattern) =>
    fields.reduce((sum, field, i) => {
      const count = counts[i];
      const n = count?.get(field(pattern)) ?? 0;
      return sum - Math.log2((n + 0.5) / (total + 0.5 * ((count?.size ?? 0) + 1)));
    }, 0);
}

/**
 * What public rules of the kind "new terms" alert on: who did what to what, never seen in the days before. Three fields, as such
 * rules have at most: the user, the verb, and the resource with its namespace.
 */
const newTerms = ({ user, verb, resource, subresource, namespace, uri }: PatternRow): string =>
  JSON.stringify([user, verb, [resource ?? uri, subresource, namespace]]);

function firstSeenTerms(history: History): (pattern: PatternRow) => number {
  const seen = new Set(history.baseline.flatMap((day) => day.map(newTerms)));
  return (pattern) => (seen.has(newTerms(pattern)) ? 0 : 1);
}

export const baselines: Readonly<Record<string, Ranking>> = {
  'raw rare': rawRare({ missing: 'drop', count: 'events' }),
  'raw rare with missing fields': rawRare({ missing: 'placeholder', count: 'requests' }),
  'normalised count': byPattern(
    () =>
      ({ requests }) =>
        -requests,
  ),
  'normalised count of 30 days': byPattern((history) => {
    const seen = daysSeen(history);
    return ({ key, requests }) => -(1000 * (seen.get(key) ?? 0) + requests);
  }),
  'first seen': byPattern((history) => {
    const seen = daysSeen(history);
    return ({ key }) => (seen.has(key) ? 0 : 1);
  }),
  'new terms': byPattern(firstSeenTerms),
  'marginal surprise': byPattern(marginal),
  'first formula': byPattern(plainSurprise),
};
