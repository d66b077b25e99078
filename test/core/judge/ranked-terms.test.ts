/** What a ranked call says of itself in numbers and names. What is masked in it is told in ranked-call.test.ts. */
import { expect, test } from 'vitest';
import type { DayRow } from '../../../src/core/count/row.ts';
import { mergeRankings } from '../../../src/core/judge/ranked-call.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../build.ts';

const usual = [aPattern(), aPattern({ user: 'ben@example.com' })];

function ranked(call: Partial<Call>, over: Partial<DayRow> = {}, baselineDays = 30) {
  const [first] = rankAndJudge({
    day: aDay('2026-10-01'),
    cluster: aCluster,
    today: [aPattern(call, over)],
    baseline: daysBefore('2026-10-01', baselineDays, usual),
  }).calls;
  if (first === undefined) throw new Error('nothing was ranked');
  return first;
}

const factorsOf = (...args: Parameters<typeof ranked>) => ranked(...args).risk.factors.map(({ id }) => id);

test('an address is new to who was there before, from somewhere else', () => {
  expect(factorsOf({ sourceIPs: ['198.51.100.7'] })).toEqual(['new-public-ip']);
  expect(factorsOf({})).toEqual([]);
});

test('of a newcomer an address says something where nobody else ever came from it', () => {
  expect(factorsOf({ user: 'cleo@example.com', sourceIPs: ['198.51.100.7'] })).toEqual(['new-public-ip']);
  expect(factorsOf({ user: 'cleo@example.com' })).toEqual([]);
});

test('where there is no past, no address, or none that is looked at, no address is new', () => {
  expect(factorsOf({ sourceIPs: ['198.51.100.7'] }, {}, 0)).toEqual([]);
  expect(factorsOf({ sourceIPs: [] })).toEqual([]);
});

test('a call is counted by its requests, and by its events where there are none', () => {
  expect(ranked({}, { requests: 3, events: 7 }).count).toBe(3);
  expect(ranked({}, { requests: 0, events: 7 }).count).toBe(7);
});

test('its pattern is one line of what is there', () => {
  expect(ranked({}).pattern).toBe('get pods payments /api/v1/namespaces/{ns}/pods/{name}');
  expect(ranked({ namespace: null, requestURI: '/api/v1/pods' }).pattern).toBe('get pods /api/v1/pods');
  expect(ranked({ namespace: null, resource: null, requestURI: '/version' }).pattern).toBe('get /version');
  expect(ranked({ requestURI: null }).pattern).toBe('get pods payments');
});

test('its bits are rounded to hundredths and add up', () => {
  const { total = 0, ...terms } = ranked({ verb: 'delete', sourceIPs: ['198.51.100.7'] }).bits;
  expect(total).toBeGreaterThan(3);
  for (const bits of [total, ...Object.values(terms)]) expect(Math.round(bits * 100) / 100).toBe(bits);
  expect(Object.values(terms).reduce((sum, bits) => sum + bits, 0)).toBeCloseTo(total, 1);
});

test('rankings of clusters merge by rarity, then surprise, then cluster, then rank', () => {
  const call = ranked({});
  const of = (clusterId: string, rank: number, rarity: number, total: number) => ({
    ...call,
    clusterId,
    rank,
    rarity,
    bits: { total },
  });
  const merged = mergeRankings([
    [of('b', 1, 99, 5), of('b', 2, 90, 5), of('b', 3, 90, 5)],
    [of('a', 1, 99, 6), of('a', 2, 90, 5)],
  ]);
  expect(merged.map(({ clusterId, rank, rarity, bits }) => [clusterId, rank, rarity, bits.total])).toEqual([
    ['a', 1, 99, 6],
    ['b', 2, 99, 5],
    ['a', 3, 90, 5],
    ['b', 4, 90, 5],
    ['b', 5, 90, 5],
  ]);
});
