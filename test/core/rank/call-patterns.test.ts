/** What of a day's rows is a call: the stage rule, after the blobs of the day are folded into one. */
import { expect, test } from 'vitest';
import { startOf } from '../../../src/core/count/cursor.ts';
import { type CountedRows, foldRows } from '../../../src/core/count/fold.ts';
import { segmentAfter } from '../../../src/core/count/segment.ts';
import { callPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { rankRare } from '../../../src/core/rank/rare.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { readLine } from '../../../src/core/read/record.ts';
import { aLine } from '../../build.ts';

const none = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};
const wide = {
  rows: 100,
  chars: 1e9,
  budget: { rows: 100, foldUri: (uri: string) => uri, patternOf: JSON.stringify },
};

/** A blob in which these events lie. */
function blob(source: string, ...events: readonly Record<string, unknown>[]): CountedRows {
  const segment = segmentAfter(startOf('', 0), none, new Map(), wide);
  for (const [at, event] of events.entries()) {
    const reading = readLine(Buffer.from(aLine(event)), defaultReadOptions);
    if (!reading.ok) throw new Error(`the line was skipped: ${reading.reason}`);
    segment.add(reading.event, at);
  }
  return { source, rows: segment.close(none, true).rows };
}

const called = (...blobs: CountedRows[]) =>
  callPatterns(foldRows(blobs), 'first').map(({ user, verb, requests }) => [user, verb, requests]);

const ci = { username: 'ci@example.com', groups: ['system:authenticated'] };
const auditID = 'aa-1';
const watch = { auditID, verb: 'watch', requestURI: '/api/v1/namespaces/payments/pods?watch=true' };

test('an impersonated request is one call, by whom it was made as', () => {
  const early = { auditID, user: ci, stage: 'RequestReceived', responseStatus: undefined };
  const late = { auditID, user: ci, impersonatedUser: { username: 'otto@example.com' } };
  const blobs = [blob('a', early), blob('b', late)];
  expect(called(...blobs)).toEqual([['otto@example.com', 'get', 1]]);
  expect(called(blob('a', early, late))).toEqual([['otto@example.com', 'get', 1]]);
  const asSplunk = { missing: 'drop', count: 'events', limit: 0 } as const;
  expect(rankRare(foldRows(blobs), asSplunk).combinations).toBe(2);
});

test.each(['RequestReceived', 'ResponseStarted', 'SomethingNew', ''])(
  'a read that is known at %j alone is no call',
  (stage) => expect(called(blob('a', { stage }))).toEqual([]),
);

test('a watch is one call in whichever blob it began, and none where only its end is known', () => {
  const began = { ...watch, stage: 'ResponseStarted' };
  const ended = { ...watch, stage: 'ResponseComplete' };
  expect(called(blob('a', ended), blob('b', began))).toEqual([['anna@example.com', 'watch', 1]]);
  expect(called(blob('a', ended))).toEqual([]);
  expect(called(blob('a', { ...watch, stage: 'Panic' }))).toEqual([]);
});

test('a panic and a refused login are calls', () => {
  expect(called(blob('a', { stage: 'Panic' }))).toEqual([['anna@example.com', 'get', 1]]);
  expect(called(blob('a', { stage: 'ResponseStarted', responseStatus: { code: 401 } }))).toEqual([
    ['anna@example.com', 'get', 1],
  ]);
  expect(called(blob('a', { stage: 'ResponseStarted', responseStatus: { code: 403 } }))).toEqual([]);
});

test('an event without any stage is a call, though it counts as no request', () => {
  expect(called(blob('a', { stage: undefined }))).toEqual([['anna@example.com', 'get', 0]]);
});
