/** A pattern as it is kept of a day, and how it is cut to fit its entity. Knows lengths; refuses to know meanings. */
import { asciiJson } from '../count/bounded.ts';
import type { evidencePerRow, RowKind } from '../count/row.ts';
import type { Applied, Call, Said, Text } from '../read/call.ts';
import { cut } from './cut.ts';
import type { Pattern } from './pattern.ts';

export interface CallEvidence {
  readonly auditID: Text;
  readonly time: string | null;
  /** Blob name or file path. */
  readonly source: string;
  /** Byte offset of the line in it. */
  readonly offset: number;
}

/** A pattern of a day. ASCII JSON of at most 24,000 characters; what is only for show is cut to fit. */
export interface PatternRow extends Pattern {
  /** Hash of the pattern: the same on every day. */
  readonly key: string;
  readonly client: RowKind;
  readonly requests: number;
  readonly events: number;
  /** Events whose row was folded for want of room: they may have differed in more than is known. */
  readonly folded: number;
  /** Ascending. */
  readonly codes: readonly number[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** The first call of it, raw: what is shown of it is masked when it is ranked. */
  readonly example: Call;
  /** The first {@link evidencePerRow}. */
  readonly evidence: readonly CallEvidence[];
  /** Of a generated namespace, which ones they were: the first {@link maxMembers} by name. Else none. */
  readonly members: readonly string[];
  readonly said: Said;
  readonly applied: Applied | null;
  /** The source IPs disagreed in one of its calls. */
  readonly spoofable: boolean;
}

/** Namespaces of one pattern that are told apart. */
export const maxMembers = 50;

/** Characters of ASCII JSON that a stored row may take: so it is weighed as it is written, in any script. */
export const maxRowChars = 24_000;

/** The row with the texts that are only for show cut as far as needed, and less evidence where that is not enough. */
export function fitted(row: PatternRow): PatternRow {
  let length = 2000;
  let smaller = cutShow(row, length);
  while (asciiJson(smaller).length > maxRowChars && length > 16) {
    length /= 2;
    smaller = cutShow(row, length);
  }
  return smaller;
}

function cutShow(row: PatternRow, length: number): PatternRow {
  const one = <T extends Text>(text: T): T | string => cut(text, length);
  const some = (texts: readonly string[]): string[] =>
    texts.slice(0, Math.ceil(length / 16)).map((text) => cut(text, length));
  const { example, said, applied } = row;
  return {
    ...row,
    codes: row.codes.slice(0, 64),
    members: some(row.members),
    example: {
      ...example,
      user: one(example.user),
      impersonated: one(example.impersonated),
      impersonatedGroups: some(example.impersonatedGroups),
      groups: some(example.groups),
      sourceIPs: some(example.sourceIPs),
      userAgent: one(example.userAgent),
      verb: one(example.verb),
      resource: one(example.resource),
      subresource: one(example.subresource),
      namespace: one(example.namespace),
      requestURI: one(example.requestURI),
    },
    evidence: row.evidence.slice(0, Math.max(1, Math.floor(length / 64))),
    said: { ...said, names: some(said.names), grants: some(said.grants) },
    applied:
      applied === null
        ? null
        : {
            ...applied,
            kind: one(applied.kind),
            name: one(applied.name),
            images: some(applied.images),
            dangerous: some(applied.dangerous),
            serviceAccount: one(applied.serviceAccount),
            rules: some(applied.rules),
            role: one(applied.role),
            subjects: some(applied.subjects),
            exposes: some(applied.exposes),
            webhooks: some(applied.webhooks),
            signer: one(applied.signer),
            usages: some(applied.usages),
            audiences: some(applied.audiences),
          },
  };
}
