/** Hits of suppressions: always what is kept of the days adds up to, whoever dies or is late, and of stores of other versions. */
import type { TableClient } from '@azure/data-tables';
import { describe, expect, inject, test, vi } from 'vitest';
import { account } from '../../../../src/adapters/azure/account.ts';
import { deleteRows, forgetPartitions } from '../../../../src/adapters/azure/forget.ts';
import { suppressionTable } from '../../../../src/adapters/azure/suppressions.ts';
import type { Suppressions } from '../../../../src/app/ports/suppressions.ts';
import { addDays, type Day, daysFrom } from '../../../../src/core/count/day.ts';
import type { HiddenCalls } from '../../../../src/core/find/suppressions/hidden.ts';
import { aCluster } from '../../../build.ts';

let made = 0;
const [day, next] = ['2026-10-01' as Day, '2026-10-02' as Day];
const other = { id: 'other', name: 'other' };
const never = new Date('2999-01-01T00:00:00Z');

/**
 * Stores over the same new table, each of a process of its own.
 * @param asked whether somebody has asked already: whoever is the first would mend what is wrong
 */
async function world(asked = true) {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `hits${process.pid}x${++made}`;
  const table = () => store.table(name);
  if (asked) expect(await suppressionTable(table).hits()).toEqual([]);
  return { table: await table(), suppressions: (over = table) => suppressionTable(over) };
}

/** What was hidden, as `{ id: hits }` says. */
const hidden = (hits: Record<string, number>): HiddenCalls[] =>
  Object.entries(hits).map(([id, hits]) => ({
    suppression: { id, owner: 'o', reason: 'r', expires: '2026-12-31' },
    hits,
    calls: [],
  }));

const said = async (suppressions: Suppressions): Promise<string[]> =>
  (await suppressions.hits()).map(({ id, day, hits }) => `${day} ${id} ${hits}`).sort();

const entities = async (table: TableClient) => await Array.fromAsync(table.listEntities());

/** What the version before answered: it had no totals, and walked the days. */
async function addedUp(table: TableClient): Promise<string[]> {
  const all = await entities(table);
  const ofDays = all.filter(({ partitionKey = '' }) => partitionKey > '1' && partitionKey < 'suppression');
  return ofDays.map(({ partitionKey, id, hits }) => `${partitionKey} ${id} ${hits}`).sort();
}

const totals = async (table: TableClient) =>
  (await entities(table)).filter(({ partitionKey }) => partitionKey === 'totals');

/** The version before ranks: it writes no total. */
async function asBefore(table: TableClient, work: () => Promise<unknown>): Promise<void> {
  const kept = await totals(table);
  await work();
  const left = await totals(table);
  await deleteRows(
    table,
    'totals',
    left.map(({ rowKey = '' }) => rowKey),
  );
  for (const { partitionKey = '', rowKey = '', ...columns } of kept)
    await table.createEntity({ partitionKey, rowKey, ...columns });
}

/** It forgets from the first partition on. */
const forgottenAsBefore = (table: TableClient, before: Day) => forgetPartitions(table, '', before, never);

type Call = () => Promise<unknown>;

const writes = ['submitTransaction', 'createEntity', 'updateEntity', 'deleteEntity'];
const ofTotals = writes.slice(1);

/** The table, of which such calls do something else. */
const instead = (table: TableClient, kinds: readonly string[], doing: (call: Call) => Promise<unknown>) =>
  new Proxy(table, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      const call = (...args: unknown[]): unknown => own.apply(target, args);
      return kinds.includes(String(name))
        ? (...args: unknown[]) => doing(async () => await call(...args))
        : call;
    },
  });

test('a ranking that is repeated replaces what its day had, and takes away what it has no longer', async () => {
  const { table, suppressions } = await world();
  const store = suppressions();
  const rankings = [
    [day, aCluster, { a: 3, b: 1 }],
    [day, other, { a: 5 }],
    [next, aCluster, { a: 7, c: 2 }],
    [day, aCluster, { a: 2 }],
    [day, aCluster, { a: 2 }],
    [next, aCluster, { c: 2, b: 4 }],
    [day, other, {}],
    [day, aCluster, { b: 9 }],
  ] as const;
  for (const [of, cluster, hits] of rankings) {
    await store.saveHidden(of, cluster, hidden(hits));
    expect(await said(store)).toEqual(await addedUp(table));
  }
  expect(await said(store)).toEqual([`${day} b 9`, `${next} b 4`, `${next} c 2`]);
  expect(await totals(table)).toHaveLength(2);
  for (const of of [day, next]) await store.saveHidden(of, aCluster, []);
  expect([await said(store), await totals(table)]).toEqual([[], []]);
});

