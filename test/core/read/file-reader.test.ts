import { describe, expect, it } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { maxLineBytes } from '../../../src/core/read/sift/survey.ts';
import { inChunks, readAll } from './reading.ts';
import { bytes, event, lineOf, withFields } from './records.ts';

const options = { ...defaultReadOptions, plain: true };
const read = (text: string, size = 1 << 20) => {
  const once = readAll(documentReader(options), inChunks(bytes(text), size));
  for (const other of [1, 5, 97])
    expect(readAll(documentReader(options), inChunks(bytes(text), other))).toEqual(once);
  return once;
};

const kubectl = lineOf();
const other = lineOf({ userAgent: 'curl/8' });
const pretty = (value: unknown, indent = 2) => JSON.stringify(value, null, indent);

describe('a file', () => {
  it('of JSON Lines is read as such', () => {
    const found = read(`\ufeff${kubectl}\r\n${other}\nnonsense\n\n${kubectl}`);
    expect(found.reader).toMatchObject({ lines: 4, skipped: { 'not-kubectl': 1, 'not-json': 1 } });
    expect(found.events).toHaveLength(2);
  });

  it('of one line without a newline is read', () => {
    expect(read(kubectl).events).toHaveLength(1);
    expect(read('nonsense').reader).toMatchObject({ lines: 1, skipped: { 'not-json': 1 } });
    expect(read('').reader).toMatchObject({ lines: 0 });
    expect(read(' \n\n').reader).toMatchObject({ lines: 0 });
  });

  it.each([0, 1, 2, 4])(
    'of pretty-printed events, indented by %i, is read document by document',
    (indent) => {
      const documents = [event, withFields({ userAgent: 'curl' }), withFields({ sourceIPs: ['::1'] }), event];
      const text = `${documents.map((one) => pretty(one, indent)).join('\n')}\n`;
      const found = read(text);
      expect(found.reader).toMatchObject({ lines: 4, skipped: { 'not-kubectl': 1, loopback: 1 } });
      expect(found.events.map(({ offset }) => offset)).toEqual([
        0,
        text.lastIndexOf('{"kind"') > 0 ? text.lastIndexOf('{"kind"') : text.lastIndexOf('\n{\n') + 1,
      ]);
    },
  );

  it('of pretty-printed records with a byte order mark and CRLF is read', () => {
    const text = `\ufeff${pretty(JSON.parse(kubectl)).replaceAll('\n', '\r\n')}\r\n`;
    expect(read(text).events).toMatchObject([{ offset: 3, event: { call: { user: 'ada@example.com' } } }]);
  });

  it.each([
    ['a wrapper', `{"records":[${kubectl},${other},${kubectl}]}`],
    [
      'a wrapper with blanks and more keys',
      ` { "records" : [ ${kubectl} ,\n${other}, ${kubectl} ] , "more": {"a":["]}"]} }\n`,
    ],
    [
      'a pretty-printed wrapper',
      pretty({ records: [kubectl, other, kubectl].map((line) => JSON.parse(line)) }),
    ],
    ['two wrappers', `{"records":[${kubectl}]}\n{"records":[${other},${kubectl}]}\n`],
    ['a wrapper and lines', `{"records":[${kubectl},${other}]}\n${kubectl}\n`],
    ['lines and a wrapper', `${kubectl}\n{"records":[${other},${kubectl}]}\n{"records":[]}\n`],
    ['a list', `[${kubectl},${other},${kubectl}]`],
    ['a list behind many blanks', `${' '.repeat(1000)}[${kubectl},${other},${kubectl}]`],
    ['a pretty-printed list', `[\n${kubectl},\n${other},\n${kubectl}\n]\n`],
  ])('may be %s: each record counts as a line, at its own offset', (_, text) => {
    const found = read(text);
    expect(found.reader).toMatchObject({ lines: 3, skipped: { 'not-kubectl': 1 } });
    const [first, second] = found.events.map(({ offset, end }) => bytes(text).subarray(offset, end));
    expect(Buffer.from(first ?? []).toString()).toContain('ada@example.com');
    expect([first?.[0], second?.[0]]).toEqual([0x7b, 0x7b]);
  });
});

