import { expect, inject, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger-table.ts';
import type { Ledger, OpenBlob } from '../../src/app/ports.ts';
import { foldRows } from '../../src/core/count/fold.ts';
import type { Evidence } from '../../src/core/count/row.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { ConflictError } from '../../src/errors.ts';
import { aBlob, aCluster, aRow } from '../build.ts';
import { ledgerContract } from '../contract/ledger.contract.ts';

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

/** After commits of one event each of the calls `/api/0` to `/api/<rows - 1>`. */
async function filled(ledger: Ledger, start: OpenBlob, rows: number): Promise<OpenBlob> {
  let open = start;
  for (let done = 0; done < rows; done += 99) {
    const made = Array.from({ length: Math.min(99, rows - done) }, (_, i) =>
      aRow({ evidence: [anEvidence(done + i)] }, { requestURI: `/api/${done + i}` }),
    );
    const cursor = { ...open.cursor, bytes: open.cursor.bytes + 100, rows: open.cursor.rows + made.length };
    open = await ledger.commit(open, { cursor, rows: made });
  }
  return open;
}

const anEvidence = (line: number): Evidence => ({
  auditID: `00000000-0000-4000-8000-${String(line).padStart(12, '0')}`,
  received: '2026-10-01T08:15:00.000000Z',
  time: '2026-10-01T08:15:00.000000Z',
  stage: 'ResponseComplete',
  isRequest: true,
  offset: 100 * line,
});

test('reads the rows of a blob as long as they come in two answers', async () => {
  const [ledger, other] = ledgers();
  const open = await ledger.open(aBlob());
  expect(open.rows.size).toBe(0);
  await filled(ledger, open, 1_999);
  expect((await other.open(aBlob({ length: 5_000 }))).rows.size).toBe(1_999);
});

test('begins a new volume for a worker that would have to read more, and counts no event twice by it', async () => {
  const [mine, other] = ledgers();
  const blob = aBlob({ length: 9_000 });
  const open = await filled(mine, await mine.open(blob), 2_000);

  const theirs = await other.open(blob);
  expect(theirs.rows.size).toBe(0);
  expect(theirs.cursor).toMatchObject({ bytes: 2_100, rows: 2_000 });
  // The first event is delivered again, and there is one more of the same call.
  const again = aRow(
    { events: 2, requests: 2, evidence: [anEvidence(0), anEvidence(9_999)] },
    { requestURI: '/api/0' },
  );
  await other.commit(theirs, { cursor: { ...theirs.cursor, bytes: 2_200, rows: 2_001 }, rows: [again] });
  const rows = { cursor: { ...open.cursor, bytes: 2_300 }, rows: [] };
  await expect(mine.commit(open, rows)).rejects.toBeInstanceOf(ConflictError);
  const now = await mine.open(blob);
  expect([...now.rows.keys()]).toEqual([again.key]);

  for await (const { name, rows } of mine.counted(
    aCluster,
    '2026-10-01T00' as Hour,
    '2026-10-02T00' as Hour,
  )) {
    expect(rows.length).toBe(2_001);
    const folded = foldRows([{ source: name, rows }]);
    expect(folded.length).toBe(2_000);
    expect(folded.find(({ key }) => key === again.key)).toMatchObject({ events: 2, requests: 2 });
    expect(folded.find(({ key }) => key === again.key)?.evidence.map(({ offset }) => offset)).toEqual([
      0, 999_900,
    ]);
  }
});

test('is taken for no whole blob while it is being forgotten', async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  const table = () => store.table(`ledger${suffix}`);
  const ledger = ledgerTable(table, () => store.table(`clusters${suffix}`));
  await filled(ledger, await ledger.open(aBlob()), 3);
  for await (const { partitionKey = '', rowKey = '' } of (await table()).listEntities()) {
    if (rowKey === 'cursor') continue;
    await (await table()).deleteEntity(partitionKey, rowKey);
    break;
  }
  await expect(ledger.open(aBlob())).rejects.toBeInstanceOf(ConflictError);
});

test('notices that a blob was moved by another worker, or replaced', async () => {
  const [mine, other] = ledgers();
  const blob = aBlob({ length: 5_000 });
  const open = await filled(mine, await mine.open(blob), 100);

  const moved = aRow({ events: 7 }, { requestURI: '/api/1' });
  const theirs = await other.open(blob);
  await other.commit(theirs, { cursor: { ...theirs.cursor, bytes: 1_200 }, rows: [moved] });
  await expect(
    mine.commit(open, { cursor: { ...open.cursor, bytes: 1_300 }, rows: [] }),
  ).rejects.toBeInstanceOf(ConflictError);
  const now = await mine.open(blob);
  expect(now.cursor.bytes).toBe(1_200);
  expect(now.rows.get(moved.key)?.events).toBe(7);

  const remade = aBlob({ created: '2026-10-01T08:50:00.000Z' });
  expect(await mine.open(remade)).toMatchObject({ replaced: true, cursor: { bytes: 0, generation: 1 } });
});
