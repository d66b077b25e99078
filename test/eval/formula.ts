/**
 * The product's formula as it was first written down, without anything that was learnt later: each call alone,
 * an actor's habit backed off to the cluster's with one fixed strength. A base line for what the rest brings.
 */
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import type { History } from './history.ts';

const halfLifeDays = 14;
const backOff = 20;

type Field = (pattern: PatternRow) => string;
const weighed: readonly (readonly [Field, number])[] = [
  [({ verb, resource, subresource, uri }) => `${verb} ${resource ?? uri}/${subresource}`, 1],
  [({ namespace }) => namespace ?? '', 0.5],
  [({ clientIp }) => clientIp ?? '', 0.5],
  [({ agent }) => agent, 0.5],
];

const add = (counts: Map<string, number>, key: string, weight: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + weight);
};

/** One field's decayed counts of days: in the cluster, and by actor. */
function counted(history: History, field: Field): (user: string, value: string) => number {
  const values = new Map<string, number>();
  const pairs = new Map<string, number>();
  const actors = new Map<string, number>();
  let total = 0;
  history.baseline.forEach((day, i) => {
    const weight = 0.5 ** ((history.baseline.length - 1 - i) / halfLifeDays);
    // Presence: a value counts once for an actor and day.
    for (const pair of new Set(day.map((pattern) => JSON.stringify([pattern.user, field(pattern)])))) {
      const [user, value] = JSON.parse(pair) as [string, string];
      add(values, value, weight);
      add(pairs, pair, weight);
      add(actors, user, weight);
      total += weight;
    }
  });
  return (user, value) => {
    const marginal = ((values.get(value) ?? 0) + 0.5) / (total + 0.5 * (values.size + 1));
    const own = pairs.get(JSON.stringify([user, value])) ?? 0;
    return -Math.log2((own + backOff * marginal) / ((actors.get(user) ?? 0) + backOff));
  };
}

/** Surprise in bits of a pattern by itself. */
export function plainSurprise(history: History): (pattern: PatternRow) => number {
  const terms = weighed.map(([field, weight]) => ({ field, weight, bits: counted(history, field) }));
  return (pattern) =>
    terms.reduce((sum, { field, weight, bits }) => sum + weight * bits(pattern.user, field(pattern)), 0);
}
