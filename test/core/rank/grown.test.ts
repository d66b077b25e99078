/** Days before that lift a call, as the ranking of a day passes them on. */
import { expect, test } from 'vitest';
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { maskGrown } from '../../../src/core/rank/mask/mask.ts';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aDay, aPattern } from '../build.ts';

const day = aDay('2026-10-20');
const daily = ['anna', 'ben', 'cleo', 'dan', 'eve', 'finn'].flatMap((user) =>
  ['pods', 'deployments', 'services'].flatMap((resource) =>
    ['get', 'list'].map((verb) => aPattern({ user, verb, resource })),
  ),
);
const by = (user: string, verb: string, resource: string, over: Partial<Call> = {}): PatternRow =>
  aPattern({ user, verb, resource, ...over });

/** Ranks the day after three weeks of daily life, on some days of which something else was done as well. */
function ranked(today: readonly PatternRow[], odd: Readonly<Record<number, readonly PatternRow[]>>) {
  const baseline = Array.from({ length: 21 }, (_, at) => {
    const back = 21 - at;
    return { day: addDays(day, -back), patterns: [...daily, ...(odd[back] ?? [])] };
  });
  return rankSurprise({ day, today: [...daily, ...today], baseline });
}
const back = (days: number): Day => addDays(day, -days);

const slowly = {
  4: [by('anna', 'list', 'rolebindings')],
  3: [by('anna', 'get', 'secrets')],
  1: [by('anna', 'create', 'serviceaccounts', { subresource: 'token' })],
};
const at = by('anna', 'get', 'pods', { subresource: 'exec' });

test('what somebody did oddly on days before is told with the calls that it lifts, and with no others', () => {
  const { grown, calls } = ranked([at, by('ben', 'delete', 'services')], slowly);
  expect(grown).toHaveLength(1);
  expect(grown[0]?.days.map((one) => [one.day, one.act, one.namespace])).toEqual([
    [back(4), 'list rolebindings', 'payments'],
    [back(3), 'get secrets', 'payments'],
    [back(1), 'create serviceaccounts/token', 'payments'],
  ]);
  for (const { bits } of grown[0]?.days ?? []) expect(bits).toBeGreaterThan(2);
  const lifted = calls.filter(({ rank }) => grown[0]?.ranks.includes(rank));
  expect(new Set(lifted.map(({ row }) => row.user))).toEqual(new Set(['anna']));
  expect(lifted.some(({ row }) => row.subresource === 'exec')).toBe(true);
});

test('where nothing was odd before, or it is long over, nothing is told', () => {
  expect(ranked([at], {}).grown).toEqual([]);
  const past = ranked([at], { 14: [by('anna', 'list', 'rolebindings')] });
  expect(past.grown).toEqual([]);
});

test('what is done in a name that somebody takes on is his who takes it on', () => {
  const asAnna = (verb: string, resource: string) => by('mallory', verb, resource, { impersonated: 'anna' });
  const odd = { 3: [asAnna('get', 'secrets')], 2: [asAnna('list', 'rolebindings')] };
  const of = (call: PatternRow) =>
    ranked([call], odd).grown.flatMap(({ days }) => days.map((one) => one.day));
  expect(of(at)).toEqual([]);
  expect(of(asAnna('delete', 'deployments'))).toEqual([back(3), back(2)]);
});

test('what a caller made up is short, and masked where it may be a secret', () => {
  const long = 'z'.repeat(5_000);
  const odd = { 2: [by('anna', 'get', `${long}`, { namespace: long })], 1: [by('anna', 'create', 'jobs')] };
  const [grown] = ranked([at], odd).grown;
  const made = grown?.days.find((one) => one.day === back(2));
  expect(made?.act?.length).toBeLessThan(100);
  expect(made?.namespace?.length).toBeLessThan(100);
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ';
  const days = [{ day, bits: 3, act: `get /x?token=${token}`, namespace: token }];
  expect(JSON.stringify(maskGrown({ ranks: [1], days }))).not.toContain(token);
});
