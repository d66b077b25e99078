/** The answer of a search as a table for a terminal, and as CSV. Refuses to know how it was found. */
import type { SearchAnswer } from '../../find/searches/answer.ts';
import type { Cell, SearchRow } from '../../find/searches/search.ts';
import { csvOf } from '../csv.ts';
import { several, whole } from '../phrase.ts';
import { type Column, type TableStyle, tableText, wrap } from './table.ts';

/** Cells of a column where there are few; those not named take their title. */
const least: Readonly<Record<string, number>> = {
  ...{ lastSeen: 19, firstSeen: 19, successAt: 19, clientIp: 15, 'sourceIPs{}': 15 },
  ...{ user: 20, 'user.username': 20, as: 12, successBy: 12, cluster: 12, grant: 24, verb: 6 },
  ...{ 'annotations.authorization.k8s.io/reason': 24, 'properties.pod': 12, codes: 7 },
  ...{ requestURI: 24, requestURIs: 24, userAgent: 16, userAgents: 16, groups: 12, name: 12, resource: 12 },
};
/** Left out where a terminal is narrow. */
const spare: ReadonlySet<string> = new Set([
  ...['clientIp', 'percent', 'grant', 'name', 'userAgent', 'userAgents', 'requestURI', 'requestURIs'],
  ...['firstSeen', 'groups', 'user.groups{}'],
]);

/** Under it what must be known of it: notes, and each difference from Splunk's search. */
export function searchTable(answer: SearchAnswer, style: TableStyle): string {
  const { rows, total, notes, differences, splunk, reading } = answer;
  const columns = answer.columns.filter((column) => isShown(column, rows));
  const paragraph = (text: string): string => wrap(text, style.width - 2, 6).join('\n  ');
  return [
    rows.length === 0 ? 'no rows\n' : tableText(columns.map(columnOf), rows.map(cellsIn(columns)), style),
    rows.length < total ? `${whole(rows.length)} of ${several(total, 'row')}; --limit 0 shows all` : '',
    ...notes.map((note) => `note: ${paragraph(note)}`),
    reading === 'strict'
      ? `as Splunk’s “${splunk.name}” (${splunk.id}), but:`
      : `unlike Splunk’s “${splunk.name}” (${splunk.id}):`,
    ...differences.map((difference) => `- ${paragraph(difference)}`),
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n');
}

/** What says nothing here: the only cluster, an impersonation that nobody did. */
function isShown(column: string, rows: readonly SearchRow[]): boolean {
  const values = new Set(rows.map((row) => row[column] ?? null));
  if (column === 'cluster') return values.size > 1;
  return column !== 'as' || rows.length === 0 || values.size > 1 || !values.has(null);
}

const numbers = /^(count|percent|objects|uris|agents|resourcesRefused|code)$/;

const columnOf = (title: string): Column => ({
  title,
  least: least[title] ?? title.length,
  ...(numbers.test(title) ? { align: 'right' as const } : {}),
  ...(spare.has(title) ? { spare: true } : {}),
});

const cellsIn = (columns: readonly string[]) => (row: SearchRow) => ({
  cells: columns.map((column) => cellText(column, row[column] ?? null)),
});

function cellText(column: string, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return column === 'percent' ? cell.toFixed(6) : String(cell);
  if (typeof cell !== 'string') return cell.join(', ');
  return /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d+Z$/.test(cell) ? cell.slice(0, 19).replace('T', ' ') : cell;
}

/** Every column, whatever is in it. What must be known beside the rows is not in it. */
export const searchCsv = ({ columns, rows }: SearchAnswer): string =>
  csvOf(
    columns,
    rows.map((row) =>
      columns.map((column) => {
        const cell = row[column] ?? null;
        return cell !== null && typeof cell === 'object' ? cell.join(' | ') : cell;
      }),
    ),
  );
