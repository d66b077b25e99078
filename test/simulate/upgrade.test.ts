import { describe, expect, test } from 'vitest';
import type { Day } from '../../src/core/count/day.ts';
import type { Request } from '../../src/simulate/request.ts';
import { requestsOn, type SimulationOptions, worldsOf } from '../../src/simulate/simulate.ts';
import type { Upgrade } from '../../src/simulate/world.ts';

const dayOf = (by: Upgrade['by'] | null, day = 9): { requests: Request[]; nodes: readonly string[] } => {
  const cluster = { name: 'aks-one', people: 14, teams: 3, robots: 3, machinery: 2 };
  const options: SimulationOptions = {
    seed: 7,
    from: '2026-09-07' as Day,
    days: 12,
    clusters: [by === null ? cluster : { ...cluster, upgrade: { day: 9, by } }],
  };
  const [world] = worldsOf(options);
  if (world === undefined) throw new RangeError('one cluster was asked for');
  return { requests: requestsOn(options, world, day, false), nodes: world.nodes };
};

const plain = new Set(dayOf(null).requests.map((request) => JSON.stringify(request)));
const added = (by: Upgrade['by']): Request[] =>
  dayOf(by).requests.filter((request) => !plain.has(JSON.stringify(request)));

describe.each(['aks', 'operator', 'pipeline'] as const)('an upgrade by %s', (by) => {
  const requests = added(by);

  test('adds to its day and moves nothing, and no other day', () => {
    expect(dayOf(by).requests.length).toBe(plain.size + requests.length);
    expect(dayOf(by, 8).requests).toEqual(dayOf(null, 8).requests);
    expect(requests.every(({ label }) => label === null)).toBe(true);
  });

  test('cordons and drains every node, one after the other', () => {
    const cordoned = requests
      .filter(({ step }) => step.query === 'fieldManager=kubectl-cordon' && step.verb === 'patch')
      .map(({ step }) => step.name);
    for (const node of dayOf(by).nodes) expect(cordoned.filter((name) => name === node).length).toBe(1);
    const evicted = requests.filter(({ step }) => step.subresource === 'eviction');
    expect(evicted.length).toBeGreaterThan(3 * cordoned.length);
    expect(new Set(evicted.map(({ step }) => step.namespace)).size).toBeGreaterThan(3);
  });

  test('is done by the one who does it', () => {
    const users = new Set(
      requests.filter(({ step }) => step.subresource === 'eviction').map(({ who }) => who.username),
    );
    expect(users.size).toBe(1);
    const [user] = users;
    expect(user === 'aksService').toBe(by === 'aks');
    expect(/@/.test(user ?? '')).toBe(by === 'operator');
    const agents = new Set(
      requests.filter(({ who }) => who.username === user).map(({ userAgent }) => userAgent.split('/')[0]),
    );
    expect(agents.has('kubectl') || agents.has('kubectl.exe')).toBe(true);
  });
});

test('AKS has a surge node for the time, and brings its add-ons', () => {
  const requests = added('aks');
  const nodes = dayOf('aks').nodes;
  const newcomer = requests.find(({ who }) => who.username.startsWith('system:node:'));
  expect(nodes).not.toContain(newcomer?.who.username.slice('system:node:'.length));
  expect(requests.at(-1)?.step).toMatchObject({ verb: 'delete', resource: 'nodes' });
  expect(
    requests.some(
      ({ step }) => step.resource === 'daemonsets' && step.body?.dangerous?.includes('privileged'),
    ),
  ).toBe(true);
});
