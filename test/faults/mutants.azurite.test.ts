/**
 * The three ways in which a hurried hand would write the exactly-once file (house rule: each must be caught), against
 * the real ledger in a table. Workers cut segments differently, since equal ones would hide a dropped ETag; half of
 * the events go without an auditID, since remembered identities would heal what is counted twice.
 */
import type { TableClient, TransactionAction } from '@azure/data-tables';
import { describe, expect, inject, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger.ts';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { ConflictError } from '../../src/errors.ts';
import { type Random, randomFrom } from '../../src/simulate/random.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';

const lineCount = 240;
const name = aBlobName();
const at = new Date('2026-10-01T08:10:00Z');
const lines = Array.from({ length: lineCount }, (_, i) =>
  aLine({ requestURI: `/api/v1/${i % 31}`, ...(i % 2 === 0 ? { auditID: undefined } : {}) }),
);

type Submit = TableClient['submitTransaction'];

/** What a mutant does to the ledger and to its transactions. */
interface Mutant {
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly transaction?: (submit: Submit, die: () => void) => Submit;
}

let tables = 0;

/** @returns events in the rows and in the cursor, and how often a worker said "counted" of what was not */
async function raced(seed: number, mutant: Mutant = {}) {
  const random = randomFrom(`mutants ${seed}`);
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `mutant${process.pid}x${++tables}`;
  const clusters = () => store.table(`clusters${suffix}`);
  const table = () => store.table(`ledger${suffix}`);
  const truth = ledgerTable(table, clusters);
  const logs = memoryLogs(2_000);
  logs.append(name, `${lines.join('\n')}\n`, at);

  const die = () => {
    if (random.chance(0.15)) throw new Error('died');
  };
  const change = mutant.transaction;
  const ledger = ledgerTable(
    change === undefined
      ? table
      : async () => withTransactions(await table(), (submit) => change(submit, die)),
    clusters,
  );

  let lies = 0;
  const worker = async (rowsPerSegment: number): Promise<void> => {
    const own = mortal((mutant.ledger ?? ((same) => same))(ledger), random, die);
    const ports = { logs, ledger: { ...own, rowsPerSegment }, clock: () => at, log: memoryLog() };
    for (let lives = 0; lives < 500; lives++) {
      try {
        await ingest(name, ports, options);
        if ((await counted(truth)).cursor !== lineCount) lies++;
        return;
      } catch (error) {
        if (!(error instanceof Error && error.message === 'died')) throw error;
      }
    }
    throw new Error('a worker that dies so often never ends');
  };
  await Promise.all([worker(3), worker(5), worker(8)]);
  return { ...(await counted(truth)), lies };
}

const options = {
  read: defaultReadOptions,
  budget: { rows: 20_000, foldUri: (uri: string) => uri },
  sealAfterMs: 2 * 86_400_000,
  deadline: new Date('2100-01-01T00:00:00Z'),
};

/** Dies before a commit took effect, or after it; waits a little, so that workers do not go in step. */
const mortal = (ledger: Ledger, random: Random, die: () => void): Ledger => ({
  ...ledger,
  async commit(open, segment) {
    await new Promise((resolve) => setTimeout(resolve, 15 * random.next()));
    die();
    const after = await ledger.commit(open, segment);
    die();
    return after;
  },
});

const withTransactions = (table: TableClient, change: (submit: Submit) => Submit): TableClient =>
  Object.create(table, { submitTransaction: { value: change(table.submitTransaction.bind(table)) } });

async function counted(ledger: Ledger): Promise<{ rows: number; cursor: number }> {
  for await (const { cursor, rows } of ledger.counted(
    aCluster,
    '2026-10-01T00' as Hour,
    '2026-10-02T00' as Hour,
  )) {
    return { cursor: cursor.events, rows: rows.reduce((sum, { events }) => sum + events, 0) };
  }
  return { cursor: 0, rows: 0 };
}

const right = { cursor: lineCount, rows: lineCount, lies: 0 };

/** Each seed races as the machine lets it: a mutant may be lucky once. */
async function caught(mutant: Mutant): Promise<boolean> {
  for (let seed = 1; seed <= 6; seed++) {
    const { cursor, rows, lies } = await raced(seed, mutant);
    if (cursor !== right.cursor || rows !== right.rows || lies > 0) return true;
  }
  return false;
}

describe('three workers on one table, that cut differently, race and die', () => {
  test.each([1, 2, 3])('count each line once (seed %i)', async (seed) => {
    expect(await raced(seed)).toEqual(right);
  });

  test('would not, if the ETag were dropped', async () => {
    const unguarded: Mutant = {
      transaction: (submit) => (actions) =>
        submit(
          (actions as TransactionAction[]).map(
            ([, entity]) => ['upsert', entity, 'Replace'] as TransactionAction,
          ),
        ),
    };
    expect(await caught(unguarded)).toBe(true);
  });

  test('would not, if counts and cursor were written one after the other', async () => {
    const torn: Mutant = {
      transaction: (submit, die) => async (actions) => {
        const [cursor, ...rows] = actions as TransactionAction[];
        if (rows.length > 0) await submit(rows);
        die();
        return await submit(cursor === undefined ? [] : [cursor]);
      },
    };
    expect(await caught(torn)).toBe(true);
  });

  test('would not, if a lost race were taken for a won one', async () => {
    const careless: Mutant = {
      ledger: (ledger) => ({
        ...ledger,
        async commit(open, segment) {
          try {
            return await ledger.commit(open, segment);
          } catch (error) {
            if (!(error instanceof ConflictError)) throw error;
            return { ...open, cursor: segment.cursor };
          }
        },
      }),
    };
    expect(await caught(careless)).toBe(true);
  });
});