describe('rankings at the same moment', () => {
  test('of several days and clusters all count', async () => {
    const { table, suppressions } = await world();
    const days = daysFrom(day, addDays(day, 9));
    for (const round of [1, 2]) {
      const rankings = days.flatMap((of, at) =>
        [aCluster, other].map((cluster) =>
          suppressions().saveHidden(of, cluster, hidden({ a: round * 100 + at, [`b${round}`]: at + 1 })),
        ),
      );
      await Promise.all(rankings);
      expect(await said(suppressions())).toEqual(await addedUp(table));
    }
    expect(await said(suppressions())).toHaveLength(40);
    expect(await totals(table)).toHaveLength(4);
  });

  test('of one day leave what is kept of it', async () => {
    const { table, suppressions } = await world();
    for (let round = 0; round < 5; round++) {
      const hits = [{ a: 1, b: 1 }, { a: 2, c: 2 }, { a: 3 }, {}];
      await Promise.all(hits.map((one) => suppressions().saveHidden(day, aCluster, hidden(one))));
      expect(await said(suppressions())).toEqual(await addedUp(table));
    }
  });

  test.each([
    ['has it anew', {}, { a: 5 }, { a: 3 }, [`${day} a 3`]],
    ['has what was said before', { a: 5 }, { a: 3 }, { a: 5 }, [`${day} a 5`]],
    ['has nothing, as before', {}, { a: 3 }, {}, []],
    ['has it no longer', { a: 5 }, { a: 3 }, {}, []],
    ['has it again', { a: 5 }, {}, { a: 5 }, [`${day} a 5`]],
  ])(
    'of one day, one of them between what the other reads and writes: it %s',
    async (_, first, late, between, left) => {
      const { table, suppressions } = await world();
      await suppressions().saveHidden(day, aCluster, hidden(first));
      let isFirst = true;
      const slow = instead(table, ofTotals, async (call) => {
        if (isFirst) {
          isFirst = false;
          await suppressions().saveHidden(day, aCluster, hidden(between));
        }
        return await call();
      });
      await suppressions(async () => slow).saveHidden(day, aCluster, hidden(late));
      expect(isFirst).toBe(false);
      expect(await said(suppressions())).toEqual(left);
      expect(await addedUp(table)).toEqual(left);
    },
  );

  test.each([
    ['the first total', false],
    ['one that is there', true],
  ])('of another day, between what one reads and writes, loses nothing: %s', async (_, isThere) => {
    const { table, suppressions } = await world();
    if (isThere) await suppressions().saveHidden(addDays(day, -1), aCluster, hidden({ a: 9 }));
    let isFirst = true;
    const slow = instead(table, ofTotals, async (call) => {
      if (isFirst) {
        isFirst = false;
        await suppressions().saveHidden(next, aCluster, hidden({ a: 2 }));
      }
      return await call();
    });
    await suppressions(async () => slow).saveHidden(day, aCluster, hidden({ a: 1 }));
    expect((await said(suppressions())).slice(isThere ? 1 : 0)).toEqual([`${day} a 1`, `${next} a 2`]);
    expect(await said(suppressions())).toEqual(await addedUp(table));
  });
});

test('who is late for one total of a cluster leaves the others, and waits longer each time before the next look', async () => {
  const { table, suppressions } = await world();
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const pauses: number[] = [];
  let ended = 0;
  const slow = instead(table, ofTotals, async (call) => {
    const tries = pauses.push(performance.now() - ended);
    if (tries <= 3) await suppressions().saveHidden(addDays(next, tries), aCluster, hidden({ a: 1, b: 1 }));
    return await call().finally(() => {
      ended = performance.now();
    });
  });
  await suppressions(async () => slow).saveHidden(day, aCluster, hidden({ a: 1, b: 1, c: 1 }));
  random.mockRestore();
  // Three in vain, and then one for each.
  expect(pauses).toHaveLength(6);
  for (const [at, ms] of [50, 100, 200].entries()) expect(pauses[at + 1]).toBeGreaterThan(0.98 * ms);
  expect(await said(suppressions())).toEqual(await addedUp(table));
});

describe('who dies at any of his writes', () => {
  const before = { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1 };
  const wanted = { a: 2, b: 1, j: 4 };

  test.each([
    ['before it', 'the same', wanted],
    ['after it', 'the same', wanted],
    ['before it', 'nothing', {}],
    ['after it', 'what was there before', before],
  ] as const)('%s, leaves a ranking that is right when it is done again: %s', async (when, _, again) => {
    let deaths = 0;
    for (let at = 0, isDead = true; isDead; at++) {
      const { table, suppressions } = await world();
      await suppressions().saveHidden(day, aCluster, hidden(before));
      await suppressions().saveHidden(next, aCluster, hidden({ a: 7 }));
      let written = 0;
      const dying = instead(table, writes, async (call) => {
        const dies = written++ >= at;
        if (!dies || when === 'after it') await call();
        if (dies) throw new Error('killed');
      });
      isDead = await suppressions(async () => dying)
        .saveHidden(day, aCluster, hidden(wanted))
        .then(
          () => false,
          () => true,
        );
      if (isDead) deaths++;
      if (isDead) await suppressions().saveHidden(day, aCluster, hidden(again));
      expect(await said(suppressions())).toEqual(await addedUp(table));
    }
    // Calls of the day, those it has no longer, and the totals of `a`, `j` and seven that are gone.
    expect(deaths).toBe(11);
  });
});

