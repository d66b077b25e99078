import { describe, expect, it } from 'vitest';
import { logReader } from '../../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { maxLineBytes } from '../../../src/core/read/sift/survey.ts';
import { inChunks, readAll, stateOf, total } from './reading.ts';
import { bytes, line2024, lineOf } from './records.ts';

const kubectl = lineOf();
const other = lineOf({ userAgent: 'curl/8' });
const admin = line2024('{"userAgent":"kubectl"}', 'kube-audit-admin');
const reader = (offset = 0) => logReader(defaultReadOptions, offset);

describe('lines', () => {
  it('are counted as events or by the reason of their skip', () => {
    const text = `${kubectl}\n${other}\n${admin}\nnonsense\n${kubectl}\n`;
    const read = readAll(reader(), [bytes(text)]);
    expect(read.events.map(({ offset, end }) => [offset, end])).toEqual([
      [0, kubectl.length + 1],
      [text.length - kubectl.length - 1, text.length],
    ]);
    expect(read.reader).toMatchObject({
      lines: 5,
      end: text.length,
      pending: 0,
      salvaged: 0,
      skipped: {
        'not-kubectl': 1,
        'other-category': 1,
        'not-json': 1,
        cut: 0,
        loopback: 0,
        'not-an-event': 0,
        'too-long': 0,
      },
    });
  });

  it('may end in LF or CRLF, and blank ones are not counted', () => {
    const text = `${kubectl}\r\n\r\n \t \n${kubectl}\n\n`;
    const read = readAll(reader(), [bytes(text)]);
    expect(read.reader).toMatchObject({ lines: 2, end: text.length });
    expect(read.events).toHaveLength(2);
  });

  it('give the same in chunks of any size', () => {
    const text = `\ufeff${kubectl}\r\n${other}\n\n${lineOf({ verb: 'é€😀' })}\n{"torn":`;
    const once = readAll(reader(), [bytes(text)]);
    expect(once.events).toHaveLength(2);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const read = readAll(reader(), inChunks(bytes(text), size));
      expect(read).toEqual(once);
    }
  });

  it('may stand behind a byte order mark at the beginning of the blob, and there only', () => {
    expect(readAll(reader(), [bytes(`\ufeff${kubectl}\n\ufeff${kubectl}\n`)]).reader).toMatchObject({
      lines: 2,
      skipped: { 'not-json': 1 },
    });
    expect(readAll(reader(10), [bytes(`\ufeff${kubectl}\n`)]).reader).toMatchObject({
      skipped: { 'not-json': 1 },
    });
    expect(readAll(reader(), [bytes('\ufeff\r\n')]).reader).toMatchObject({ lines: 0, end: 5 });
  });

  it('have their offsets counted from where reading began', () => {
    const read = readAll(reader(1000), [bytes(`${kubectl}\n`)]);
    expect(read.events).toMatchObject([{ offset: 1000, end: 1000 + kubectl.length + 1 }]);
    expect(read.reader.end).toBe(1000 + kubectl.length + 1);
  });

  it('are kept from a chunk that is used again', () => {
    const data = bytes(`${kubectl}\n`);
    const chunk = new Uint8Array(100);
    const used = reader();
    const events = [];
    for (let from = 0; from < data.length; from += 100) {
      const part = data.subarray(from, from + 100);
      chunk.set(part);
      events.push(...used.push(chunk.subarray(0, part.length)));
      chunk.fill(0);
    }
    expect(events).toHaveLength(1);
  });
});