describe('what is broken', () => {
  it.each([
    ['a torn document before a whole one', `{\n  "kind": "Event",\n  "verb": "ge\n${pretty(event)}\n`, 1],
    ['a document torn behind a comma', `{\n  "kind": "Event",\n${pretty(event)}\n`, 1],
    ['a torn end', `${pretty(event)}\n{\n  "kind": "Ev`, 1],
    ['a torn wrapper', `{"records":[${kubectl},${kubectl.slice(0, 300)}`, 1],
    ['members that are no objects', `[1, "a,]", ${kubectl}, [{}], null]`, 4],
    ['scrap between documents', `${pretty(event)}\nscrap {\n`, 1],
  ])('is not JSON: %s', (_, text, skipped) => {
    const found = read(text);
    expect(found.events).toHaveLength(1);
    expect(found.reader).toMatchObject({ lines: 1 + skipped, skipped: { 'not-json': skipped } });
  });

  it('and too long is skipped once', () => {
    const long = `{\n"a": "${'x'.repeat(9_000_000)}"\n}\n`;
    const found = readAll(documentReader(options), inChunks(bytes(`${long}${pretty(event)}\n`), 1 << 20));
    expect(found.reader).toMatchObject({ lines: 2, skipped: { 'too-long': 1 } });
    expect(found.events).toMatchObject([{ offset: long.length }]);
  });

  it('is nesting without end, and it does no harm', () => {
    const found = readAll(documentReader(options), inChunks(bytes('['.repeat(3_000_000)), 1 << 20));
    expect(found.reader).toMatchObject({ lines: 1, skipped: { 'not-json': 1 } });
  });
});

it('of an Event Hub message gives what AKS called itself, and says what the rest was', () => {
  const record = (fields: Record<string, unknown>) => JSON.parse(lineOf(fields));
  const message = {
    records: [
      record({ user: { username: 'aksService' }, sourceIPs: ['172.31.9.4'], verb: 'create' }),
      record({ user: { username: 'aksService' }, sourceIPs: ['127.0.0.1'] }),
      record({ userAgent: 'kube-probe/1.15' }),
    ],
  };
  // As somebody saves it by hand, and as it travels.
  for (const text of [`\ufeff${pretty(message)}`, JSON.stringify(message).replaceAll('/', '\\/')]) {
    const found = read(text);
    expect(found.reader).toMatchObject({ lines: 3, skipped: { 'not-kubectl': 1, loopback: 1 } });
    expect(found.events.map(({ event }) => event)).toMatchObject([
      { call: { user: 'aksService', verb: 'create', sourceIPs: ['172.31.9.4'] }, isRequest: true },
    ]);
  }
});

describe('bounds', () => {
  const document = (length: number) => {
    const text = pretty({ ...event, annotations: { padding: '' } });
    return text.replace('"padding": ""', `"padding": "${'x'.repeat(length - text.length)}"`);
  };

  it.each([1 << 22, maxLineBytes * 2])('are those of a document, to the byte, in pieces of %i', (size) => {
    const texts = [document(maxLineBytes), document(maxLineBytes + 1)];
    const found = texts.map((text) => readAll(documentReader(options), inChunks(bytes(text), size)));
    expect(found.map(({ events }) => events.length)).toEqual([1, 0]);
    expect(found[1]?.reader.skipped).toMatchObject({ 'too-long': 1 });
  });

  it('a file is read to its end, whatever stands there', () => {
    for (const text of [`[${kubectl}]\n  \n`, `${pretty(event)}\n,\n`, `{"records":[${kubectl}]}\n\n`]) {
      const reader = documentReader(options);
      for (const found of reader.push(bytes(text)))
        expect(found).toMatchObject({ event: { call: { user: 'ada@example.com' } } });
      expect(reader.totals()).toMatchObject({ lines: 1, end: text.length });
    }
  });

  it('what is held of a document is said', () => {
    const reader = documentReader(options);
    expect([...reader.push(bytes('[{"a":'))]).toEqual([]);
    expect(reader.pending).toBe(5);
  });

  it('a message within a message is one record that tells nothing, unless a line begins with it', () => {
    const inner = `{"items":[${kubectl},${kubectl}]}`;
    expect(read(`{"records":[${inner},${kubectl}]}`).reader).toMatchObject({ lines: 2 });
    expect(read(`{"records":[\n${inner},${kubectl}]}`).reader).toMatchObject({ lines: 3 });
  });
});
