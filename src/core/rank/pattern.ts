/**
 * Patterns: calls with their volatile parts folded (DESIGN 6), one row per pattern of a day.
 * Knows what stays the same when somebody does the same again; refuses to know what is rare.
 */
import { createHash } from 'node:crypto';
import type { DayRow } from '../count/row.ts';
import { evidencePerRow } from '../count/row.ts';
import type { CallEvidence } from '../judge/ranked.ts';
import type { Applied, Call, Text } from '../read/call.ts';
import { agentOf, agentText } from './agent.ts';
import { type ClientIpPolicy, clientOf } from './client-ip.ts';
import { cut, fitted } from './cut.ts';
import { foldGenerated } from './generated.ts';
import { compareTexts } from './order.ts';
import { redactUri, uriTemplate } from './uri.ts';

/** What makes two calls the same. Texts are bounded; a longer one ends in a hash of its rest. */
export interface Pattern {
  /** The effective user: the impersonated one, else the caller; `''` when unknown. */
  readonly user: string;
  /** The real caller, where he impersonates. */
  readonly impersonatedBy: Text;
  /** As logged; `exec`, `attach`, `portforward` for these, whichever HTTP method opened them (DESIGN 3.9). */
  readonly verb: Text;
  readonly resource: Text;
  readonly subresource: Text;
  /** Generated parts folded. */
  readonly namespace: Text;
  readonly uri: string;
  /** Family, minor version and system: `kubectl/1.30 linux`. */
  readonly agent: string;
  /** A sorted set without `system:authenticated`. */
  readonly groups: readonly string[];
  readonly clientIp: Text;
}

/** A pattern of a day. ASCII JSON of at most 24,000 characters; what is only for show is cut to fit. */
export interface PatternRow extends Pattern {
  /** Hash of the pattern: the same on every day. */
  readonly key: string;
  readonly requests: number;
  readonly events: number;
  /** Ascending. */
  readonly codes: readonly number[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** The first call of it, raw but for secrets in its URI. */
  readonly example: Call;
  /** The first {@link evidencePerRow}. */
  readonly evidence: readonly CallEvidence[];
  readonly applied: Applied | null;
  /** The source IPs disagreed in one of its calls. */
  readonly spoofable: boolean;
}

const streams: ReadonlySet<Text> = new Set(['exec', 'attach', 'portforward']);

/** The verb as patterns have it: see {@link Pattern.verb}. */
export const verbClass = ({
  verb,
  resource,
  subresource,
}: Pick<Call, 'verb' | 'resource' | 'subresource'>) =>
  resource === 'pods' && streams.has(subresource) ? subresource : verb;

/** @returns `null` when the call came from loopback alone: the cluster called itself */
export function patternOf(
  call: Call,
  policy: ClientIpPolicy,
): (Pattern & { readonly spoofable: boolean }) | null {
  const client = clientOf(call.sourceIPs, policy);
  if (client === null) return null;
  return {
    user: cut(call.impersonated ?? call.user ?? '', 256),
    impersonatedBy: call.impersonated === null ? null : cut(call.user ?? '', 256),
    verb: cut(verbClass(call), 32),
    resource: cut(call.resource, 128),
    subresource: cut(call.subresource, 64),
    namespace: call.namespace === null ? null : foldGenerated(cut(call.namespace, 128)),
    uri: cut(call.requestURI === null ? '' : uriTemplate(call.requestURI), 512),
    agent: cut(agentText(agentOf(call.userAgent)), 96),
    groups: groupsOf(call.groups),
    clientIp: client.ip,
    spoofable: client.spoofable,
  };
}

function groupsOf(groups: readonly string[]): string[] {
  const set = [...new Set(groups)].filter((group) => group !== 'system:authenticated').sort();
  let room = 1200;
  const kept = set.filter((group) => {
    room -= group.length;
    return room >= 0;
  });
  return kept.length === set.length
    ? kept
    : [...kept, `+${set.length - kept.length} ${digest(set).slice(0, 12)}`];
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

interface Fold extends Omit<PatternRow, 'key' | 'example' | 'evidence'> {
  requests: number;
  events: number;
  firstSeen: string | null;
  lastSeen: string | null;
  applied: Applied | null;
  spoofable: boolean;
  readonly codes: number[];
  first: DayRow;
  evidence: CallEvidence[];
}

/** One row per pattern, ordered by key. The order of rows, and how they were split, changes nothing. */
export function foldPatterns(rows: Iterable<DayRow>, policy: ClientIpPolicy): PatternRow[] {
  const folds = new Map<string, Fold>();
  for (const row of rows) {
    const pattern = patternOf(row.call, policy);
    if (pattern === null) continue;
    const { spoofable, ...identity } = pattern;
    const key = JSON.stringify(Object.values(identity));
    const fold = folds.get(key);
    if (fold === undefined) folds.set(key, unfolded(pattern, row));
    else addTo(fold, row, spoofable);
  }
  return [...folds]
    .map(([key, { first, evidence, ...fold }]) =>
      fitted({ key: digest(key), ...fold, example: shown(first.call), evidence: firstEvidence(evidence) }),
    )
    .sort((a, b) => compareTexts(a.key, b.key));
}

const unfolded = (pattern: Pattern & { readonly spoofable: boolean }, row: DayRow): Fold => ({
  ...pattern,
  requests: row.requests,
  events: row.events,
  codes: row.call.code === null ? [] : [row.call.code],
  firstSeen: row.firstSeen,
  lastSeen: row.lastSeen,
  first: row,
  evidence: row.evidence.map(evidenceOf),
  applied: row.applied,
});

function addTo(fold: Fold, row: DayRow, spoofable: boolean): void {
  fold.requests += row.requests;
  fold.events += row.events;
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
  fold.applied = worse(fold.applied, row.applied);
  fold.spoofable ||= spoofable;
}

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

/** What asked for more that is dangerous; between equals any that is always the same. */
function worse(a: Applied | null, b: Applied | null): Applied | null {
  if (a === null || b === null) return a ?? b;
  const more = a.dangerous.length - b.dangerous.length;
  return (more || compareTexts(JSON.stringify(b), JSON.stringify(a))) >= 0 ? a : b;
}

const shown = (call: Call): Call => ({
  ...call,
  requestURI: call.requestURI === null ? null : redactUri(call.requestURI),
});
