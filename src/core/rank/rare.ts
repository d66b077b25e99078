/**
 * Splunk's `rare` over the seven raw fields of the original detection.
 * Knows tuples and counts; refuses to know patterns, history and risk.
 *
 * Source: Splunk Search Reference, `rare`; detection 4b6d1ba8-0000-4cec-87e6-6cbbd71651b5.
 * What Splunk leaves open (missing fields, multivalue fields, ties) is settled in DESIGN 6.
 */
import type { DayRow } from '../count/row.ts';
import type { Text } from '../read/call.ts';
import { compareUtf8, firstOf } from './order.ts';

/** The most rows `rare` gives: Splunk's `maxresultrows`. */
export const maxRareRows = 50_000;

/** What stands for a missing field with `missing: 'placeholder'`. */
export const missingPlaceholder = '(none)';

/** The seven fields in the original's order; ties are settled from left to right. */
export const rareFields = [
  'sourceIPs{}',
  'verb',
  'userAgent',
  'user.groups{}',
  'objectRef.resource',
  'objectRef.namespace',
  'requestURI',
] as const;

export type RareRow = Readonly<Record<(typeof rareFields)[number], string>> & {
  readonly count: number;
  /** Share of all counted combinations, 0-100, six decimals. */
  readonly percent: number;
};

export interface RareOptions {
  /** `drop` leaves out an event that lacks a field, as Splunk does. */
  readonly missing: 'drop' | 'placeholder';
  /** `events` counts every stage of a request, as Splunk does. */
  readonly count: 'events' | 'requests';
  /** Rows wanted; 0 = all. Never more than {@link maxRareRows}. */
  readonly limit: number;
}

export interface RareRanking {
  /** Sum of all counts: the base of `percent`. */
  readonly combinations: number;
  /** Distinct combinations, whatever the limit. */
  readonly tuples: number;
  readonly rows: RareRow[];
}

type Counted = readonly [tuple: string, count: number];

/**
 * Ranks the rarest tuples first. An event counts once for each pair of a source IP and a group
 * (repeated members kept); equal counts stand in descending UTF-8 order of the fields.
 */
export function rankRare(rows: Iterable<DayRow>, options: RareOptions): RareRanking {
  const counts = new Map<string, number>();
  let combinations = 0;
  for (const row of rows) {
    const weight = options.count === 'events' ? row.events : row.requests;
    if (weight === 0) continue;
    for (const tuple of tuplesOf(row, options.missing)) {
      counts.set(tuple, (counts.get(tuple) ?? 0) + weight);
      combinations += weight;
    }
  }
  const limit = options.limit === 0 ? maxRareRows : Math.min(options.limit, maxRareRows);
  const rarest = firstOf<Counted>(limit, compareCounted);
  for (const counted of counts) rarest.add(counted);
  return {
    combinations,
    tuples: counts.size,
    rows: rarest
      .inOrder()
      .map(([tuple, count]) => rareRow(tuple.split('\0').map(unescaped), count, combinations)),
  };
}

/** The combinations of a row, each as one text: see {@link escaped}. None when a field is missing. */
function tuplesOf({ call }: DayRow, missing: RareOptions['missing']): string[] {
  const held = (texts: readonly string[]): readonly string[] =>
    texts.length === 0 && missing === 'placeholder' ? [missingPlaceholder] : texts.map(escaped);
  const one = (text: Text): string | undefined => held(text === null ? [] : [text])[0];
  const [verb, agent] = [one(call.verb), one(call.userAgent)];
  const [resource, namespace, uri] = [one(call.resource), one(call.namespace), one(call.requestURI)];
  if ([verb, agent, resource, namespace, uri].includes(undefined)) return [];
  const groups = held(call.groups);
  return held(call.sourceIPs).flatMap((ip) =>
    groups.map((group) => [ip, verb, agent, group, resource, namespace, uri].join('\0')),
  );
}

// A tuple is its fields joined by U+0000, below any text: so tuples compare as their fields do from
// left to right. U+0000 and U+0001 inside a field give way to pairs that keep the order.
const escaped = (text: string): string => text.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');
const unescaped = (text: string): string => text.replaceAll('\x01\x01', '\0').replaceAll('\x01\x02', '\x01');

const compareCounted = ([tupleA, countA]: Counted, [tupleB, countB]: Counted): number =>
  countA - countB || compareUtf8(tupleB, tupleA);

function rareRow(fields: readonly string[], count: number, combinations: number): RareRow {
  const [ip = '', verb = '', agent = '', group = '', resource = '', namespace = '', uri = ''] = fields;
  return {
    'sourceIPs{}': ip,
    verb,
    userAgent: agent,
    'user.groups{}': group,
    'objectRef.resource': resource,
    'objectRef.namespace': namespace,
    requestURI: uri,
    count,
    percent: Number(((100 * count) / combinations).toFixed(6)),
  };
}
