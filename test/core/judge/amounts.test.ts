import { expect, test } from 'vitest';
import { type Amounts, amountsOf } from '../../../src/core/judge/amounts.ts';
import { judged } from '../../../src/core/judge/ranked-call.ts';
import { nothingSeen } from '../../../src/core/rank/past.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import type { Call, Said } from '../../../src/core/read/call.ts';
import { nothingSaid } from '../../../src/core/read/said.ts';
import { aCluster, aDay, aPattern, daysBefore } from '../build.ts';

type Deed = Partial<Call> & { said?: Partial<Said>; requests?: number; isProxied?: boolean };

const callOf = ({ said, requests = 1, isProxied = false, ...call }: Deed) => ({
  row: aPattern(call, { said: { ...nothingSaid, ...said }, requests }),
  before: { ...nothingSeen, isProxied },
});

/** The amounts of the first call's caller. */
function amounts(...deeds: readonly Deed[]): Amounts {
  const calls = deeds.map(callOf);
  const [first] = calls;
  if (first === undefined) throw new Error('nothing was done');
  return amountsOf(calls)(first);
}

const names = (count: number) => ({ names: Array.from({ length: count }, (_, at) => `thing-${at}`) });
const deletion: Deed = { verb: 'delete', resource: 'services' };

test('deleted things are counted by their names, over all of the caller', () => {
  expect(
    amounts(
      { ...deletion, said: names(4), requests: 9 },
      { ...deletion, resource: 'secrets', namespace: 'other', said: names(3) },
      { ...deletion, user: 'ben@example.com', said: names(7) },
    ).deleted,
  ).toBe(7);
});

test('with more names than are kept the requests are counted', () => {
  expect(amounts({ ...deletion, said: names(20), requests: 300 }).deleted).toBe(300);
  expect(amounts({ ...deletion, said: names(20), requests: 20 }).deleted).toBe(20);
  expect(amounts({ ...deletion, requests: 300 }).deleted).toBe(1);
});

test.each<[string, Deed]>([
  ['refused', { code: 403 }],
  ['failed', { code: 404 }],
  ['only tried', { said: { ...names(4), dryRun: true } }],
  ['of what goes by itself', { resource: 'pods' }],
  ['no deletion', { verb: 'patch' }],
])('what was %s is not deleted', (_, deed) => {
  expect(amounts({ ...deletion, said: names(4), ...deed }).deleted).toBe(0);
});

test('refused things and secrets that were read by name are counted as well', () => {
  expect(
    amounts(
      { code: 403, said: names(2) },
      { code: 401, verb: 'list' },
      { resource: 'secrets', said: names(3) },
      { resource: 'secrets', verb: 'list', said: names(3) },
      { resource: 'secrets', said: names(5), code: 404 },
      { resource: 'configmaps', said: names(3) },
    ),
  ).toEqual({ deleted: 0, refused: 3, secrets: 3, surveyed: 0 });
});

test('kinds of things that were listed of the whole cluster are counted once each', () => {
  const list = (resource: string, more: Deed = {}): Deed => ({
    verb: 'list',
    resource,
    namespace: null,
    ...more,
  });
  expect(
    amounts(
      list('pods'),
      list('pods', { verb: 'watch' }),
      list('nodes', { impersonated: 'x' }),
      list('clusterroles', { code: 403 }),
      list('secrets', { namespace: 'payments' }),
      list('deployments'),
      list('roles', { user: 'ben@example.com' }),
    ).surveyed,
  ).toBe(2);
});

test('who impersonates is one caller, whatever names he takes; whom a proxy lets in, counts alone', () => {
  const as = (impersonated: string, isProxied = false) => ({
    ...deletion,
    impersonated,
    said: names(4),
    isProxied,
  });
  expect(amounts(as('a'), as('b'), { ...deletion, said: names(4) }).deleted).toBe(12);
  expect(amounts(as('a', true), as('b', true)).deleted).toBe(4);
});

test('each call is judged by what its caller did in all', () => {
  const today = Array.from({ length: 3 }, (_, at) =>
    aPattern(
      { verb: 'delete', resource: 'services', namespace: `space-${'abc'[at]}` },
      { said: { ...nothingSaid, ...names(4) } },
    ),
  );
  const day = aDay('2026-10-31');
  const { calls } = judged(
    rankSurprise({ day, today, baseline: daysBefore(day, 9, [aPattern()]) }),
    aCluster,
  );
  for (const { risk, attack } of calls) {
    expect(risk.factors.map(({ id }) => id)).toContain('many-deleted');
    expect(attack.map(({ id }) => id)).toContain('T1485');
  }
});
