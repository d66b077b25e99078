/**
 * The rows of a day folded to its patterns. Knows what is kept of many calls that are the same.
 * Refuses to know what makes two calls the same: that is a pattern's.
 */
import { createHash } from 'node:crypto';
import { type DayRow, evidencePerRow } from '../count/row.ts';
import { appliedTogether } from '../read/bodies/together.ts';
import type { Applied, Said } from '../read/call.ts';
import { saidTogether } from '../read/said.ts';
import type { ClientIpPolicy } from './client-ip.ts';
import { cut } from './cut.ts';
import { compareTexts } from './order.ts';
import { type Pattern, patternOf } from './pattern.ts';
import { type CallEvidence, fitted, maxMembers, type PatternRow } from './pattern-row.ts';

interface Fold extends Omit<PatternRow, 'key' | 'example' | 'evidence'> {
  requests: number;
  events: number;
  folded: number;
  firstSeen: string | null;
  lastSeen: string | null;
  said: Said;
  applied: Applied | null;
  spoofable: boolean;
  readonly codes: number[];
  readonly members: string[];
  first: DayRow;
  evidence: CallEvidence[];
}

/**
 * The patterns of a day's calls. A row of stages alone that count as no request (DESIGN 3.5) is no call: at
 * `RequestReceived` nobody knows yet who is impersonated, and one request would be two calls, one by the wrong actor.
 * What has no stage at all is no early one: a shipper left it out, and everything would be lost with it.
 * @param rows folded over the blobs of the day: a watch may begin in one and end in another
 */
export const callPatterns = (rows: readonly DayRow[], policy: ClientIpPolicy): PatternRow[] =>
  foldPatterns(
    rows.filter(
      ({ client, requests, evidence }) =>
        client === 'presence' || requests > 0 || evidence.some(({ stage }) => stage === null),
    ),
    policy,
  );

/** One row per pattern, ordered by key. The order of rows, and how they were split, changes nothing. */
export function foldPatterns(rows: Iterable<DayRow>, policy: ClientIpPolicy): PatternRow[] {
  const folds = new Map<string, Fold>();
  for (const row of rows) {
    const pattern = patternOf(row.call, policy);
    if (pattern === null) continue;
    const { spoofable, ...identity } = pattern;
    // A presence is not the call of somebody who said nothing.
    const key = JSON.stringify([
      ...Object.values(identity),
      ...(row.client === 'presence' ? [row.client] : []),
    ]);
    const fold = folds.get(key);
    if (fold === undefined) folds.set(key, unfolded(pattern, row));
    else addTo(fold, row, spoofable);
  }
  return [...folds]
    .map(([key, { first, evidence, ...fold }]) =>
      fitted({
        key: digestOf(key),
        ...fold,
        members: firstOf(fold.members),
        example: first.call,
        evidence: firstEvidence(evidence),
      }),
    )
    .sort((a, b) => compareTexts(a.key, b.key));
}

const unfolded = (pattern: Pattern & { readonly spoofable: boolean }, row: DayRow): Fold => ({
  ...pattern,
  client: row.client,
  requests: row.requests,
  events: row.events,
  folded: row.folded ? row.events : 0,
  codes: row.call.code === null ? [] : [row.call.code],
  firstSeen: row.firstSeen,
  lastSeen: row.lastSeen,
  first: row,
  evidence: row.evidence.map(evidenceOf),
  members: membersOf(pattern, row),
  said: row.said,
  applied: row.applied,
});

function addTo(fold: Fold, row: DayRow, spoofable: boolean): void {
  fold.requests += row.requests;
  fold.events += row.events;
  if (row.folded) fold.folded += row.events;
  const { code } = row.call;
  if (code !== null && !fold.codes.includes(code)) {
    fold.codes.push(code);
    fold.codes.sort((a, b) => a - b);
  }
  if (compareRows(row, fold.first) < 0) fold.first = row;
  if (compareTexts(row.firstSeen, fold.firstSeen) < 0) fold.firstSeen = row.firstSeen;
  if (row.lastSeen !== null && (fold.lastSeen === null || row.lastSeen > fold.lastSeen))
    fold.lastSeen = row.lastSeen;
  fold.evidence.push(...row.evidence.map(evidenceOf));
  if (fold.evidence.length > 8 * evidencePerRow) fold.evidence = firstEvidence(fold.evidence);
  for (const member of membersOf(fold, row)) if (!fold.members.includes(member)) fold.members.push(member);
  if (fold.members.length > 4 * maxMembers)
    fold.members.splice(0, Number.POSITIVE_INFINITY, ...firstOf(fold.members));
  fold.said = saidTogether(fold.said, row.said);
  fold.applied = appliedTogether(fold.applied, row.applied);
  fold.spoofable ||= spoofable;
}

/** The namespace, where its name folds to another one. */
function membersOf({ namespace }: Pattern, { call }: DayRow): string[] {
  const own = cut(call.namespace, 128);
  return own === null || own === namespace ? [] : [own];
}

const firstOf = (members: readonly string[]): string[] => members.toSorted(compareTexts).slice(0, maxMembers);

const compareRows = (a: DayRow, b: DayRow): number =>
  compareTexts(a.firstSeen, b.firstSeen) || compareTexts(JSON.stringify(a.call), JSON.stringify(b.call));

const evidenceOf = ({ auditID, time, source, offset }: CallEvidence): CallEvidence => ({
  auditID: cut(auditID, 256),
  time,
  source,
  offset,
});

const firstEvidence = (evidence: readonly CallEvidence[]): CallEvidence[] =>
  evidence
    .toSorted(
      (a, b) => compareTexts(a.time, b.time) || compareTexts(a.source, b.source) || a.offset - b.offset,
    )
    .slice(0, evidencePerRow);

const digestOf = (key: string): string =>
  createHash('sha256').update(JSON.stringify(key)).digest('base64url');