describe('the last line', () => {
  it('without its newline is held, and read only when told that nothing follows', () => {
    const used = reader();
    expect([...used.push(bytes(`${other}\n${kubectl}`))]).toEqual([]);
    expect(stateOf(used)).toMatchObject({ lines: 1, end: other.length + 1, pending: kubectl.length });
    expect([...used.finish()]).toMatchObject([
      { offset: other.length + 1, end: other.length + 1 + kubectl.length },
    ]);
    expect(stateOf(used)).toMatchObject({ lines: 2, end: other.length + 1 + kubectl.length, pending: 0 });
    expect([...used.finish()]).toEqual([]);
  });

  it('torn is not JSON', () => {
    const used = readAll(reader(), [bytes(kubectl.slice(0, -1))]);
    expect(used.reader).toMatchObject({ lines: 1, skipped: { 'not-json': 1 } });
  });
});

describe('an event in hand', () => {
  it('is not counted before the caller pulls on, but all lines before it are', () => {
    const text = `${other}\n\n${kubectl}\n${other}\nnonsense\n${kubectl}\n${other}\n`;
    const used = reader();
    const events = used.push(bytes(text));
    const first = events.next();
    expect(first).toMatchObject({ done: false, value: { offset: other.length + 2 } });
    expect(stateOf(used)).toMatchObject({ lines: 1, end: other.length + 2, skipped: { 'not-kubectl': 1 } });
    const second = events.next();
    expect(stateOf(used)).toMatchObject({ lines: 4, skipped: { 'not-kubectl': 2, 'not-json': 1 } });
    expect(used.totals().end).toBe(second.done === true ? -1 : second.value.offset);
    expect(events.next().done).toBe(true);
    expect(stateOf(used)).toMatchObject({
      lines: 6,
      end: text.length,
      skipped: { 'not-kubectl': 3, 'not-json': 1 },
    });
  });

  it('does not change numbers that were told before', () => {
    const used = reader();
    const told = used.totals();
    expect(total(used.push(bytes(`${kubectl}\n${other}\n`)))).toBe(1);
    expect(told).toMatchObject({ end: 0, lines: 0, skipped: { 'not-kubectl': 0 } });
    expect(used.totals()).toMatchObject({ lines: 2, skipped: { 'not-kubectl': 1 } });
  });

  it('from a cut record is counted as salvaged when it is counted', () => {
    const log = '{"userAgent":"kubectl","verb":"get","x":"cut';
    const used = reader();
    const events = used.push(bytes(`${line2024(log)}\n`));
    expect(events.next()).toMatchObject({ value: { event: { salvaged: true } } });
    expect(used.totals().salvaged).toBe(0);
    events.next();
    expect(used.totals().salvaged).toBe(1);
  });
});

describe('a line longer than the reader holds', () => {
  const long = (length: number) =>
    Buffer.from(kubectl.replace('kubectl', `kubectl${'x'.repeat(length - kubectl.length)}`));

  it.each([64 * 1024, 1024 * 1024 + 1, 32 * 1024 * 1024])(
    'is skipped once, in chunks of %i bytes',
    (size) => {
      const data = Buffer.concat([bytes(`${kubectl}\n`), long(maxLineBytes + 1), bytes(`\n${kubectl}\n`)]);
      const read = readAll(reader(), inChunks(data, size));
      expect(read.reader).toMatchObject({ lines: 3, end: data.length, skipped: { 'too-long': 1 } });
      expect(read.events).toHaveLength(2);
    },
  );

  it('is not held in memory', () => {
    const used = reader();
    for (let count = 0; count < 20; count += 1)
      expect(total(used.push(Buffer.alloc(1024 * 1024, 'x')))).toBe(0);
    expect(used.pending).toBe(0);
    expect(total(used.finish())).toBe(0);
    expect(stateOf(used)).toMatchObject({ lines: 1, end: 20 * 1024 * 1024, skipped: { 'too-long': 1 } });
  });

  it('begins one byte above eight mebibytes', () => {
    const read = readAll(reader(), inChunks(Buffer.concat([long(maxLineBytes), bytes('\n')]), 3_000_000));
    expect(read.reader).toMatchObject({ lines: 1, skipped: { 'too-long': 0 } });
    expect(read.events).toHaveLength(1);
  });
});
