import { expect, test } from 'vitest';
import type { CallEvent, Presence } from '../../src/core/read/call.ts';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { eventsOf } from '../../src/simulate/events.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { recordLine } from '../../src/simulate/record.ts';
import type { Request } from '../../src/simulate/request.ts';
import { attackIn, type Clients, lastDay, monthOf } from './months.ts';
import { madeOf, rowsOf } from './rows.ts';

const months = { kubectl: monthOf(3, 'kubectl'), interactive: monthOf(3, 'interactive') };
const [small, medium] = months.interactive.clusters;

/** What the product's reader makes of requests, once they were written as diagnostic records. */
function read(
  requests: readonly Request[],
  clients: Clients = 'interactive',
): { events: CallEvent[]; presences: Presence[] } {
  const random = randomFrom('rows');
  const reader = logReader({ ...defaultReadOptions, clients });
  const lines = requests.flatMap((request) =>
    eventsOf(request, random).map(({ event }) =>
      recordLine({
        cluster: 'C',
        time: '2026-10-01T00:00:00.1Z',
        arrived: '2026-10-01T00',
        event,
        label: null,
        pod: 'p',
        containerID: 'c',
      }),
    ),
  );
  const found = [...reader.push(Buffer.from(`${lines.join('\n')}\n`))];
  return {
    events: found.flatMap((one) => ('event' in one ? [one.event] : [])),
    presences: found.flatMap((one) => ('presence' in one ? [one.presence] : [])),
  };
}

const sorted = (things: readonly object[]): string[] => things.map((thing) => JSON.stringify(thing)).sort();
const callsOf = (requests: readonly Request[], clients: Clients = 'interactive') =>
  requests.flatMap((request) => {
    const made = madeOf(request, clients);
    return 'call' in made ? [made] : [];
  });
const counted = ({ events }: ReturnType<typeof read>) =>
  events.filter(({ isRequest }) => isRequest).map(({ call, client }) => ({ call, client }));

test.each(['kubectl', 'interactive'] as const)(
  'a day of requests is the same calls as the reader makes of its rendered lines, counting %s',
  (clients) => {
    for (const cluster of months[clients].clusters.slice(0, 2)) {
      const requests = [...(cluster.days[8] ?? []), ...(cluster.machinery[8] ?? [])];
      expect(requests.length).toBeGreaterThan(100);
      expect(sorted(counted(read(requests, clients)))).toEqual(sorted(callsOf(requests, clients)));
    }
  },
);

test('noisy people and an upgrade, too, are what the reader makes of them', () => {
  for (const cluster of monthOf(4, 'interactive', { noise: true, upgraded: true }).clusters) {
    const requests = cluster.days[lastDay] ?? [];
    expect(sorted(counted(read(requests)))).toEqual(sorted(callsOf(requests)));
    for (const request of requests.filter(
      ({ step }) => step.resource === 'daemonsets' && step.body !== undefined,
    )) {
      const [row] = rowsOf(months.interactive, cluster.world, lastDay, [request]).rows;
      expect(row?.applied).toEqual(read([request]).events.at(-1)?.applied);
    }
  }
});

test('the machinery makes no call and leaves its addresses, as the reader sees them', () => {
  if (medium === undefined) throw new RangeError('a month has three clusters');
  const requests = medium.machinery[8] ?? [];
  const { rows } = rowsOf(months.interactive, medium.world, 8, requests);
  const traces = rows.filter(({ client }) => client === 'presence');
  const seen = read(requests).presences.map(({ user, ip, day }) => `${user} ${ip} ${day}`);
  expect(traces.map(({ call, day }) => `${call.user} ${call.sourceIPs.join()} ${day}`).sort()).toEqual(
    seen.sort(),
  );
  expect(seen.filter((text) => text.startsWith('system:node:')).length).toBeGreaterThan(2);
  // Some controllers send what their language's client says: those count.
  const others = rows.filter(({ client }) => client === 'other');
  expect(others.length).toBeGreaterThan(0);
  expect(others.length).toBeLessThan(requests.length / 4);
});

test('other programs than kubectl make one row of what is one pattern', () => {
  if (medium === undefined) throw new RangeError('a month has three clusters');
  const requests = medium.days[8] ?? [];
  const { rows } = rowsOf(months.interactive, medium.world, 8, requests);
  const others = callsOf(requests).filter(({ client }) => client === 'other');
  const own = rows.filter(({ client }) => client === 'other');
  expect(own.length).toBeGreaterThan(20);
  expect(own.length).toBeLessThan(new Set(sorted(others)).size);
  expect(own.reduce((sum, row) => sum + row.requests, 0)).toBe(others.length);
});

test.each([undefined, 'k9s', 'python', 'helm', 'kubelet'] as const)(
  'attacks too, with what they applied, impersonated or were refused, with %s',
  (client) => {
    const month = months.interactive;
    if (medium === undefined) throw new RangeError('a month has three clusters');
    for (const id of [
      'privileged-pod',
      'impersonation',
      'anonymous-probing',
      'nodes-proxy',
      'steal-serviceaccount-token',
    ]) {
      const attack = attackIn(month, medium.world, {
        scenario: scenarioNamed(id),
        loudness: 'loud',
        ...(client === undefined ? {} : { client }),
      });
      const found = read(attack);
      expect(sorted(counted(found))).toEqual(sorted(callsOf(attack)));
      const { rows } = rowsOf(month, medium.world, lastDay, attack);
      const applied = new Set(
        found.events.filter(({ isRequest }) => isRequest).map((event) => JSON.stringify(event.applied)),
      );
      expect(new Set(rows.map((row) => JSON.stringify(row.applied)))).toEqual(applied);
    }
  },
);

test('repeats of an event that is remembered are not counted again', () => {
  if (small === undefined) throw new RangeError('a month has three clusters');
  const once = rowsOf(months.interactive, small.world, 8, small.days[8] ?? []).rows;
  const twice = rowsOf(months.interactive, small.world, 8, small.days[8] ?? [], () => 2).rows;
  expect(twice.filter(({ requests }) => requests <= 16)).toEqual(
    once.filter(({ requests }) => requests <= 16),
  );
});
