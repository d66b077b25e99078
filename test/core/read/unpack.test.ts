/** What lies in a value, by the keys around it; whole messages are in formats.test.ts. */
import { expect, test } from 'vitest';
import { isPacked, unpack } from '../../../src/core/read/styles/unpack.ts';

const record = { verb: 'get' };
const inside = (value: unknown) => unpack(value);
const one = [{ kind: 'record', value: record }];

test.each(['records', 'items', 'events', 'logEvents', 'tables'])('%s is a list of records', (key) => {
  expect(inside({ [key]: [record, { [key]: [record] }] })).toEqual([...one, ...one]);
  expect(isPacked(JSON.stringify({ [key]: [] }))).toBe(true);
});

test.each(['body', 'Body', 'EventBody', 'content', 'message', '@message', 'log'])(
  '%s is a record or message',
  (key) => {
    for (const value of [record, JSON.stringify(record), ` ${JSON.stringify([record])}\n`, [record]])
      expect(inside({ [key]: value })).toEqual(one);
    expect(isPacked(JSON.stringify({ [key]: {} }))).toBe(true);
  },
);

test.each(['rows', 'log_s', 'RequestUri', 'AuditId'])('a record has no %s', (key) => {
  expect(isPacked(JSON.stringify({ [key]: 1 }))).toBe(true);
});

test.each(['{"verb":"get"}', '["body"]', '{torn', '{"bodies":{}}', '7'])('%s is not packed', (text) => {
  expect(isPacked(text)).toBe(false);
});

test.each([
  [{ body: 'text' }],
  [{ body: 7 }],
  [{ body: null }],
  [{ items: 'text' }],
  [null],
  ['text'],
  [7],
  [[record]],
])('%j holds nothing known', (value) => {
  expect(inside(value)).toEqual([{ kind: 'record', value }]);
});

test('a text that is no JSON tells nothing, unless it says that it was cut', () => {
  expect(inside({ message: '{"verb":' })).toEqual([{ kind: 'record', value: undefined }]);
  const cut = '{"verb":"get [Truncated...]';
  const log = { category: null, resourceId: null, time: '2026-10-01T00:00:00.000Z', log: cut };
  expect(inside({ message: `${cut}\n`, timestamp: Date.UTC(2026, 9, 1) })).toEqual([
    { kind: 'log', record: log },
  ]);
  for (const timestamp of ['1', 1e20, undefined])
    expect(inside({ message: cut, timestamp })).toEqual([{ kind: 'log', record: { ...log, time: null } }]);
  expect(inside({ message: '{[Truncated...] more' })).toEqual([{ kind: 'record', value: undefined }]);
});

test('messages lie in each other four deep, and no deeper', () => {
  const nested = (depth: number): unknown => (depth === 0 ? record : { body: nested(depth - 1) });
  expect(inside(nested(4))).toEqual(one);
  expect(inside(nested(5))).toEqual([{ kind: 'record', value: { body: record } }]);
  const texts = (depth: number): unknown =>
    depth === 0 ? record : { body: JSON.stringify(texts(depth - 1)) };
  expect(inside(texts(4))).toEqual(one);
  expect(inside(texts(5))).toEqual([{ kind: 'record', value: texts(1) }]);
  const lists = (depth: number): unknown => (depth === 0 ? record : { items: [lists(depth - 1)] });
  expect(inside(lists(4))).toEqual(one);
  expect(inside(lists(5))).toEqual([{ kind: 'record', value: lists(1) }]);
});

test('rows of a table are named by its columns', () => {
  const log = { category: 'a', resourceId: null, time: null, pod: null, log: '{}' };
  const columns = [{ name: 'log_s' }, { name: 'Category' }];
  expect(inside({ columns, rows: [['{}', 'a'], [1]] })).toEqual([
    { kind: 'log', record: log },
    { kind: 'record', value: { log_s: 1 } },
  ]);
  expect(inside({ columns: ['log_s', 'Category'], rows: [['{}', 'a']] })).toEqual([
    { kind: 'log', record: log },
  ]);
  expect(inside({ rows: [{ log_s: '{}', Category: 'a' }, 7] })).toEqual([
    { kind: 'log', record: log },
    { kind: 'record', value: {} },
  ]);
});

test('a row is a log, whatever else it has', () => {
  expect(inside({ log_s: '{}', message: '{"verb":"get"}' })).toMatchObject([
    { kind: 'log', record: { log: '{}' } },
  ]);
});
