/** What the clients of the account make of each fault, one at a time. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { randomFrom } from '../../src/simulate/random.ts';
import type { FaultKind } from './fault.ts';
import { type FaultyProxy, faultyProxy } from './proxy.ts';
import { world } from './world.ts';

const storage = inject('azurite');
let proxy: FaultyProxy;
beforeAll(async () => {
  proxy = await faultyProxy(storage, randomFrom('retries'));
});
afterAll(() => proxy.close());

const scripts: [string, string, FaultKind[]][] = [
  ['a commit that is refused', 'table commit', ['500', '503']],
  ['a commit that is lost on its way', 'table commit', ['drop-before']],
  ['a commit that took effect and was never confirmed', 'table commit', ['drop-after']],
  ['a commit that took effect and was answered as an error', 'table commit', ['500-after']],
  ['an opening that is refused', 'table list', ['500', 'drop-before', '503']],
  ['a read that is refused', 'blob read', ['503', 'drop-before']],
  ['a read that breaks off', 'blob read', ['cut', 'cut']],
  ['a commit that is throttled', 'table commit', ['503-wait', '429-wait']],
  ['a look that is refused', 'blob look', ['503', '500', 'drop-after']],
];

test.each(scripts)('%s is tried again within the same run, and counts once', async (_what, kind, faults) => {
  const { run, append, events } = await world(storage, proxy);
  await append(150, 120);
  const before = proxy.faultCount();
  proxy.script(kind, ...faults);
  expect((await run()).state).toBe('counted');
  expect(proxy.faultCount()).toBe(before + faults.length);
  expect(await events()).toBe(150);
});

test('a table that is throttled is left alone for as long as it says', async () => {
  const { run, append } = await world(storage, proxy);
  await append(10, 10);
  proxy.script('table commit', '429-wait');
  const began = performance.now();
  await run();
  expect(performance.now() - began).toBeGreaterThan(1_000);
});

// Left to itself the table client waits for the hour, far beyond the deadline of any function.
test.each(['503-hour', '429-date'] as const)(
  'a table that says to stay away for an hour (%s) is asked again in time',
  async (fault) => {
    const { run, append, events } = await world(storage, proxy, 700);
    await append(10, 10);
    proxy.script('table commit', fault, fault);
    const began = performance.now();
    expect((await run()).state).toBe('counted');
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(1_300);
    expect(waited).toBeLessThan(10_000);
    expect(await events()).toBe(10);
  },
);

// The SDKs wait for ever for an answer that does not come: found by the fault suite, whose stalls held a host for as long
// as they lasted.
test.each([
  ['table commit', 'stall'],
  ['table commit', 'stall-after'],
  ['table list', 'stall'],
  ['table list', 'stall-after'],
  ['blob read', 'stall'],
  ['blob read', 'stall-after'],
] as const)(
  'a %s that is never answered (%s) is given up and asked again',
  async (kind, fault) => {
    const { run, append, events } = await world(storage, proxy, 700);
    await append(30, 20);
    proxy.script(kind, fault);
    expect((await run()).state).toBe('counted');
    expect(await events()).toBe(30);
  },
  20_000,
);
