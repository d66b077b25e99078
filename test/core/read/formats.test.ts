/** What people have besides JSON Lines: each shape gives the events that were put in, and no line that is none. */
import { describe, expect, it } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { inChunks, readAll } from './reading.ts';
import { bytes, event, lineOf, resourceId, withFields } from './records.ts';

const options = { ...defaultReadOptions, plain: true };
const read = (text: string) => {
  const once = readAll(documentReader(options), [bytes(text)]);
  for (const size of [1, 7, 211]) {
    const cut = readAll(documentReader(options), inChunks(bytes(text), size));
    expect(cut.reader).toEqual(once.reader);
    expect(cut.events.map((one) => one.event)).toEqual(once.events.map((one) => one.event));
  }
  return once;
};
const account = (text: string) => {
  const { events, reader } = read(text);
  const skipped = Object.values(reader.skipped).reduce((sum, count) => sum + count, 0);
  return { events: events.length, lines: reader.lines, skipped };
};

const plain = (fields = {}) => JSON.stringify(withFields(fields));
const [kubectl, other] = [lineOf(), lineOf({ userAgent: 'curl/8' })];
const two = `${kubectl},${other},${kubectl}`;
const wanted = { events: 2, lines: 3, skipped: 1 };
const message = JSON.stringify(`{"records":[${two}]}`);