describe('a store that another version has ranked into', () => {
  test('says the same, and is walked once', async () => {
    const { table, suppressions } = await world(false);
    await asBefore(table, async () => {
      for (const of of daysFrom(day, addDays(day, 4)))
        for (const cluster of [aCluster, other])
          await suppressions().saveHidden(of, cluster, hidden({ a: 3, b: 2 }));
    });
    expect(await totals(table)).toEqual([]);
    // Somebody ranks before anybody asks.
    await suppressions().saveHidden(day, aCluster, hidden({ b: 1, c: 1 }));
    const all = await addedUp(table);
    expect([all.length, await said(suppressions())]).toEqual([20, all]);
    const queries: unknown[] = [];
    const noted = new Proxy(table, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        if (typeof own !== 'function') return own;
        return (...args: unknown[]): unknown => {
          if (name === 'listEntities') queries.push(args);
          return own.apply(target, args);
        };
      },
    });
    expect(await said(suppressions(async () => noted))).toEqual(all);
    expect(queries).toEqual([
      [{ queryOptions: { filter: expect.stringMatching(/^PartitionKey eq 'totals' /) } }],
    ]);
  });

  test('since, says what that has ranked when it has forgotten, or when the day is ranked again', async () => {
    const { table, suppressions } = await world();
    await suppressions().saveHidden(day, aCluster, hidden({ a: 3, b: 1 }));
    expect(await said(suppressions())).toHaveLength(2);
    const rank = () => suppressions().saveHidden(next, aCluster, hidden({ a: 4 }));
    await asBefore(table, rank);
    expect(await said(suppressions())).toEqual([`${day} a 3`, `${day} b 1`]);
    await rank();
    expect(await said(suppressions())).toEqual([`${day} a 3`, `${day} b 1`, `${next} a 4`]);
    await asBefore(table, () => suppressions().saveHidden(next, aCluster, hidden({ b: 5 })));
    await forgottenAsBefore(table, next);
    expect(await said(suppressions())).toEqual([`${next} b 5`]);
  });
});

test.each(['{"2026-10-01":', '[7]', '{"2026-10-01":"7"}', 'null'])(
  'a total that is damaged is added up again, and loses nothing by a ranking before that: %s',
  async (damage) => {
    const { table, suppressions } = await world();
    for (const of of [day, next]) await suppressions().saveHidden(of, aCluster, hidden({ a: 3, b: 1 }));
    expect(await said(suppressions())).toHaveLength(4);
    const [first] = await totals(table);
    const { partitionKey = '', rowKey = '' } = first ?? {};
    const harm = () => table.updateEntity({ partitionKey, rowKey, hits0: damage }, 'Merge');
    for (const hits of [{ a: 5 }, { b: 2 }]) {
      await harm();
      await suppressions().saveHidden(next, aCluster, hidden(hits));
      expect(await said(suppressions())).toEqual(await addedUp(table));
      expect(await said(suppressions())).toHaveLength(3);
    }
  },
);

test('days that are forgotten are in no total, though the one who forgets them dies before that', async () => {
  const { table, suppressions } = await world();
  const days = daysFrom(day, addDays(day, 3));
  for (const of of days) await suppressions().saveHidden(of, aCluster, hidden({ a: 1, [`only-${of}`]: 1 }));
  const dying = instead(table, ofTotals, async () => {
    throw new Error('killed');
  });
  const store = suppressions(async () => dying);
  await expect(store.forget(addDays(day, 2), never)).rejects.toThrow('killed');
  expect(await suppressions().forget(addDays(day, 2), never)).toBe(0);
  const left = days.slice(2).flatMap((of) => [`${of} a 1`, `${of} only-${of} 1`]);
  expect(await said(suppressions())).toEqual(left);
  expect((await totals(table)).map(({ hits0 }) => hits0)).toEqual([
    '{"2026-10-03":1,"2026-10-04":1}',
    '{"2026-10-03":1}',
    '{"2026-10-04":1}',
  ]);
  // The word that the totals are whole is no day.
  expect((await entities(table)).filter(({ partitionKey }) => partitionKey === '0')).toHaveLength(1);
  await suppressions().forget(addDays(day, 4), never);
  expect(await totals(table)).toEqual([]);
  expect((await entities(table)).filter(({ partitionKey }) => partitionKey === '0')).toHaveLength(1);
});
