/** What the rows of a `rare` question weigh, and how often time is looked at. */
import { expect, test } from 'vitest';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { rareRows } from '../../src/app/rare-rows.ts';
import type { Call } from '../../src/core/read/call.ts';
import { TooMuchError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../build.ts';

const hours = ['2026-10-01T08', '2026-10-01T09'];

const one = { auditID: 'a', received: null, time: null, stage: null, isRequest: true };

/** A ledger with these calls in each of two hours. */
async function ledgerOf(...calls: readonly (Partial<Call> & { readonly evidence?: number })[]) {
  const ledger = memoryLedger();
  for (const hour of hours) {
    const open = await ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    const rows = calls.map(({ evidence = 0, ...call }, at) =>
      aRow(
        { key: `${at}`, evidence: Array.from({ length: evidence }, (_, offset) => ({ ...one, offset })) },
        call,
      ),
    );
    await ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
  }
  return ledger;
}

async function isRefused(ledger: ReturnType<typeof memoryLedger>, most: number): Promise<boolean> {
  try {
    await rareRows(null, 0, () => true, most).add(ledger, aCluster);
    return false;
  } catch (error) {
    if (error instanceof TooMuchError) return true;
    throw error;
  }
}

// Of a hundred characters: 50 + 3 + 4 + 0 + 43.
const texts = {
  userAgent: 'a'.repeat(50),
  verb: 'get',
  resource: 'pods',
  namespace: null,
  requestURI: '/'.repeat(43),
};

test('a row weighs its texts, and each tuple of it all of them again', async () => {
  const two = await ledgerOf({ ...texts, sourceIPs: ['10.0.0.1'], groups: ['g1', 'g2'] });
  // 1,000 + 200, 24 and 2 × 18 for the lists, 2 × 300 for the tuples.
  expect([await isRefused(two, 1_860), await isRefused(two, 1_859)]).toEqual([false, true]);
  const seen = { ...texts, sourceIPs: ['10.0.0.1', '10.0.0.2'], groups: ['g'], evidence: 2 };
  // 1,000 + 200, 2 × 24 and 17 for the lists, 2 × 300 for the tuples, and as much for the evidence.
  const evident = await ledgerOf(seen);
  expect([await isRefused(evident, 2_465), await isRefused(evident, 2_464)]).toEqual([false, true]);
  const bare = await ledgerOf({ ...texts, sourceIPs: [], groups: [] });
  expect([await isRefused(bare, 1_500), await isRefused(bare, 1_499)]).toEqual([false, true]);
});

test('rows of several calls, and those added later, weigh together', async () => {
  const bare = { ...texts, sourceIPs: [], groups: [] };
  const ledger = await ledgerOf(bare, bare);
  expect([await isRefused(ledger, 3_000), await isRefused(ledger, 2_999)]).toEqual([false, true]);
  const asked = rareRows(null, 0, () => true, 5_999);
  await asked.add(ledger, aCluster);
  await expect(asked.add(ledger, aCluster)).rejects.toBeInstanceOf(TooMuchError);
});

test('time is looked at before the first blob and at each', async () => {
  let looks = 0;
  const ledger = await ledgerOf({});
  await rareRows(null, 0, () => true).add(ledger, aCluster, () => {
    looks++;
  });
  expect(looks).toBe(3);
  looks = 0;
  await rareRows(null, 0, () => true).add(memoryLedger(), aCluster, () => {
    looks++;
  });
  expect(looks).toBe(1);
});
