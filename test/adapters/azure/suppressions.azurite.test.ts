import type { TableClient } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { suppressionTable } from '../../../src/adapters/azure/suppressions.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { hide } from '../../../src/core/find/suppressions/hidden.ts';
import { ConflictError, DamagedError } from '../../../src/errors.ts';
import { aCluster } from '../../build.ts';
import { suppressionsContract } from '../../contract/suppressions.contract.ts';
import { aDay, aPattern, daysBefore, rankAndJudge } from '../../core/build.ts';

let made = 0;

function newTable(): () => Promise<TableClient> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `suppressions${process.pid}x${++made}`;
  return () => store.table(name);
}

const make = async () => suppressionTable(newTable());

suppressionsContract(make);

test('of two who write at the same moment one is told that it was too late', async () => {
  const store = await make();
  const base = { id: 'a', owner: 'o', reason: 'r', expires: '2026-12-31', match: { verb: 'get' } };
  for (let round = 0; round < 5; round++) {
    const { version } = await store.put({ ...base, reason: `round ${round}` });
    const written = await Promise.allSettled(
      ['mine', 'theirs'].map((reason) => store.put({ ...base, reason: `${reason} ${round}` }, [version])),
    );
    expect(written.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = written.find((one) => one.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConflictError);
  }
});

test('the longest that can be hidden fits a table', async () => {
  const { calls } = rankAndJudge({
    day: aDay('2026-10-01'),
    cluster: aCluster,
    today: [aPattern()],
    baseline: daysBefore('2026-10-01', 3, []),
  });
  const long = Array.from({ length: 60 }, () => calls)
    .flat()
    .map((call) => ({
      ...call,
      rarity: 99,
      risk: { score: 50, factors: [] },
      requestURI: 'é"'.repeat(1_000),
    }));
  const suppression = {
    owner: 'o',
    reason: '🙂'.repeat(1_000),
    expires: '2026-12-31',
    match: { verb: 'get' },
  };
  const hidden = Array.from(
    { length: 9 },
    (_, at) => hide(long, [{ ...suppression, id: `s-${at}` }]).hidden,
  ).flat();
  const store = await make();
  await store.saveHidden('2026-10-01' as Day, aCluster, hidden);
  expect(await store.hiddenOn('2026-10-01' as Day)).toEqual(hidden);
  expect(hidden[0]).toMatchObject({ hits: 60 });
});

const said = { id: 'a', owner: 'o', reason: 'r', expires: '2026-12-31', match: { verb: 'get' } };
const day = '2026-10-01' as Day;

test.each<[string, Record<string, unknown>]>([
  ['an old tail behind it', { suppression1: ']}' }],
  ['half of it', { suppression0: '{"id":"a","own' }],
  ['another value', { suppression0: 'null' }],
  ['a wider match', { suppression0: JSON.stringify({ ...said, match: {} }) }],
  ['no version', { version: '' }],
])('a damaged suppression costs itself alone, and can be set again or taken away: %s', async (_, columns) => {
  const table = newTable();
  const store = suppressionTable(table);
  for (const id of ['a', 'b']) await store.put({ ...said, id });
  const client = await table();
  const damage = () => client.updateEntity({ partitionKey: 'suppression', rowKey: 'a', ...columns }, 'Merge');
  await damage();
  expect((await store.list()).map(({ suppression }) => suppression.id)).toEqual(['b']);
  expect(await store.damaged()).toEqual(['a']);
  await expect(store.find('a')).rejects.toBeInstanceOf(DamagedError);
  expect(await store.put(said)).toMatchObject({ isNew: false });
  expect([(await store.find('a'))?.suppression, await store.damaged()]).toEqual([said, []]);
  await damage();
  expect(await store.remove('a')).toBe(true);
  expect([await store.find('a'), await store.damaged()]).toEqual([null, []]);
});

test.each([
  '{"suppression"',
  '{}',
  '[]',
  '{"suppression":{"id":"b"},"hits":3,"calls":[]}',
  '{"suppression":{"id":"a"},"hits":3}',
])(
  'damaged calls that were hidden are still counted for their suppression, and come back with the next ranking: %s',
  async (damage) => {
    const table = newTable();
    const store = suppressionTable(table);
    const { match: _, ...suppression } = said;
    const hidden = ['a', 'b'].map((id) => ({ suppression: { ...suppression, id }, hits: 3, calls: [] }));
    await store.saveHidden(day, aCluster, hidden);
    const client = await table();
    const [first] = await Array.fromAsync(client.listEntities());
    const { partitionKey = '', rowKey = '' } = first ?? {};
    await client.updateEntity({ partitionKey, rowKey, hidden0: damage }, 'Merge');
    expect(await store.hiddenOn(day)).toEqual([
      {
        suppression: expect.objectContaining({ id: 'a', reason: expect.stringContaining('damaged') }),
        hits: 3,
        calls: [],
        damaged: true,
      },
      hidden[1],
    ]);
    const columns = { hits: 'many', id: 7 };
    await client.updateEntity({ partitionKey, rowKey, ...columns }, 'Merge');
    expect((await store.hiddenOn(day))[0]).toMatchObject({ suppression: { id: 'a' }, hits: 0 });
    await store.saveHidden(day, aCluster, hidden);
    expect(await store.hiddenOn(day)).toEqual(hidden);
  },
);

test('two who save what was hidden at the same moment both end, and leave what one of them saved', async () => {
  const store = await make();
  const { match: _, ...suppression } = said;
  const of = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      suppression: { ...suppression, id: `s-${at}` },
      hits: 1,
      calls: [],
    }));
  await store.saveHidden(day, aCluster, of(20));
  await Promise.all([1, 2, 3].map(() => store.saveHidden(day, aCluster, of(2))));
  expect(await store.hiddenOn(day)).toEqual(of(2));
});
