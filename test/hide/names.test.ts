/** Names with generated parts: folded, they are one pattern; which of them it was shows all the same. */
import { expect, test } from 'vitest';
import type { RankedCall } from '../../src/core/judge/ranked-call.ts';
import { attacker, event, everyDay, hunted, line } from './month.ts';

const secretOf = (tenant: string) =>
  event({
    user: attacker,
    verb: 'get',
    resource: 'secrets',
    namespace: tenant,
    name: 'db',
    ip: '203.0.113.7',
  });

/** The call of today, of somebody who read the secrets of some tenant on every day before. */
async function callOf(usually: (at: number) => string, today: readonly string[]): Promise<RankedCall> {
  const daily = everyDay(30, (day, at) => [line({ day, second: 36_000 }, secretOf(usually(at)))]);
  const now = today.map((tenant, at) => line({ second: 36_000 + 40 * at }, secretOf(tenant)));
  const { ranked } = await hunted([...daily, ...now]);
  const [call] = ranked.calls.filter(({ user }) => user === attacker);
  if (call === undefined) throw new Error('nothing was called');
  return call;
}

const uuid = (digit: number): string =>
  `t-${String(digit).repeat(8)}-${`${String(digit).repeat(4)}-`.repeat(3)}${String(digit).repeat(12)}`;

test.each([
  ['numbers', 'tenant-101', 'tenant-102'],
  ['UUIDs', uuid(1), uuid(2)],
  ['hashes', 'tenant-0a1b2c3d', 'tenant-9f8e7d6c'],
])('a tenant never touched before is as rare with %s in its name as with words', async (_, own, other) => {
  const named = await callOf(() => 'tenant-a', ['tenant-b']);
  const [usual, never] = [await callOf(() => own, [own]), await callOf(() => own, [other])];
  expect(never.rarity).toBeGreaterThan(named.rarity - 2);
  expect(never.bits.total).toBeGreaterThan((usual.bits.total ?? 0) + 5);
  expect(usual.rarity).toBeLessThan(20);
  // The usual one beside it hides nothing.
  expect((await callOf(() => own, [own, other])).rarity).toBeGreaterThan(named.rarity - 2);
});

test('previews that are new every day are no news', async () => {
  const next = await callOf((at) => `pr-${1_000 + at}`, ['pr-2000']);
  expect(next.rarity).toBeLessThan(20);
});

test('how many tenants there were at once shows, however they are named', async () => {
  const many = Array.from({ length: 40 }, (_, at) => `tenant-${200 + at}`);
  const [one, all] = [
    await callOf(() => 'tenant-101', ['tenant-102']),
    await callOf(() => 'tenant-101', many),
  ];
  expect(all.bits.breadth).toBeGreaterThan((one.bits.breadth ?? 0) + 1);
  expect(all.rarity).toBeGreaterThan(one.rarity);
});
