import { describe, expect, test } from 'vitest';
import { addressRange } from '../../../src/core/rank/client-ip.ts';
import { pastOf } from '../../../src/core/rank/past.ts';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import { nothingSaid } from '../../../src/core/read/said.ts';
import { anApplied } from '../../build.ts';
import { aDay, aPattern, aPresence, daysBefore } from '../build.ts';

const wayOut = '203.0.113.1';
const elsewhere = '198.51.100.66';
const node = (n: number): string => `system:node:aks-pool-1234-vmss00000${n}`;
const robot = 'system:serviceaccount:shop:cart';

/** A past of days, each with these rows. */
function pastWith(...days: readonly (readonly PatternRow[])[]) {
  const past = pastOf();
  days.forEach((rows) => {
    for (const row of rows) past.learn(row);
    past.endDay();
  });
  return past;
}

describe('an address is the cluster’s own', () => {
  const own = (past: ReturnType<typeof pastOf>, ip: string): boolean =>
    past.of(aPresence(robot, ip)).isOwnAddress;

  test('where two nodes call from', () => {
    const past = pastWith(
      [aPresence(node(1), '203.0.113.5')],
      [aPresence(node(1), wayOut)],
      [aPresence(node(2), wayOut)],
    );
    expect(own(past, wayOut)).toBe(true);
    expect(own(past, elsewhere)).toBe(false);
  });

  test('where a node called from alone on its first day', () => {
    expect(own(pastWith([aPresence(node(1), wayOut)]), wayOut)).toBe(true);
  });

  test('not where one node calls from that is known to call from elsewhere', () => {
    const past = pastWith([aPresence(node(1), wayOut)], [aPresence(node(1), elsewhere)]);
    expect(own(past, elsewhere)).toBe(false);
    expect(own(pastWith([aPresence(node(1), wayOut), aPresence(node(1), elsewhere)]), elsewhere)).toBe(false);
  });

  test('not where only service accounts, or people, call from', () => {
    const person = aPattern({ user: node(3), sourceIPs: [elsewhere] });
    const past = pastWith([
      aPresence(robot, elsewhere),
      aPresence('system:kube-scheduler', elsewhere),
      person,
    ]);
    expect(own(past, elsewhere)).toBe(false);
  });

  test('where the nodes of the day that is ranked call from: a gateway is new', () => {
    const past = pastWith([aPresence(node(1), wayOut), aPresence(node(2), wayOut)]);
    for (const one of [1, 2]) past.look(aPresence(node(one), elsewhere));
    past.endLook();
    expect(own(past, elsewhere)).toBe(true);
  });

  test('where a setting says so', () => {
    const range = addressRange('198.51.100.0/24');
    const past = pastOf(range === null ? [] : [range]);
    expect([own(past, elsewhere), own(past, '198.51.101.1')]).toEqual([true, false]);
  });
});

describe('a grant is new', () => {
  const by = (grants: string[], user = 'anna@example.com') =>
    aPattern({ user }, { said: { ...nothingSaid, grants } });

  test('where an actor with a history never used it', () => {
    const past = pastWith([by(['A']), by(['B'], 'ben@example.com')]);
    expect(past.of(by(['A', 'B'])).newGrants).toEqual(['B']);
    expect(past.of(by(['A', 'B'], 'ben@example.com')).newGrants).toEqual(['A']);
  });

  test('not for a newcomer, not where it is empty, not where no grant was ever named', () => {
    expect(pastWith([by(['A'])]).of(by(['B'], 'carl@example.com')).newGrants).toEqual([]);
    expect(pastWith([by(['A'])]).of(by([''])).newGrants).toEqual([]);
    expect(pastWith([by([''])]).of(by(['B'])).newGrants).toEqual([]);
  });
});

test('an image is new where the cluster never saw its name; a version of it is not', () => {
  const of = (...images: string[]) => aPattern({ verb: 'create' }, { applied: anApplied({ images }) });
  const past = pastWith([of('registry.example:5000/shop/cart:1.2')]);
  const asked = of(
    'registry.example:5000/shop/cart:2.0',
    'registry.example:5000/shop/cart@sha256:ab',
    'cart:1.2',
  );
  expect(past.of(asked).newImages).toEqual(['cart:1.2']);
  expect(pastWith([aPattern()]).of(asked).newImages).toEqual([]);
});

