import { describe, expect, test } from 'vitest';
import type { Day } from '../../src/core/count/day.ts';
import type { AttackOptions } from '../../src/simulate/attacks/attack.ts';
import type { Pace } from '../../src/simulate/attacks/pace.ts';
import { loudness } from '../../src/simulate/attacks/scenario.ts';
import { scenarioNamed, scenarios } from '../../src/simulate/attacks/scenarios.ts';
import { randomFrom, suffixOf } from '../../src/simulate/random.ts';
import { type Request, uriOf } from '../../src/simulate/request.ts';
import {
  attackOn,
  requestsOn,
  type SimulationOptions,
  simulate,
  worldsOf,
} from '../../src/simulate/simulate.ts';

const options: SimulationOptions = {
  seed: 7,
  from: '2026-09-07' as Day,
  days: 12,
  clusters: [{ name: 'aks-one', people: 14, teams: 3, robots: 3, machinery: 2, open: true }],
};
const [world] = worldsOf(options);
if (world === undefined) throw new RangeError('one cluster was asked for');

const planned = (id: string, kind: AttackOptions['loudness']): AttackOptions => ({
  cluster: 'aks-one',
  day: 11,
  scenario: scenarioNamed(id),
  loudness: kind,
});

describe('simulate', () => {
  test('tells the same story for the same seed, and another one for another', () => {
    const first = JSON.stringify([...simulate(options)]);
    expect(JSON.stringify([...simulate(options)])).toBe(first);
    expect(JSON.stringify([...simulate({ ...options, seed: 8 })])).not.toBe(first);
  });

  test('yields events in order of the time at which they were written', () => {
    const times = Array.from(simulate(options), ({ event }) => String(event.stageTimestamp));
    expect(times).toEqual(times.toSorted());
  });

  test('is not moved by an attack: all else stays as it was', () => {
    const calm = requestsOn(options, world, 11, false);
    const attacked = requestsOn({ ...options, attacks: [planned('dump-secrets', 'loud')] }, world, 11, false);
    expect(attacked.length).toBeGreaterThan(calm.length);
    expect(attacked.filter(({ label }) => label === null)).toEqual(calm);
  });

  test('gives a day without the days before it', () => {
    const again = worldsOf(options)[0];
    expect(again === undefined ? [] : requestsOn(options, again, 9, false)).toEqual(
      requestsOn(options, world, 9, false),
    );
  });

  test('lets most people rest at the weekend', () => {
    const workdays = [0, 1, 2, 3, 4].map((day) => requestsOn(options, world, day, false).length);
    const weekend = [5, 6].map((day) => requestsOn(options, world, day, false).length);
    expect(Math.max(...weekend)).toBeLessThan(Math.min(...workdays));
  });
});

describe('an attack', () => {
  test.each(scenarios.map(({ id }) => id))('%s is labelled, and long enough to be seen', (id) => {
    for (const kind of loudness) {
      const requests = attackOn(options, world, planned(id, kind));
      if (requests.length === 0) expect(kind).toBe('living');
      else expect(requests.length).toBeGreaterThanOrEqual(8);
      for (const { label } of requests) expect(label).toBe(`${id}/${kind}`);
    }
  });

  const placesOf = (
    kind: AttackOptions['loudness'],
  ): { ips: Set<string | undefined>; agents: Set<string> } => {
    const requests = attackOn(options, world, planned('database-tunnel', kind));
    return {
      ips: new Set(requests.map(({ sourceIPs }) => sourceIPs[0])),
      agents: new Set(requests.map(({ userAgent }) => userAgent)),
    };
  };
  const everyPlace = new Set([
    world.egress,
    ...world.people.flatMap(({ machines }) =>
      machines.flatMap(({ ip, moves }) => [ip, ...moves.map(([, next]) => next)]),
    ),
    ...world.robots.flatMap(({ ips }) => ips),
  ]);

  test('that is loud comes from an address that nobody has', () => {
    for (const ip of placesOf('loud').ips) expect(everyPlace).not.toContain(ip);
  });

  test.each(['quiet', 'living'] as const)('that is %s comes from one usual place with one agent', (kind) => {
    const { ips, agents } = placesOf(kind);
    expect(ips.size).toBe(1);
    expect(agents.size).toBe(1);
    for (const ip of ips) expect(everyPlace).toContain(ip);
  });

  test('gives up when it is refused too often', () => {
    const victim = ({ role }: { role: string }): boolean => role === 'viewer';
    const refused = attackOn(options, world, { ...planned('steal-serviceaccount-token', 'quiet'), victim });
    expect(refused.filter(({ code }) => code === 403).length).toBeLessThanOrEqual(8);
  });
});

