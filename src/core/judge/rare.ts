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

interface Counted {
  readonly fields: readonly string[];
  readonly count: number;
}

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
  for (const [tuple, count] of counts) rarest.add({ fields: JSON.parse(tuple) as string[], count });
  return {
    combinations,
    tuples: counts.size,
    rows: rarest.inOrder().map(({ fields, count }) => rareRow(fields, count, combinations)),
  };
}

/** The combinations of a row, each written as JSON so that no text can collide with another. */
function tuplesOf({ call }: DayRow, missing: RareOptions['missing']): string[] {
  const one = (text: Text): readonly string[] => (text === null ? [] : [text]);
  const lists = [
    call.sourceIPs,
    one(call.verb),
    one(call.userAgent),
    call.groups,
    one(call.resource),
    one(call.namespace),
    one(call.requestURI),
  ];
  const held = (texts: readonly string[]): readonly string[] =>
    texts.length === 0 && missing === 'placeholder' ? [missingPlaceholder] : texts;
  // An empty list leaves no combination: that is how an event that lacks a field is dropped.
  return lists
    .reduce<string[][]>(
      (tuples, list) => tuples.flatMap((tuple) => held(list).map((text) => [...tuple, text])),
      [[]],
    )
    .map((tuple) => JSON.stringify(tuple));
}

function compareCounted(a: Counted, b: Counted): number {
  if (a.count !== b.count) return a.count - b.count;
  for (const at of rareFields.keys()) {
    const order = compareUtf8(b.fields[at] ?? '', a.fields[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

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
