/** Tables with a torn row: it costs itself, and those behind it are read. Tables that are whole: formats.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { csvReader } from '../../../src/core/read/styles/csv.ts';
import { recordsOf } from '../../../src/core/read/styles/records-of.ts';
import { inChunks, readAll } from './reading.ts';
import { bytes, withFields } from './records.ts';

const head = 'TimeGenerated,log_s,Category\n';
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const log = (n: number, indent = 0) =>
  JSON.stringify({ kind: 'Event', n: `${n}`, list: [1, []] }, null, indent);
const line = (n: number, indent = 0) => `2026-10-01T08:00:0${n}Z,${cell(log(n, indent))},kube-audit\n`;
const [first, second, third, fourth] = [line(1), line(2), line(3), line(4)];
/** Within quotes. */
const torn = second.slice(0, 39);
const inTorn = '{"kind":"Event';

/** The rows, however the bytes come: each as its log and its place. */
function rowsOf(text: string, longest = 1_000_000) {
  const data = bytes(text);
  const [whole = [], ...cut] = [data.length, 1, 7].map((size) => {
    const reader = csvReader(longest);
    return [...inChunks(data, size)].flatMap((chunk) => reader.push(chunk)).concat(reader.finish());
  });
  for (const one of cut) expect(one).toEqual(whole);
  return whole;
}
const logsOf = (text: string, longest?: number) =>
  rowsOf(text, longest).map(({ row }) => (row === null ? null : row.log_s));

describe('a row that is torn ends where the next one begins', () => {
  it.each([
    ['in the middle', `${head}${first}${torn}\n${third}${fourth}`, [log(1), inTorn, log(3), log(4)]],
    ['as the first of all', `${head}${torn}\n${third}${fourth}`, [inTorn, log(3), log(4)]],
    [
      'ahead of the last, which has no end',
      `${head}${first}${torn}\n${third.trim()}`,
      [log(1), inTorn, log(3)],
    ],
    ['ahead of one that is cut, too', `${head}${torn}\n${third}${torn}`, [inTorn, log(3), inTorn]],
    [
      'with another torn one behind it',
      `${head}${torn}\n${torn}\n${third}${fourth}`,
      [inTorn, inTorn, log(3), log(4)],
    ],
    [
      'with CRLF',
      `${head}${first}${torn}\n${third}${fourth}`.replaceAll('\n', '\r\n'),
      [log(1), inTorn, log(3), log(4)],
    ],
    [
      'by a quote in a bare cell',
      `${head}${first}2026-10-01T08:00:02Z,5",kube-audit\n${third}${fourth}`,
      [log(1), '5"', log(3), log(4)],
    ],
    [
      'ahead of one with line ends in its cell',
      `${head}${first}${torn}\n${line(3, 1)}${fourth}`,
      [log(1), inTorn, log(3, 1), log(4)],
    ],
    [
      'and glued to one, which goes with it',
      `${head}${first}${torn}${third}${fourth}`,
      [log(1), expect.stringContaining(inTorn), log(4)],
    ],
  ])('%s', (_, text, logs) => {
    expect(logsOf(text)).toEqual(logs);
  });

  it('though it is longer than what is held', () => {
    const text = `${head}${first}${torn}${'x'.repeat(900)}\n${third}${fourth}`;
    expect(logsOf(text, 300)).toEqual([log(1), null, log(3), log(4)]);
    expect(logsOf(`${head}${torn}${'x'.repeat(900)}\n${third.trim()}`, 300)).toEqual([null, log(3)]);
  });

  it('by its place: each row lies where it says', () => {
    const text = `${head}${first}${torn}\n${third}${torn}${'x'.repeat(900)}\n${fourth.trim()}`;
    const places = rowsOf(text, 300).map(({ from, to }) => text.slice(from, to));
    expect(places.map((place) => place.slice(0, 38))).toEqual(
      [first, torn, third, torn, fourth].map((one) => one.slice(0, 38)),
    );
    expect(places.join('\n')).toBe(text.slice(head.length));
  });

  it('and gives what can be read of it, to hunt and to replay', () => {
    const rows = [1, 2, 3].map(
      (n) => `2026-10-01T08:00:0${n}Z,kube-audit,${cell(JSON.stringify(withFields({})))}\n`,
    );
    const text = `TimeGenerated,Category,log_s\n${rows[0]}${rows[1]?.slice(0, 90)}\n${rows[2]}`.replaceAll(
      '\n',
      '\r\n',
    );
    const { events, reader } = readAll(documentReader(defaultReadOptions), [bytes(text)]);
    expect([events.length, reader.lines, reader.skipped.cut]).toEqual([2, 3, 1]);
    expect([...recordsOf(bytes(text))]).toHaveLength(3);
  });
});

describe('a row that is whole', () => {
  it('keeps lines that look almost like rows: other cells, another beginning', () => {
    const lists = cell('{"a":[\n2,\n]\n}\nx,y');
    expect(logsOf(`TimeGenerated,log_s\n2026-10-01,${lists}\n2026-10-02,b\n`)).toEqual([
      '{"a":[\n2,\n]\n}\nx,y',
      'b',
    ]);
    expect(logsOf(`${head}2026-10-01,"{\na,b\n2026-10-01,b\n",c\n${third}`)).toEqual([
      '{\na,b\n2026-10-01,b\n',
      log(3),
    ]);
  });
});

it('wherever a row is torn, all rows are read but that one, and the one that it is glued to', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      fc.nat(200),
      fc.constantFrom('\n', ''),
      fc.constantFrom(0, 1),
      (which, length, glue, indent) => {
        const lines = [0, 1, 2, 3, 4, 5, 6].map((n) => line(n, indent));
        const hit = lines[which] ?? '';
        lines[which] = `${hit.slice(0, length % (hit.length - 1))}${glue}`;
        const gone = glue === '' ? [which, which + 1] : [which];
        const read = new Set(logsOf(head + lines.join('')));
        for (const n of lines.keys()) if (!gone.includes(n)) expect(read).toContain(log(n, indent));
      },
    ),
  );
});
