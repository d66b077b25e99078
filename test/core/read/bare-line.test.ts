/** What is taken off a line, and what only looks like it; what becomes of the rest is in formats.test.ts. */
import { expect, test } from 'vitest';
import { bareLine } from '../../../src/core/read/styles/bare-line.ts';

const at = '2026-10-01T08:00:00.123456789Z';
const none = { time: null, partial: null, ends: null };

test.each([
  [`${at} stdout F {"a":1}`, { text: '{"a":1}', time: at, partial: null, ends: 'stdout' }],
  [`${at} stderr F {"a":1},`, { text: '{"a":1},', time: at, partial: null, ends: 'stderr' }],
  [`${at} stdout P {"a":`, { text: '{"a":', time: at, partial: 'stdout', ends: null }],
  [`${at} stderr P {"a": `, { text: '{"a": ', time: at, partial: 'stderr', ends: null }],
  [`${at} stdout F ]}`, { text: ']}', time: at, partial: null, ends: 'stdout' }],
  [`${at} stdout F:tag {"a":1}`, { text: '{"a":1}', time: at, partial: null, ends: 'stdout' }],
  [`\ufeff\0 ${at} stdout F `, { text: '', time: at, partial: null, ends: 'stdout' }],
  [
    '2026-10-01T08:00:00+0200 stdout F x',
    { text: 'x', time: '2026-10-01T08:00:00+0200', partial: null, ends: 'stdout' },
  ],
  [`${at} {"a":1}`, { text: '{"a":1}', time: at, partial: null, ends: null }],
  [`group ${at}\t{"a":1}`, { text: '{"a":1}', time: at, partial: null, ends: null }],
  [`group stream ${at} {"a":1}`, { text: '{"a":1}', time: at, partial: null, ends: null }],
])('%j', (line, expected) => {
  expect(bareLine(line)).toEqual(expected);
});

test.each([`one group stream ${at} {"a":1}`, `${at} [1] x`, `x${at} stdout F {"a":1}`, `${at}x {"a":1}`])(
  '%j has no prefix',
  (line) => {
    expect(bareLine(line)).toEqual({ ...none, text: line });
  },
);

test.each([
  [', [ {"a":1}', '{"a":1}'],
  ['\ufeff\0[[{"a":1}', '{"a":1}'],
  ['{"a":1} ,]\0\ufeff\r', '{"a":1}'],
  ['{"a":[1]}', '{"a":[1]}'],
  ['}', ''],
  ['}]}', ''],
  ['x}', 'x}'],
  ['}x', '}x'],
  ['', ''],
])('of %j is left %j', (line, text) => {
  expect(bareLine(line)).toEqual({ ...none, text });
});

test('a time is looked for in the first 2,048 characters, a group or stream has 512 at most', () => {
  const named = (length: number) => bareLine(`${'g'.repeat(length)} ${at} {"a":1}`).time;
  expect(named(512)).toBe(at);
  expect(named(513)).toBeNull();
});

test('4,096 characters behind a record are scraps, and no more', () => {
  expect(bareLine(`x${','.repeat(4096)}`).text).toBe('x');
  expect(bareLine(`x${','.repeat(4097)}`).text).toBe('x,');
  expect(bareLine(','.repeat(10)).text).toBe('');
});
