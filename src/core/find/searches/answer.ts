/** The answer of a search: its rows, and all that must be known to read them. The same from files and from the ledger. */
import { type Accounts, skipsSeen } from '../../count/cursor.ts';
import { maskCell } from '../../rank/mask/mask.ts';
import type { SkipCounts } from '../../read/call.ts';
import type { SearchName } from './names.ts';
import { type Cell, maxRows, type Search, type SearchRow, type Tally } from './search.ts';

export type ReadingName = 'sound' | 'strict';

/** The JSON of `hunt --search`. */
export interface SearchAnswer {
  readonly search: SearchName;
  readonly reading: ReadingName;
  readonly splunk: Search['splunk'];
  /** `null`: all that there is. */
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly lines: number;
  readonly events: number;
  readonly skipped: Readonly<Partial<SkipCounts>>;
  /** Rows there are, whatever the limit. */
  readonly total: number;
  readonly columns: readonly string[];
  readonly rows: readonly SearchRow[];
  readonly notes: readonly string[];
  /** From what Splunk's search gives. */
  readonly differences: readonly string[];
  readonly next?: string;
}

export interface AnswerOptions {
  readonly reading: ReadingName;
  readonly days: SearchAnswer['days'];
  /** Rows wanted; 0 = all. Never more than {@link maxRows}. */
  readonly limit: number;
  /** Rows passed over. */
  readonly offset?: number;
  /** As it was logged; else what may be a secret is masked. */
  readonly reveal: boolean;
  readonly notes?: readonly string[];
}

export function searchAnswer(
  search: Search,
  tally: Pick<Tally<never>, 'found'>,
  seen: Pick<Accounts, 'lines' | 'events' | 'skipped'>,
  { reading, days, limit, offset = 0, reveal, notes = [] }: AnswerOptions,
): SearchAnswer {
  const end = limit === 0 ? maxRows : Math.min(maxRows, offset + limit);
  const found = tally.found(end);
  const rows = found.rows.slice(offset);
  return {
    search: search.name,
    reading,
    splunk: search.splunk,
    days,
    lines: seen.lines,
    events: seen.events,
    skipped: skipsSeen(seen.skipped),
    total: found.total,
    columns: found.columns,
    rows: reveal ? rows : rows.map(masked),
    notes: [...notes, ...found.notes],
    differences: differencesOf(search, reading),
  };
}

const masked = (row: SearchRow): SearchRow =>
  Object.fromEntries(
    Object.entries(row).map(([column, cell]): [string, Cell] => [column, maskCell(column, cell)]),
  );

/** Where even the strict reading is not quite a Splunk. */
const ofStrict = [
  'Splunk finds fields in the first 5,000 characters of properties.log, so that decision and reason of long events are lost there. Here the whole log is read: more is seen.',
  'Where Splunk’s documents are silent: a field that is an empty text is missing; lists are compared whole, in their order; of two events of one moment the one that is read later is the newer; behind rare the column count is that of rare.',
];

const ofSound = [
  'Splunk counts every logged stage of a request. Here a request counts once.',
  'An address is the one of the client (by --client-ip, or its setting) and not each of sourceIPs.',
];

export const differencesOf = (search: Search, reading: ReadingName): readonly string[] =>
  reading === 'strict' ? ofStrict : [...search.differences, ...ofSound];
