import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { dayTable } from '../../../src/adapters/azure/days.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { aCall, aCluster, aRow } from '../../build.ts';
import { daysContract } from '../../contract/days.contract.ts';

let made = 0;

function newTable() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `days${process.pid}x${++made}`;
  return () => store.table(name);
}

daysContract(async () => dayTable(newTable()));

test('a fold that dies on its way leaves a day that is not said to be kept', async () => {
  const table = newTable();
  const client = await table();
  let transactions = 0;
  const dying: typeof client = Object.assign(Object.create(client), {
    submitTransaction: (...args: Parameters<typeof client.submitTransaction>) =>
      ++transactions === 2 ? Promise.reject(new Error('killed')) : client.submitTransaction(...args),
  });
  const day = '2026-10-01' as Day;
  const rows = Array.from({ length: 250 }, (_, at) => ({
    ...aRow(),
    call: aCall({ user: `u${at}` }),
    evidence: [],
  }));
  const patterns = foldPatterns(rows, 'first');

  await expect(dayTable(async () => dying).save(aCluster, day, 'one', patterns)).rejects.toThrow('killed');
  const days = dayTable(table);
  expect((await Array.fromAsync(days.load(aCluster, day))).length).toBeGreaterThan(0);
  expect([...(await days.fingerprints(aCluster, day, day))]).toEqual([]);
  await days.save(aCluster, day, 'one', patterns);
  expect(await Array.fromAsync(days.load(aCluster, day))).toHaveLength(250);
  expect([...(await days.fingerprints(aCluster, day, day)).values()]).toEqual(['one']);
});
