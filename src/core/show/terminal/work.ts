/** How findings are worked, for a terminal. Pure strings, safe to print: notes and names cannot steer it. */
import type { ShownWork, WorkEntry, WorkedFinding } from '../../find/work/work.ts';
import { several, shortened, whole } from '../phrase.ts';
import { cut } from '../visible.ts';
import { type TableStyle, tableText, wrap } from './table.ts';

/** `new`; `acknowledged, of bob@example.com`; `closed: expected, of bob@example.com`. */
export const standPhrase = ({
  status,
  verdict,
  owner,
}: Pick<ShownWork, 'status' | 'verdict' | 'owner'>): string =>
  `${status}${verdict === null ? '' : `: ${verdict}`}${owner === null ? '' : `, of ${owner}`}`;

/** `7 findings: 5 open (3 new, 2 acknowledged), 2 closed`; nothing where nobody can work them. */
export function openPhrase(findings: readonly WorkedFinding[]): string {
  const works = findings.flatMap(({ work }) => work ?? []);
  if (works.length === 0) return '';
  const of = (status: ShownWork['status']) => works.filter((work) => work.status === status).length;
  const [fresh, taken, closed] = [of('new'), of('acknowledged'), of('closed')];
  const open = `${whole(fresh + taken)} open${taken === 0 ? '' : ` (${whole(fresh)} new, ${whole(taken)} acknowledged)`}`;
  return `${several(works.length, 'finding')}: ${open}, ${whole(closed)} closed`;
}

/** What was decided of earlier findings of the story: `2026-10-28 closed: attack, of bob@example.com`. */
export const earlierPhrases = ({ story = [] }: ShownWork): string[] =>
  story.map((earlier) => `${earlier.day} ${standPhrase(earlier)}`);

/** `2026-10-02 08:00 UTC`; a text that is no time stays as it is. */
export const minutePhrase = (at: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 16).replace('T', ' ')} UTC` : at;

/** What an entry changed, in words; its note stands by itself. */
export const changePhrase = ({ status, verdict, owner }: WorkEntry): string =>
  [
    ...(status === undefined ? [] : [`${status}${verdict === undefined ? '' : `: ${verdict}`}`]),
    ...(owner === undefined ? [] : [owner === null ? 'nobody’s' : `of ${owner}`]),
  ].join(', ');

const noteLines = 60;

/** How one finding stands, what was decided of its story, and all that was ever changed. */
export function workText(work: ShownWork, { width }: TableStyle): string {
  const room = Math.max(40, Math.floor(width));
  const lines = [
    standPhrase(work),
    ...earlierPhrases(work).map((earlier) => `earlier in its story: ${earlier}`),
    ...(work.history ?? []).flatMap((entry) => {
      const change = changePhrase(entry);
      const note = wrap(entry.note ?? '', room - 2, noteLines).map((line) => `  ${line}`);
      return [`${minutePhrase(entry.at)}  ${entry.by}${change === '' ? '' : `: ${change}`}`, ...note];
    }),
  ];
  return `${lines.map((line) => cut(wrap(line, room, 1)[0] ?? '', room)).join('\n')}\n`;
}

/** One row a finding, in the order given; under it its whole id, by which it is worked. */
export function worksTable(findings: readonly WorkedFinding[], style: TableStyle): string {
  if (findings.length === 0) return 'no findings\n';
  const columns = [
    { title: 'status', least: 12 },
    { title: 'risk', align: 'right', least: 4 },
    { title: 'finding', least: 30, wraps: true },
    { title: 'owner', least: 10 },
    { title: 'notes', align: 'right', least: 5, spare: true },
  ] as const;
  const rows = findings.map(({ id, title, risk, work }) => ({
    cells: [
      work === undefined ? '' : standPhrase({ ...work, owner: null }),
      whole(risk.score),
      title,
      work?.owner ?? '',
      whole(work?.notes ?? 0),
    ],
    lead: id,
    ...(work?.lastNote == null
      ? {}
      : { below: `${work.lastNote.by}: ${shortened(work.lastNote.text, 400)}` }),
  }));
  return `${openPhrase(findings)}\n\n${tableText(columns, rows, style)}`;
}
