/** Which records are behind a finding. */
import { expect, test } from 'vitest';
import { eventsOf, requestCounts } from '../../../src/core/find/events-of.ts';
import { maskText } from '../../../src/core/rank/mask/shapes.ts';
import type { CallEvent } from '../../../src/core/read/call.ts';
import { aCluster, aFinding, anEvent } from '../../build.ts';
import { aCall } from '../show/samples.ts';

const time = '2026-10-01T08:15:00.000000Z';
const call = (over: object = {}) =>
  aCall({
    user: 'anna@example.com',
    impersonatedBy: null,
    count: 1,
    evidence: [{ auditID: 'a-1', time, source: 'one', offset: 10 }],
    ...over,
  });
const finding = (calls = [call()], over: object = {}) =>
  aFinding({ calls, firstSeen: time, lastSeen: '2026-10-01T08:20:00.000000Z', ...over });

const record = (event: CallEvent, offset = 10) => ({
  event,
  offset,
  bytes: Buffer.from(`{"at":${offset}}\n`),
});
const own = anEvent({ auditID: 'a-1', time });

/** Lines that are kept of some records of one log. */
function kept(
  asked: ReturnType<typeof eventsOf>,
  records: readonly ReturnType<typeof record>[],
  clusterId = aCluster.id,
) {
  for (const one of records) asked.take(one, 'one', clusterId);
  return asked.lines().map(({ line, isOfFinding }) => `${isOfFinding ? '*' : ''}${line.toString().trim()}`);
}

test('the line that was counted is found again, and no other that stands in its place', () => {
  const asked = () => eventsOf(finding(), { contextMs: null });
  expect([...asked().places]).toEqual([['one', [10]]]);
  expect(kept(asked(), [record(own)])).toEqual(['*{"at":10}']);
  for (const other of [
    anEvent({ auditID: 'a-2', time }),
    anEvent({ auditID: null, time }),
    anEvent({ auditID: 'a-1', time: '2026-10-01T08:15:00.000001Z' }),
    anEvent({ auditID: 'a-1', time }, { user: 'eve' }),
    anEvent({ auditID: 'a-1', time }, { impersonated: 'anna@example.com', user: 'eve' }),
  ]) {
    const replaced = asked();
    expect(kept(replaced, [record(other)])).toEqual([]);
    expect(replaced.missing()).toBe(1);
  }
  expect(kept(asked(), [record(own, 11)])).toEqual([]);
  const elsewhere = asked();
  elsewhere.take(record(own), 'two', aCluster.id);
  expect(elsewhere.missing()).toBe(1);
});

test('what a finding shows masked is found all the same', () => {
  const secret = 'token=hunter2hunter2';
  expect(maskText(secret)).not.toBe(secret);
  const masked = call({
    user: maskText(secret),
    evidence: [{ auditID: maskText(secret), time, source: 'one', offset: 10 }],
  });
  const event = anEvent({ auditID: secret, time }, { user: secret });
  expect(kept(eventsOf(finding([masked]), { contextMs: null }), [record(event)])).toEqual(['*{"at":10}']);
});

test('around it stands what the same actor did, from any address, in order of time', () => {
  const at = (minutes: string, over: object = {}, of: object = {}) =>
    anEvent({ time: `2026-10-01T08:${minutes}:00.000000Z`, ...over }, of);
  const records = [
    record(at('25'), 50),
    record(at('10', {}, { sourceIPs: ['198.51.100.1'], userAgent: 'curl/8' }), 40),
    record(own),
    record(at('09'), 30),
    record(at('26'), 60),
    record(at('12', {}, { user: 'eve' }), 70),
    record(at('12', { time: null }), 80),
    record(at('12', {}, { impersonated: 'root' }), 90),
  ];
  const asked = () => eventsOf(finding(), { contextMs: 5 * 60_000 });
  expect(kept(asked(), records)).toEqual(['{"at":40}', '{"at":90}', '*{"at":10}', '{"at":50}']);
  expect(kept(asked(), records.slice(0, 2), 'another cluster')).toEqual([]);
  expect(kept(eventsOf(finding(), { contextMs: 0 }), records)).toEqual(['*{"at":10}']);
  // Microseconds are not lost at the edges.
  const edge = at('20', { time: '2026-10-01T08:20:00.000999Z' });
  const precise = eventsOf(finding([call()], { lastSeen: '2026-10-01T08:20:00.000999Z' }), { contextMs: 0 });
  expect(kept(precise, [record(edge, 55)])).toEqual(['{"at":55}']);
});

test('the actor is who really calls; of an access proxy, whom it lets in', () => {
  const as = (over: object) =>
    finding([call({ user: 'root', impersonatedBy: 'eve', ...over })], { user: 'root' });
  const records = [
    record(anEvent({ time }, { user: 'eve', impersonated: 'other' }), 20),
    record(anEvent({ time }, { user: 'root' }), 30),
    record(anEvent({ time }, { user: 'eve', impersonated: 'root' }), 40),
  ];
  expect(kept(eventsOf(as({}), { contextMs: 0 }), records)).toEqual(['{"at":20}', '{"at":40}']);
  expect(kept(eventsOf(as({ proxied: true }), { contextMs: 0 }), records)).toEqual([
    '{"at":30}',
    '{"at":40}',
  ]);
});

test('a record that is met twice is printed once', () => {
  expect(kept(eventsOf(finding(), { contextMs: null }), [record(own), record(own)])).toHaveLength(1);
});

test('a finding without a time has nothing around it', () => {
  const timeless = finding([call()], { firstSeen: null, lastSeen: null });
  expect(eventsOf(timeless, { contextMs: 1_000 }).window).toBeNull();
});

test('requests that are not named are counted, those with two events once', () => {
  const evidence = ['a', 'a', 'b'].map((auditID, offset) => ({ auditID, time, source: 'one', offset }));
  expect(requestCounts(finding([call({ count: 2, evidence })]))).toEqual({ all: 2, named: 2 });
  expect(requestCounts(finding([call({ count: 9, evidence })]))).toEqual({ all: 9, named: 2 });
  expect(requestCounts(finding([call()], { leftOut: 3 }))).toEqual({ all: null, named: 1 });
});
