import { expect, test } from 'vitest';
import type { Call, CallEvent } from '../../src/core/read/call.ts';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { eventsOf } from '../../src/simulate/events.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { recordLine } from '../../src/simulate/record.ts';
import type { Request } from '../../src/simulate/request.ts';
import { attackIn, lastDay, monthOf } from './months.ts';
import { callOf, rowsOf } from './rows.ts';

const month = monthOf(3);
const [small, medium] = month.clusters;

/** What the product's reader makes of requests, once they were written as diagnostic records. */
function read(requests: readonly Request[]): CallEvent[] {
  const random = randomFrom('rows');
  const reader = logReader(defaultReadOptions);
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
  return [...reader.push(Buffer.from(`${lines.join('\n')}\n`))].flatMap((found) =>
    'event' in found ? [found.event] : [],
  );
}

const sorted = (calls: readonly (Call | null)[]): string[] =>
  calls
    .filter((call) => call !== null)
    .map((call) => JSON.stringify(call))
    .sort();

test('a day of requests is the same calls as the reader makes of its rendered lines', () => {
  for (const cluster of [small, medium]) {
    const requests = cluster?.days[8] ?? [];
    expect(requests.length).toBeGreaterThan(100);
    const counted = read(requests).filter(({ isRequest }) => isRequest);
    expect(sorted(counted.map(({ call }) => call))).toEqual(sorted(requests.map(callOf)));
  }
});

test('attacks too, with what they applied, impersonated or were refused', () => {
  if (medium === undefined) throw new RangeError('a month has three clusters');
  for (const id of [
    'privileged-pod',
    'impersonation',
    'anonymous-probing',
    'nodes-proxy',
    'steal-serviceaccount-token',
  ]) {
    const attack = attackIn(month, medium.world, { scenario: scenarioNamed(id), loudness: 'loud' });
    const counted = read(attack).filter(({ isRequest }) => isRequest);
    expect(sorted(counted.map(({ call }) => call))).toEqual(sorted(attack.map(callOf)));
    const { rows } = rowsOf(month, medium.world, lastDay, attack);
    const applied = new Set(counted.map((event) => JSON.stringify(event.applied)));
    expect(new Set(rows.map((row) => JSON.stringify(row.applied)))).toEqual(applied);
  }
});

test('repeats of an event that is remembered are not counted again', () => {
  if (small === undefined) throw new RangeError('a month has three clusters');
  const once = rowsOf(month, small.world, 8, small.days[8] ?? []).rows;
  const twice = rowsOf(month, small.world, 8, small.days[8] ?? [], () => 2).rows;
  expect(twice.filter(({ requests }) => requests <= 16)).toEqual(
    once.filter(({ requests }) => requests <= 16),
  );
});
