import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Day } from '../../src/core/count/day.ts';
import { loudness } from '../../src/simulate/attacks/scenario.ts';
import { scenarioNamed, scenarios } from '../../src/simulate/attacks/scenarios.ts';
import { type ClientName, clients } from '../../src/simulate/clients/clients.ts';
import { eventsOf } from '../../src/simulate/events.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { type Request, uriOf } from '../../src/simulate/request.ts';
import { attackOn, requestsOn, type SimulationOptions, worldsOf } from '../../src/simulate/simulate.ts';

const options: SimulationOptions = {
  seed: 7,
  from: '2026-09-07' as Day,
  days: 12,
  clusters: [{ name: 'aks-one', people: 14, teams: 3, robots: 3, machinery: 2, open: true }],
};
const [world] = worldsOf(options);
if (world === undefined) throw new RangeError('one cluster was asked for');

const attackBy = (client: ClientName | undefined, id: string, kind: (typeof loudness)[number]): Request[] =>
  attackOn(options, world, {
    cluster: 'aks-one',
    day: 11,
    scenario: scenarioNamed(id),
    loudness: kind,
    ...(client === undefined ? {} : { client }),
  });

describe('an attack with another program', () => {
  const agents: Readonly<Record<ClientName, RegExp>> = {
    k9s: /^k9s\/v0\.\d+\.\d \((linux|darwin|windows)\/\w+\) kubernetes\/(\$Format|[0-9a-f]{7})$/,
    curl: /^curl\/8\.\d+\.0$/,
    python: /^OpenAPI-Generator\/\d\d\.1\.0\/python$/,
    go: /^(Go-http-client\/2\.0|main\/v0\.0\.0 \([^)]+\) kubernetes\/\$Format)$/,
    helm: /^Helm\/3\.\d+\.\d$/,
    kubelet: /^kubelet\/v1\.\d+\.\d \(linux\/amd64\) kubernetes\/[0-9a-f]{7}$/,
    lens: /^Mozilla\/5\.0 .* OpenLens\/6/,
    portal: /^Mozilla\/5\.0 .* Safari\/537\.36$/,
    terraform: /^HashiCorp\/1\.0 Terraform\/1\.\d+\.\d$/,
  };

  test.each(Object.keys(clients) as ClientName[])(
    '%s is that program, by the same one, in no word kubectl',
    (client) => {
      for (const { id } of scenarios) {
        for (const kind of loudness) {
          const usual = attackBy(undefined, id, kind);
          const attack = attackBy(client, id, kind);
          expect(attack.length > 0).toBe(usual.length > 0);
          expect(new Set(attack.map(({ who }) => who.username))).toEqual(
            new Set(usual.map(({ who }) => who.username)),
          );
          const named = attack.filter(({ step }) => step.nameless !== true);
          expect(new Set(named.map(({ userAgent }) => userAgent)).size).toBeLessThanOrEqual(1);
          for (const { userAgent, label, step } of attack) {
            if (step.nameless !== true) expect(userAgent).toMatch(agents[client]);
            expect(label).toBe(`${id}/${kind}`);
            expect(JSON.stringify(step)).not.toContain('kubectl');
          }
        }
      }
    },
  );

  const asked = (client: ClientName, id: string): string[] =>
    attackBy(client, id, 'loud').map(({ step }) => `${step.verb} ${step.resource ?? step.path}`);

  test('reads no lists of APIs where the program knows them', () => {
    expect(asked('k9s', 'enumeration')).toContain('get /apis');
    for (const client of ['curl', 'python', 'go', 'kubelet'] as const) {
      expect(asked(client, 'enumeration')).toContain('list secrets');
      expect(asked(client, 'enumeration')).not.toContain('get /api');
    }
    // Who probes asks for the paths themselves.
    expect(asked('curl', 'anonymous-probing')).toContain('get /apis');
  });

  test('watches what it lists with k9s, and looks before it makes with helm', () => {
    const k9s = asked('k9s', 'enumeration');
    expect(k9s[k9s.indexOf('list namespaces') + 1]).toBe('watch namespaces');
    const helm = asked('helm', 'cronjob-persistence');
    expect(helm[helm.indexOf('create cronjobs') - 1]).toBe('get cronjobs');
  });

  test('opens a shell without any name with Python', () => {
    const shells = attackBy('python', 'exec-elsewhere', 'quiet').filter(
      ({ step }) => step.subresource === 'exec',
    );
    expect(new Set(shells.map(({ userAgent }) => userAgent))).toEqual(new Set(['']));
    const [first] = shells;
    if (first === undefined) throw new RangeError('an attack that opens shells');
    for (const { event } of eventsOf(first, randomFrom('shell')))
      expect(event).not.toHaveProperty('userAgent');
  });

  test('opens a shell by GET with curl', () => {
    const shells = attackBy('curl', 'exec-elsewhere', 'quiet').filter(
      ({ step }) => step.subresource === 'exec',
    );
    expect(shells.length).toBeGreaterThan(2);
    expect(new Set(shells.map(({ step }) => step.verb))).toEqual(new Set(['get']));
  });
});

