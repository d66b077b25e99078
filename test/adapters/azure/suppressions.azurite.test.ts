import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { suppressionTable } from '../../../src/adapters/azure/suppressions.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { hide } from '../../../src/core/find/suppression.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aCluster } from '../../build.ts';
import { suppressionsContract } from '../../contract/suppressions.contract.ts';
import { aDay, aPattern, daysBefore, rankAndJudge } from '../../core/build.ts';

let made = 0;

async function make() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `suppressions${process.pid}x${++made}`;
  return suppressionTable(() => store.table(name));
}

suppressionsContract(make);

test('of two who write at the same moment one is told that it was too late', async () => {
  const store = await make();
  const base = { id: 'a', owner: 'o', reason: 'r', expires: '2026-12-31', match: { verb: 'get' } };
  for (let round = 0; round < 5; round++) {
    const { version } = await store.put({ ...base, reason: `round ${round}` });
    const written = await Promise.allSettled(
      ['mine', 'theirs'].map((reason) => store.put({ ...base, reason: `${reason} ${round}` }, version)),
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
