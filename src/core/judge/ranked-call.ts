/** A judged call as rankings show it. Knows both shapes; refuses to know how calls are judged. */

import { type Baseline, explain, type Reasons } from '../rank/explain.ts';
import { actionOf, featureNames } from '../rank/features.ts';
import type { PatternRow } from '../rank/pattern.ts';
import type { Cluster } from '../read/path.ts';
import type { CallBaseline, Known, RankedCall } from './ranked.ts';
import { riskOf } from './risk.ts';

export interface Place {
  readonly rank: number;
  /** 0-100 */
  readonly rarity: number;
}

export function rankedCall(
  row: PatternRow,
  place: Place,
  cluster: Cluster,
  reasons: Omit<Reasons, 'pattern'>,
  baseline: Baseline,
): RankedCall {
  const { terms, habit } = reasons;
  const { example } = row;
  const isKnown = (habit('action')?.actorDays ?? 0) > 0;
  const ipIsNew = isKnown && row.clientIp !== null && habit('clientIp')?.ownDays === 0;
  const total = [...terms.values()].reduce((sum, bits) => sum + bits, 0);
  return {
    rank: place.rank,
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
    rarity: place.rarity,
    bits: Object.fromEntries(
      [['total', total] as const, ...terms].map(([name, bits]) => [name, rounded(bits)]),
    ),
    baseline: knownOf(habit, baseline),
    explanation: explain({ ...reasons, pattern: row }, baseline),
    ...riskOf({ ...row, ipIsNew }, place.rarity),
    evidence: row.evidence,
    applied: row.applied,
  };
}

function knownOf(habit: Reasons['habit'], { days, actors }: Baseline): CallBaseline {
  const known: Record<string, Known> = {};
  for (const name of featureNames) {
    const found = habit(name);
    if (found === null) continue;
    const { ownDays, others, neighbours, firstSeen } = found;
    known[name] = { ownDays, others, neighbours, firstSeen };
  }
  return { days, actors, actorFirstSeen: habit('action')?.actorFirstSeen ?? null, known };
}

/** `get secrets payments /api/v1/namespaces/{ns}/secrets/{name}` */
const patternText = (row: PatternRow): string =>
  [actionOf(row), row.namespace, row.resource === null ? null : row.uri]
    .filter((text) => text !== null && text !== '')
    .join(' ');

const rounded = (bits: number): number => Number(bits.toFixed(2));
