/**
 * What the ledger counts: one row per distinct call and event day of a log blob.
 * Refuses to know where rows are kept.
 */
import { hash } from 'node:crypto';
import type { Applied, Call, Client, Presence, Said, Text } from '../read/call.ts';
import type { Day } from './day.ts';

/** How many events of a row are remembered (DESIGN 3.6). */
export const evidencePerRow = 16;

/** A counted event: where it lies, and what makes it itself. */
export interface Evidence {
  readonly auditID: Text;
  /** `requestReceivedTimestamp` as logged */
  readonly received: Text;
  readonly time: string | null;
  readonly stage: Text;
  readonly isRequest: boolean;
  /** Byte offset of its line in the blob or file. */
  readonly offset: number;
}

/** What a row counts. A presence has no events: an identity, a public address, a day, and nothing else. */
export type RowKind = Client | 'presence';

export interface Row {
  readonly key: string;
  readonly client: RowKind;
  /** UTC day of the event, `null` when no time is known. */
  readonly day: Day | null;
  readonly call: Call;
  /** Every event, as Splunk counts. */
  events: number;
  /** Those that count as requests by the stage rule. */
  requests: number;
  firstSeen: string | null;
  lastSeen: string | null;
  readonly evidence: Evidence[];
  said: Said;
  applied: Applied | null;
  /** The URI is a pattern: the blob was over its cardinality budget. */
  readonly folded: boolean;
}

/** A row folded over the blobs of one cluster; each evidence says which blob or file it lies in. */
export interface DayRow extends Omit<Row, 'evidence'> {
  readonly evidence: readonly (Evidence & { readonly source: string })[];
}

/** The one written form of a call and day: SHA-256 over its JSON, base64url, so that no text can collide with another. */
export function rowKey(call: Call, day: Day | null): string {
  const fields = [
    day,
    call.user,
    call.impersonated,
    call.impersonatedGroups,
    call.groups,
    call.sourceIPs,
    call.userAgent,
    call.verb,
    call.resource,
    call.subresource,
    call.namespace,
    call.requestURI,
    call.code,
  ];
  return hashed(fields);
}

/**
 * Calls of other clients are one row where their pattern is one: nobody ranks their raw tuples, and rows grow by what
 * people do, not by URIs (DESIGN 5).
 */
export const patternRowKey = (pattern: string, day: Day | null): string => hashed(['other', day, pattern]);

export const presenceKey = ({ user, ip, day }: Presence): string => hashed(['presence', day, user, ip]);

const hashed = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url');

/**
 * The identity of an event within its row (cluster, verb and URI are the row's already).
 * An event without `auditID` has none: it is never a duplicate.
 */
export const identityOf = (event: { auditID: Text; received: Text; stage: Text }): string | null =>
  event.auditID === null ? null : JSON.stringify([event.auditID, event.received, event.stage]);
