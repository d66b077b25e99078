import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../../src/adapters/azure/ledger.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aBlob, aCluster, aRow } from '../../build.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';

let made = 0;

/** Two workers' ledgers over the same new tables. */
function ledgers() {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  const make = () =>
    ledgerTable(
      () => store.table(`ledger${suffix}`),
      () => store.table(`clusters${suffix}`),
    );
  return [make(), make()] as const;
}

ledgerContract(async () => ledgers()[0]);

test('remembers a blob of many rows, and notices when another worker moved it, or it was replaced', async () => {
  const [mine, other] = ledgers();
  const blob = aBlob({ length: 5_000 });
  let open = await mine.open(blob);
  for (let i = 1; i <= 11; i++) {
    const rows = Array.from({ length: 99 }, (_, row) => aRow({}, { requestURI: `/api/${i}/${row}` }));
    open = await mine.commit(open, { cursor: { ...open.cursor, bytes: 100 * i }, rows });
  }
  const again = await mine.open(blob);
  expect([again.rows.size, again.cursor.bytes]).toEqual([1_089, 1_100]);

  const moved = aRow({ events: 7 }, { requestURI: '/api/1/1' });
  const theirs = await other.open(blob);
  await other.commit(theirs, { cursor: { ...theirs.cursor, bytes: 1_200 }, rows: [moved] });
  await expect(
    mine.commit(again, { cursor: { ...again.cursor, bytes: 1_300 }, rows: [] }),
  ).rejects.toBeInstanceOf(ConflictError);
  const now = await mine.open(blob);
  expect(now.cursor.bytes).toBe(1_200);
  expect(now.rows.get(moved.key)?.events).toBe(7);

  const remade = aBlob({ created: '2026-10-01T08:50:00.000Z' });
  expect(await mine.open(remade)).toMatchObject({ replaced: true, cursor: { bytes: 0, generation: 1 } });
});

test('a blob that was forgotten while it was counted is a lost race', async () => {
  const [ledger] = ledgers();
  const open = await ledger.open(aBlob());
  const begun = await ledger.commit(open, { cursor: { ...open.cursor, bytes: 100 }, rows: [aRow()] });
  await ledger.forget(aCluster, '2026-10-02T00' as Hour, new Date('2999-01-01T00:00:00Z'));
  const late = { cursor: { ...begun.cursor, bytes: 200 }, rows: [] };
  await expect(ledger.commit(begun, late)).rejects.toBeInstanceOf(ConflictError);
});