describe('a slower or faster attack', () => {
  const at = (pace: Pace): Request[] =>
    attackOn(options, world, { ...planned('dump-secrets', 'quiet'), pace });
  const typed = at('typed');
  const what = ({ step, code, who }: Request): string => JSON.stringify([step, code, who.username]);
  const midnight = Date.parse('2026-09-18') * 1000;
  const dayOf = (request: Request): number => Math.floor((request.at - midnight) / 86_400_000_000);

  test.each(['scripted', 'patient', 'spread'] as const)('that is %s makes the same requests', (pace) => {
    expect(at(pace).map(what)).toEqual(typed.map(what));
    expect(at(pace)).not.toEqual(typed);
  });

  test('that is scripted is over within a minute', () => {
    const times = at('scripted').map((request) => request.at);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000_000);
  });

  test('that is patient lets more than an hour pass between commands, and ends on the day', () => {
    const times = at('patient').map((request) => request.at);
    const pauses = times.slice(1).map((time, i) => (time - (times[i] ?? 0)) / 3_600_000_000);
    expect(pauses.filter((pause) => pause > 1.1).length).toBeGreaterThan(10);
    expect(Math.max(...pauses)).toBeLessThan(3);
    expect(dayOf(at('patient').at(-1) as Request)).toBe(0);
  });

  test('that is spread does something on each of five days', () => {
    expect([...new Set(at('spread').map(dayOf))]).toEqual([-4, -3, -2, -1, 0]);
  });
});

describe('uriOf', () => {
  test.each([
    [
      { verb: 'list', resource: 'pods', namespace: 'shop', query: 'limit=500' } as const,
      '/api/v1/namespaces/shop/pods?limit=500',
    ],
    [{ verb: 'list', resource: 'pods' } as const, '/api/v1/pods'],
    [
      { verb: 'create', resource: 'deployments', namespace: 'shop', name: 'web' } as const,
      '/apis/apps/v1/namespaces/shop/deployments',
    ],
    [
      {
        verb: 'create',
        resource: 'serviceaccounts',
        subresource: 'token',
        namespace: 'shop',
        name: 'default',
      } as const,
      '/api/v1/namespaces/shop/serviceaccounts/default/token',
    ],
    [
      { verb: 'get', resource: 'nodes', subresource: 'proxy', name: 'n1', path: '/pods' } as const,
      '/api/v1/nodes/n1/proxy/pods',
    ],
    [{ verb: 'delete', resource: 'namespaces', name: 'shop' } as const, '/api/v1/namespaces/shop'],
    [
      { verb: 'list', resource: 'podmetrics', namespace: 'shop' } as const,
      '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods',
    ],
    [{ verb: 'get', resource: null, path: '/api', query: 'timeout=32s' } as const, '/api?timeout=32s'],
  ])('writes %o as the API server reads it', (step, uri) => {
    expect(uriOf(step)).toBe(uri);
  });
});

describe('randomFrom', () => {
  test('is even enough', () => {
    const random = randomFrom('even');
    const draws = Array.from({ length: 40_000 }, () => random.next());
    expect(draws.reduce((sum, value) => sum + value, 0) / draws.length).toBeCloseTo(0.5, 2);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
  });

  test('forks into streams that do not move each other', () => {
    const random = randomFrom('a');
    const before = random.fork('x').uuid();
    random.next();
    expect(random.fork('x').uuid()).toBe(before);
    expect(random.fork('y').uuid()).not.toBe(before);
  });

  test('makes suffixes of the letters that Kubernetes uses', () => {
    expect(suffixOf('web/3', 9)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{9}$/);
    expect(suffixOf('web/3', 9)).toBe(suffixOf('web/3', 9));
  });
});
