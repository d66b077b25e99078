import type { TableClient } from '@azure/data-tables';
import { describe, expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { deleteRows, forgetPartitions } from '../../../src/adapters/azure/forget.ts';

let made = 0;

/** A table of partitions with so many rows each. */
async function tableOf(partitions: Readonly<Record<string, number>>): Promise<TableClient> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const table = await store.table(`forget${process.pid}x${++made}`);
  for (const [partitionKey, count] of Object.entries(partitions)) {
    const rows = Array.from({ length: count }, (_, at) => ({
      partitionKey,
      rowKey: `r${String(at).padStart(3, '0')}`,
    }));
    for (let at = 0; at < count; at += 100)
      await table.submitTransaction(rows.slice(at, at + 100).map((row) => ['create', row]));
  }
  return table;
}

const left = async (table: TableClient) =>
  (await Array.fromAsync(table.listEntities())).map(
    ({ partitionKey, rowKey }) => `${partitionKey} ${rowKey}`,
  );

/** A client that does something around its `nth` batch. */
function around(
  table: TableClient,
  nth: number,
  does: (submit: () => Promise<unknown>) => Promise<void>,
): TableClient {
  let batches = 0;
  const submitTransaction: TableClient['submitTransaction'] = async (actions) => {
    if (++batches === nth) await does(() => table.submitTransaction(actions));
    return await table.submitTransaction(actions);
  };
  return Object.assign(Object.create(table), { submitTransaction });
}

const never = new Date('2100-01-01T00:00:00Z');

describe('what is to be forgotten', () => {
  test('is gone where a batch took effect and its answer was lost', async () => {
    const table = await tableOf({ a: 250, b: 3, c: 2 });
    // The SDK sends again what it had no answer to.
    const losing = around(table, 2, async (submit) => void (await submit()));
    expect(await forgetPartitions(losing, 'a', 'c', never)).toBe(2);
    expect(await left(table)).toEqual(['c r000', 'c r001']);
  });

  test('goes to its last row where somebody else takes some of it', async () => {
    const table = await tableOf({ a: 120 });
    const raced = around(table, 1, async () => void (await table.deleteEntity('a', 'r077')));
    expect(await forgetPartitions(raced, 'a', 'b', never)).toBe(1);
    expect(await left(table)).toEqual([]);
  });

  test('goes from its last row to its first, one by one as well', async () => {
    const table = await tableOf({ a: 5 });
    await table.deleteEntity('a', 'r003');
    const gone: string[] = [];
    const seen: TableClient = Object.assign(Object.create(table), {
      deleteEntity: (partitionKey: string, rowKey: string) => {
        gone.push(rowKey);
        return table.deleteEntity(partitionKey, rowKey);
      },
    });
    await deleteRows(seen, 'a', ['r004', 'r003', 'r002']);
    expect([gone, await left(table)]).toEqual([
      ['r004', 'r003', 'r002'],
      ['a r000', 'a r001'],
    ]);
  });

  test('keeps its first row to the last, should the work die on its way', async () => {
    const table = await tableOf({ a: 150 });
    const dying = around(table, 2, () => Promise.reject(new Error('killed')));
    await expect(forgetPartitions(dying, 'a', 'b', never)).rejects.toThrow('killed');
    expect([(await left(table))[0], (await left(table)).length]).toEqual(['a r000', 50]);
  });

  test('stays, and is said to, where the store fails for another reason', async () => {
    const table = await tableOf({ a: 5 });
    const failing = around(table, 1, () =>
      Promise.reject(Object.assign(new Error('answered 403'), { statusCode: 403 })),
    );
    await expect(forgetPartitions(failing, 'a', 'b', never)).rejects.toThrow('answered 403');
    expect(await left(table)).toHaveLength(5);
  });
});