test('attacks with kubectl are what they were before there were other programs', () => {
  const digest = createHash('sha256');
  for (const { id } of scenarios)
    for (const kind of loudness) digest.update(JSON.stringify(attackBy(undefined, id, kind)));
  expect(digest.digest('hex')).toBe('77ff32c87178f5ac9f503205bab02648c8b43b6eff6e68854d5e04313d61d6c7');
});

describe('daily life with other programs', () => {
  const without: SimulationOptions = {
    ...options,
    seed: 2,
    clusters: options.clusters.map((cluster) => ({ ...cluster, people: 60, teams: 9 })),
  };
  const withThem: SimulationOptions = {
    ...without,
    clusters: without.clusters.map((cluster) => ({ ...cluster, otherClients: true })),
  };
  const daysOf = (month: SimulationOptions): Request[] => {
    const [there] = worldsOf(month);
    if (there === undefined) throw new RangeError('one cluster was asked for');
    return Array.from({ length: 12 }, (_, day) => requestsOn(month, there, day, false)).flat();
  };
  const all = daysOf(withThem);
  const isKubectl = ({ userAgent }: Request): boolean => /^kubectl(\.exe)?\//.test(userAgent);
  const others = all.filter((request) => !isKubectl(request));

  test('leaves what is done with kubectl as it is', () => {
    expect(all.filter(isKubectl)).toEqual(daysOf(without));
    expect(others.length).toBeGreaterThan(all.length / 20);
    expect(others.length).toBeLessThan(all.length / 2);
  });

  test('knows programs of people, of pipelines and of jobs in pods, each of one version for weeks', () => {
    const programs = new Set(others.map(({ userAgent }) => /^[^/ ]+/.exec(userAgent)?.[0]));
    expect(programs).toEqual(
      new Set(['k9s', 'Mozilla', 'Helm', 'OpenAPI-Generator', 'Go-http-client', 'curl', 'HashiCorp', 'main']),
    );
    const byUser = Map.groupBy(others, ({ who, userAgent }) => `${who.username} ${userAgent.split('/')[0]}`);
    for (const own of byUser.values())
      expect(
        new Set(own.map(({ userAgent }) => userAgent.replace(/\([^)]*\)/, ''))).size,
      ).toBeLessThanOrEqual(3);
    const isJob = ({ who }: Request): boolean => who.username.startsWith('system:serviceaccount:');
    expect(others.filter(isJob).length).toBeGreaterThan(20);
    expect(others.filter(({ who }) => who.username.endsWith('@northwind.example')).length).toBeGreaterThan(
      200,
    );
    expect(others.filter(({ label }) => label !== null)).toEqual([]);
  });
});

test('controllers that teams installed can make most of the lines, and move nothing else', () => {
  const [busy] = worldsOf({
    ...options,
    clusters: options.clusters.map((cluster) => ({ ...cluster, controllers: 90 })),
  });
  if (busy === undefined) throw new RangeError('one cluster was asked for');
  const usual = requestsOn(options, world, 2, true);
  const isInstalled = ({ who }: Request): boolean =>
    /^system:serviceaccount:(?!kube-system|gitops|ops:(janitor|backup|reporter|secret-rotator))/.test(
      who.username,
    );
  expect(usual.filter(isInstalled)).toEqual([]);
  const all = requestsOn(options, busy, 2, true);
  expect(all.filter((request) => !isInstalled(request))).toEqual(usual);
  const installed = all.filter(isInstalled);
  expect(installed.length).toBeGreaterThan(0.85 * 24 * 90);
  expect(new Set(installed.map(({ who }) => who.username)).size).toBeGreaterThan(8);
  expect(new Set(installed.map(({ step }) => uriOf(step))).size).toBeGreaterThan(installed.length / 4);
  expect(requestsOn(options, busy, 2, false).filter(isInstalled)).toEqual([]);
});