test('who impersonated five users on each of seven days is an access proxy', () => {
  const as = (user: string, by = 'proxy') => aPattern({ user: by, impersonated: user });
  const users = ['a', 'b', 'c', 'd', 'e'].map((user) => as(user));
  const days = (count: number, rows = users) => Array.from({ length: count }, () => rows);
  expect(pastWith(...days(7)).of(as('f')).isProxied).toBe(true);
  expect(pastWith(...days(6)).of(as('f')).isProxied).toBe(false);
  expect(pastWith(...days(9, users.slice(1))).of(as('f')).isProxied).toBe(false);
  expect(pastWith(...days(7)).of(as('f', 'mallory')).isProxied).toBe(false);
  expect(pastWith(...days(7)).of(aPattern({ user: 'proxy' })).isProxied).toBe(false);
});

test('any number of names on one day make nobody an access proxy', () => {
  const taken = Array.from({ length: 300 }, (_, at) => aPattern({ user: 'eve', impersonated: `u${at}` }));
  expect(pastWith(taken, taken).of(aPattern({ user: 'eve', impersonated: 'x' })).isProxied).toBe(false);
});

test('many images of one caller make those of no other new', () => {
  const asks = (user: string, count: number) =>
    Array.from({ length: count }, (_, at) =>
      aPattern({ user }, { applied: anApplied({ images: [`${user}/image-${at}`] }) }),
    );
  const past = pastWith([...asks('eve', 2_100), ...asks('anna', 3)]);
  const images = (user: string, at: number): readonly string[] =>
    past.of(aPattern({}, { applied: anApplied({ images: [`${user}/image-${at}`] }) })).newImages;
  expect(images('anna', 2)).toEqual([]);
  expect(images('eve', 1_999)).toEqual([]);
  expect(images('eve', 2_000)).toEqual(['eve/image-2000']);
});

describe('a presence', () => {
  const day = aDay('2026-10-01');
  const usual = [
    aPattern(),
    aPresence(node(1), wayOut),
    aPresence(node(2), wayOut),
    aPresence(robot, wayOut),
  ];
  const ranked = (more: readonly PatternRow[], before = usual) =>
    rankSurprise({
      day,
      today: [...usual, ...more],
      baseline: daysBefore('2026-10-01', 30, before),
    }).calls.map(({ row }) => `${row.user} ${row.clientIp}`);

  test('at the cluster’s own address is no call', () => {
    expect(ranked([])).toEqual(['anna@example.com 203.0.113.9']);
  });

  test('at another address is ranked, and first where it never was there', () => {
    expect(ranked([aPresence(robot, elsewhere)])[0]).toBe(`${robot} ${elsewhere}`);
  });

  test.each(['203.0.113.1', '198.51.100.66'])('says nothing where the log has no node: %s', (ip) => {
    const calls = rankSurprise({ day, today: [aPattern(), aPresence(robot, ip)], baseline: [] }).calls;
    expect(calls.map(({ row }) => row.user)).toEqual(['anna@example.com']);
  });

  test('without an address, as where none is to be looked at, is no call', () => {
    const nowhere = { ...aPresence(robot, elsewhere), clientIp: null };
    expect(ranked([nowhere])).toEqual(['anna@example.com 203.0.113.9']);
  });

  test('at an address where it is every day is a habit', () => {
    const often = [...usual, aPresence(robot, elsewhere)];
    const rarity = (before: readonly PatternRow[]) =>
      rankSurprise({ day, today: often, baseline: daysBefore('2026-10-01', 30, before) }).calls.find(
        ({ row }) => row.clientIp === elsewhere,
      )?.rarity ?? 0;
    expect(rarity(often)).toBeLessThan(60);
    expect(rarity(usual)).toBeGreaterThan(80);
  });
});
