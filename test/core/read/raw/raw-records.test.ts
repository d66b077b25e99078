/** Records with the bytes they were read of, however the bytes come. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentReader } from '../../../../src/core/read/file-reader.ts';
import { logReader } from '../../../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../../../src/core/read/options.ts';
import { jsonLine, rawRecords } from '../../../../src/core/read/raw/raw-records.ts';
import { aLine, machinery } from '../../../build.ts';

const options = { ...defaultReadOptions, clients: 'all', plain: true } as const;

/** All records of a file in pieces of a size: where they lie, and as lines. */
function recordsOf(text: string | Uint8Array, size = 1_000_000) {
  const raw = rawRecords(documentReader(options));
  const bytes = Buffer.from(text);
  const found: { id: string | null; offset: number; line: string; isAsLogged: boolean }[] = [];
  const take = (records: ReturnType<typeof raw.push>) => {
    for (const record of records) {
      const { line, isAsLogged } = jsonLine(record);
      found.push({ id: record.event.auditID, offset: record.offset, line: line.toString(), isAsLogged });
    }
  };
  // A window that is read into again and again: what is kept of it must be a copy.
  const window = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(window, 0, at);
    take(raw.push(window.subarray(0, length)));
    window.fill(0x58);
  }
  take(raw.finish());
  return found;
}

const lines = [
  aLine({ auditID: 'a' }),
  aLine({ ...machinery, auditID: 'b' }),
  'no json',
  '',
  aLine({ auditID: 'c', requestURI: '/\u202e\u009b31m\u00e4\u{1f600}' }),
];

describe('lines', () => {
  test('each record has its own whole line, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), fc.constantFrom('\n', '\r\n'), (size, end) => {
        const found = recordsOf(lines.map((line) => line + end).join(''), size);
        expect(found.map(({ id, line }) => [id, line])).toEqual([
          ['a', lines[0] + end],
          ['b', lines[1] + end],
          ['c', lines[4] + end],
        ]);
        expect(found.every(({ isAsLogged }) => isAsLogged)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a byte order mark is no part of the first line', () => {
    expect(recordsOf(`\ufeff${lines[0]}\n`)[0]?.line).toBe(`${lines[0]}\n`);
  });

  test('a last line that is whole gets its newline; one that is still being written is none', () => {
    expect(recordsOf(lines[0] ?? '').map(({ line }) => line)).toEqual([`${lines[0]}\n`]);
    for (const cut of [10, 300, 500, (lines[0]?.length ?? 0) - 1])
      expect(recordsOf(`${lines[1]}\n${lines[0]?.slice(0, cut)}`).map(({ id }) => id)).toEqual(['b']);
  });

  test('a line that is longer than is read leaves the next where it is', () => {
    const huge = aLine({ auditID: 'huge', requestObject: 'x'.repeat(9 * 1024 * 1024) });
    const found = recordsOf(`${lines[0]}\n${huge}\n${lines[1]}\n`, 700_001);
    expect(found.map(({ id, line }) => [id, line])).toEqual([
      ['a', `${lines[0]}\n`],
      ['b', `${lines[1]}\n`],
    ]);
  });

  test('a record whose event was cut is printed as it stands', () => {
    const record = JSON.parse(aLine({ auditID: 'cut' })) as { properties: { log: string } };
    record.properties.log = record.properties.log.slice(0, 500);
    const line = JSON.stringify(record);
    expect(recordsOf(`${line}\n`).map(({ line }) => line)).toEqual([`${line}\n`]);
  });

  test('offsets are those of the log, wherever in it the reading began', () => {
    const reader = logReader(options, 100);
    const raw = rawRecords(reader, 100);
    const text = `${lines[0]}\n${lines[1]}\n`;
    const found = [...raw.push(Buffer.from(text))].map(({ offset, bytes }) => [offset, String(bytes)]);
    expect(found.map(([offset]) => offset)).toEqual([100, 100 + Buffer.byteLength(`${lines[0]}\n`)]);
  });
});

describe('other files', () => {
  test('a record of a document over several lines is one line, and says the same', () => {
    const pretty = JSON.stringify(JSON.parse(lines[0] ?? ''), null, 2);
    for (const text of [pretty, `${pretty}\n`, `{"records":[${pretty},\r\n${lines[1]}]}`]) {
      const [first] = recordsOf(text, 333);
      expect(first?.line.split('\n')).toHaveLength(2);
      expect(JSON.parse(first?.line ?? '')).toEqual(JSON.parse(lines[0] ?? ''));
    }
  });

  test('of the row of a table it is the event', () => {
    const log = (JSON.parse(lines[0] ?? '') as { properties: { log: string } }).properties.log.trim();
    const table = `TimeGenerated,Category,log_s\n"2026-10-01T08:15:00Z",kube-audit,"${log.replaceAll('"', '""')}"\n`;
    const [row] = recordsOf(table);
    expect(row?.isAsLogged).toBe(false);
    expect(JSON.parse(row?.line ?? '')).toEqual(JSON.parse(log));
  });
});