describe('messages', () => {
  it.each([
    [
      'an EventList',
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${plain()},${plain({ userAgent: 'curl' })},${plain()}]}`,
    ],
    [
      'EventLists as lines',
      `{"kind":"EventList","items":[${plain()},${plain({ userAgent: 'curl' })}]}\n{"kind":"EventList","items":[${plain()}]}\n`,
    ],
    [
      'an EventList whose kind comes last',
      `{"items":[${plain()},${plain({ userAgent: 'curl' })},${plain()}],"kind":"EventList"}`,
    ],
    ['a list of messages', `[{"records":[${kubectl},${other}]},{"records":[${kubectl}],"more":[1]}]`],
    [
      'a pretty-printed list of messages',
      JSON.stringify(
        [{ records: [JSON.parse(kubectl), JSON.parse(other)] }, { records: [JSON.parse(kubectl)] }],
        null,
        2,
      ),
    ],
    ['messages with keys ahead of their records', `{"id":"records","records":[${two}]}`],
    ['bodies of texts', `[{"sequenceNumber":1,"body":${message}}]`],
    ['bodies of objects', `[{"sequenceNumber":1,"body":{"records":[${two}]}}]`],
    ['a body alone', `{"body":${message},"partitionId":"0"}`],
    [
      'bodies as lines',
      `{"body":${JSON.stringify(kubectl)}}\n{"body":${JSON.stringify(other)}}\n{"body":${JSON.stringify(kubectl)}}`,
    ],
    [
      'an export of CloudWatch',
      JSON.stringify({
        events: [plain(), plain({ userAgent: 'curl' }), plain()].map((text) => ({
          timestamp: 1790841600000,
          message: text,
        })),
        nextToken: 'a',
      }),
    ],
    [
      'lines of a Docker log',
      [plain(), plain({ userAgent: 'curl' }), plain()]
        .map((log) => `${JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: 'x' })}\n`)
        .join(''),
    ],
  ])('%s', (_, text) => {
    expect(account(text)).toEqual(wanted);
  });

  it('keep the cluster of their records', () => {
    expect(read(`[{"body":${message}}]`).events[0]?.event.resourceId).toBe(resourceId);
  });

  it('cut by EKS give what is left of their event', () => {
    const cut = `${plain().slice(0, -300)} [Truncated...]`;
    const found = read(JSON.stringify({ events: [{ timestamp: 1790841600000, message: cut }] }));
    expect(found.events).toMatchObject([
      { event: { salvaged: true, time: '2026-10-01T08:00:00.000000Z', call: { user: 'ada@example.com' } } },
    ]);
  });

  it('with a near miss of a key are records that tell nothing', () => {
    expect(account(`[{"Records":[${two}]}]`)).toEqual({ events: 0, lines: 1, skipped: 1 });
    expect(account(`{"bodies":${message}}`)).toEqual({ events: 0, lines: 1, skipped: 1 });
  });
});

describe('what was torn', () => {
  const torn = [
    kubectl.slice(0, 300),
    kubectl.slice(0, kubectl.indexOf('"properties": {') + 15),
    `${kubectl.slice(0, kubectl.indexOf('"properties":') + 13)}`,
  ];
  it.each(torn)('leaves the next message as it is, %#', (item) => {
    for (const head of ['{"records":[', `{"records":[${kubectl},`, `[{"records":[${kubectl},`]) {
      const found = account(`${head}${item}\n{"records":[${two}]}\n{"records":[${kubectl}]}\n`);
      expect(found).toEqual({
        events: head.includes('time') ? 4 : 3,
        lines: head.includes('time') ? 6 : 5,
        skipped: 2,
      });
    }
  });

  it('between records leaves the next message as it is', () => {
    for (const end of [',', '', ',\n', ']'])
      expect(account(`{"records":[${kubectl}${end}\n{"records":[${two}]}\n`)).toEqual({
        events: 3,
        lines: 4,
        skipped: 1,
      });
  });

  it('without end does no harm', () => {
    expect(account(`${`{"records":[${kubectl},\n`.repeat(100)}{"records":[${two}]}\n`)).toEqual({
      events: 102,
      lines: 103,
      skipped: 1,
    });
  });
});

describe('scraps', () => {
  it.each([
    ['commas behind records', `${kubectl},\n${other},\n${kubectl},\n`],
    ['a comma behind later records alone', `${kubectl}\n${other},\n${kubectl} ,\r\n`],
    ['commas ahead of records', `${kubectl}\n,${other}\n, ${kubectl}`],
    ['brackets on lines of their own', `${kubectl}\n[\n${other},\n${kubectl}\n]\n`],
    ['byte order marks of joined files', `\ufeff${kubectl}\n\ufeff${other}\n\ufeff${kubectl}\n`],
    ['byte order marks between joined documents', `${kubectl}\n${other}\ufeff${kubectl}\n`],
    ['NULs ahead', `${'\0'.repeat(5000)}${kubectl}\n${other}\n${kubectl}\n`],
    ['NULs between and behind', `${kubectl}\n\0\0\0${other}\n${kubectl}\0\0\n\0\0\0`],
    [
      'marks and NULs between messages',
      `{"records":[${kubectl}]}\0\ufeff\n{"records":[${other},${kubectl}]}\0`,
    ],
  ])('are no lines: %s', (_, text) => {
    expect(account(text)).toEqual(wanted);
  });

  it('that say something are lines', () => {
    expect(account(`${kubectl}\nnonsense,\n`)).toEqual({ events: 1, lines: 2, skipped: 1 });
    expect(account(`${kubectl}\n{"torn":"\n${kubectl}`)).toEqual({ events: 2, lines: 3, skipped: 1 });
  });

  it('alone are nothing', () => {
    for (const text of ['\ufeff', '\ufeff\n', '\0\0\0', '\0\n\0', '[]', ',\n'])
      expect(account(text)).toEqual({ events: 0, lines: 0, skipped: 0 });
  });
});

describe('prefixes', () => {
  const at = '2026-10-01T08:00:00.123456789Z';
  it.each([
    ['of a container runtime', (text: string) => `${at} stdout F ${text}`],
    ['of one with a time zone', (text: string) => `2026-10-01T10:00:00.123456789+02:00 stderr F ${text}`],
    ['of CloudWatch', (text: string) => `2026-10-01T08:00:00.123Z ${text}`],
    [
      'of CloudWatch, with group and stream',
      (text: string) =>
        `/aws/eks/shop/cluster kube-apiserver-audit-0a1b 2026-10-01T08:00:00.123000+00:00 ${text}`,
    ],
  ])('%s are taken off', (_, prefixed) => {
    expect(
      account([plain(), plain({ userAgent: 'curl' }), plain()].map((text) => `${prefixed(text)}\n`).join('')),
    ).toEqual(wanted);
  });

  it('of cut lines join what was cut, each stream by itself', () => {
    const [head, tail] = [plain().slice(0, 200), plain().slice(200)];
    const text = `${at} stdout P ${head.slice(0, 90)}\n${at} stderr F ${plain()}\n${at} stdout P ${head.slice(90)}\n${at} stdout F ${tail}\n`;
    expect(account(text)).toEqual({ events: 2, lines: 2, skipped: 0 });
  });

  it('of a cut line without its end count once', () => {
    expect(account(`${at} stdout F ${plain()}\n${at} stdout P ${plain().slice(0, 200)}\n`)).toEqual({
      events: 1,
      lines: 2,
      skipped: 1,
    });
  });

  it('that only look like one stay', () => {
    for (const text of [`${at} stdout X ${plain()}`, `yesterday stdout F ${plain()}`, `${at} F ${plain()}`])
      expect(account(text)).toEqual({ events: 0, lines: 1, skipped: 1 });
  });
});

describe('rows of Log Analytics', () => {
  const row = (fields = {}) => ({
    TimeGenerated: '2026-10-01T08:00:01Z',
    Category: 'kube-audit',
    ResourceId: resourceId,
    log_s: plain(fields),
  });
  const parsed = (fields = {}) => ({
    TimeGenerated: '2026-10-01T08:00:01Z',
    AuditId: event.auditID,
    Level: event.level,
    Stage: event.stage,
    RequestUri: event.requestURI,
    Verb: event.verb,
    User: event.user,
    SourceIps: event.sourceIPs,
    UserAgent: event.userAgent,
    ObjectRef: JSON.stringify(event.objectRef),
    ResponseStatus: event.responseStatus,
    RequestReceivedTime: event.requestReceivedTimestamp,
    StageReceivedTime: event.stageTimestamp,
    Annotations: event.annotations,
    _ResourceId: resourceId.toLowerCase(),
    Type: 'AKSAudit',
    ...fields,
  });
  const rows = [row(), row({ userAgent: 'curl' }), row()];
  const tableOf = (all: readonly object[]) => ({
    tables: [
      {
        name: 'PrimaryResult',
        columns: Object.keys(all[0] ?? {}).map((name) => ({ name, type: 'string' })),
        rows: all.map((one) => Object.values(one)),
      },
    ],
  });
  it.each([
    ['a list', JSON.stringify(rows)],
    ['a pretty-printed list', JSON.stringify(rows, null, 2)],
    ['lines', rows.map((one) => `${JSON.stringify(one)}\n`).join('')],
    ['an answer of the query API', JSON.stringify(tableOf(rows))],
    ['parsed columns', JSON.stringify([parsed(), parsed({ UserAgent: 'curl' }), parsed()])],
    [
      'parsed columns of the query API',
      JSON.stringify(tableOf([parsed(), parsed({ UserAgent: 'curl' }), parsed()])),
    ],
  ])('as %s', (_, text) => {
    expect(account(text)).toEqual(wanted);
  });

  const cell = (value: unknown, separator: string) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.includes('"') || text.includes(separator) || text.includes('\n')
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  };
  const csvOf = (all: readonly object[], separator = ',', end = '\n') =>
    [Object.keys(all[0] ?? {}), ...all.map((one) => Object.values(one))]
      .map((cells: readonly unknown[]) => cells.map((one) => cell(one, separator)).join(separator) + end)
      .join('');
  it.each([
    ['commas', csvOf(rows)],
    ['a mark and CRLF', `\ufeff${csvOf(rows, ',', '\r\n')}`],
    ['semicolons', csvOf(rows, ';')],
    ['tabs', csvOf(rows, '\t').trimEnd()],
    ['parsed columns', csvOf([parsed(), parsed({ UserAgent: 'curl' }), parsed()])],
    [
      'newlines in cells',
      csvOf(rows.map((one) => ({ ...one, log_s: JSON.stringify(JSON.parse(one.log_s), null, 1) }))),
    ],
    [
      'quoted heads and blank rows',
      `"Category","log_s"\n\n${rows.map((one) => `kube-audit,${cell(one.log_s, ',')}\n,\n`).join('')}`,
    ],
  ])('as CSV, with %s', (_, text) => {
    expect(account(text)).toEqual(wanted);
  });

  it('as CSV lie where their rows lie, a huge one is skipped', () => {
    const text = csvOf([row(), { ...row(), log_s: 'x'.repeat(9_000_000) }, row()]);
    const { events, reader } = readAll(documentReader(options), inChunks(bytes(text), 1 << 20));
    expect(reader).toMatchObject({ lines: 3, skipped: { 'too-long': 1 } });
    for (const { offset, end } of events) expect(text.slice(offset, end)).toMatch(/^2026-10-01[^\n]*}"$/);
  });

  it('as CSV of the portal have its times', () => {
    const text = `"TimeGenerated [UTC]",Category,log_s\n"10/1/2026, 2:03:04.500 PM",kube-audit,${cell(plain({ requestReceivedTimestamp: 1, stageTimestamp: 2 }), ',')}\n`;
    expect(read(text).events[0]?.event.time).toBe('2026-10-01T14:03:04.500000Z');
  });

  it('as CSV of anything else are lines that say nothing', () => {
    expect(account('a,b,logs\n1,2,3\n')).toEqual({ events: 0, lines: 2, skipped: 2 });
  });

  it('with parsed columns are the events they were', () => {
    const [inRow] = read(JSON.stringify([parsed()])).events;
    const [asIs] = read(plain()).events;
    expect(inRow?.event).toEqual({ ...asIs?.event, resourceId: resourceId.toLowerCase() });
  });

  it('of another table are of another category', () => {
    expect(read(JSON.stringify([parsed({ Type: 'AKSAuditAdmin' })])).reader.skipped['other-category']).toBe(
      1,
    );
    expect(read(JSON.stringify([{ ...row(), Category: 'guard' }])).reader.skipped['other-category']).toBe(1);
  });
});
