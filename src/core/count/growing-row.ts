/**
 * A row as it is made and as events add to it, and what it weighs where it is written.
 * Refuses to know which row an event belongs to.
 */
import { appliedTogether } from '../read/bodies/together.ts';
import type { Call, CallEvent, Presence } from '../read/call.ts';
import { nothingSaid, saidTogether } from '../read/said.ts';
import { asciiJson, bounded, tidy } from './bounded.ts';
import type { Day } from './day.ts';
import { type Evidence, evidencePerRow, identityOf, type Row, type RowKind } from './row.ts';

export const evidenceOf = (event: CallEvent, offset: number): Evidence => ({
  auditID: event.auditID === null ? null : tidy(event.auditID, 256),
  received: event.received === null ? null : tidy(event.received, 100),
  time: event.time,
  stage: event.stage === null ? null : tidy(event.stage, 100),
  isRequest: event.isRequest,
  offset,
});

export const newRow = (
  key: string,
  client: RowKind,
  day: Row['day'],
  call: Row['call'],
  folded: boolean,
): Row => ({
  key,
  client,
  day,
  call,
  events: 0,
  requests: 0,
  firstSeen: null,
  lastSeen: null,
  evidence: [],
  said: nothingSaid,
  applied: null,
  folded,
});

export function presenceRow(key: string, { user, ip, day }: Presence): Row {
  const call: Call = {
    user: bounded(user, 256),
    impersonated: null,
    impersonatedGroups: [],
    groups: [],
    sourceIPs: [ip],
    userAgent: '',
    verb: 'appear',
    resource: null,
    subresource: null,
    namespace: null,
    requestURI: null,
    code: null,
  };
  return newRow(key, 'presence', day as Day | null, call, false);
}

export const copyOf = (row: Row): Row => ({ ...row, evidence: [...row.evidence] });

/** Keys, names, times and counts of a row, and its headers in a transaction. */
const rowChars = 1_000;

/** A row as it is written. Whoever is logged chooses its texts: it is weighed, not guessed. */
export const charsOf = ({ call, evidence, said, applied }: Row): number =>
  rowChars + [call, evidence, said, applied].reduce<number>((sum, part) => sum + asciiJson(part).length, 0);

/** What an event adds to its row, from above. */
export const charsAdded = (row: Row, evidence: Evidence, { said, applied }: CallEvent): number =>
  (row.evidence.length < evidencePerRow ? asciiJson(evidence).length + 1 : 0) +
  (saidTogether(row.said, said) === row.said ? 0 : asciiJson(said).length) +
  appliedChars(row.applied, appliedTogether(row.applied, applied));

const appliedChars = (before: Row['applied'], after: Row['applied']): number =>
  after === before ? 0 : asciiJson(after).length;

/** Adds an event. @returns false where the row remembers its identity, and counts it no more */
export function addEvent(row: Row, event: CallEvent, evidence: Evidence): boolean {
  const identity = identityOf(evidence);
  if (identity !== null && row.evidence.some((seen) => identityOf(seen) === identity)) return false;
  row.events++;
  if (event.isRequest) row.requests++;
  if (event.time !== null) {
    if (row.firstSeen === null || event.time < row.firstSeen) row.firstSeen = event.time;
    if (row.lastSeen === null || event.time > row.lastSeen) row.lastSeen = event.time;
  }
  row.said = row.events > 1 ? saidTogether(row.said, event.said) : event.said;
  row.applied = appliedTogether(row.applied, event.applied);
  if (row.evidence.length < evidencePerRow) row.evidence.push(evidence);
  return true;
}
