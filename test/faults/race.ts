/**
 * Three workers on one blob and one table, that cut differently, race and die. Workers cut segments differently, since
 * equal ones would hide a dropped ETag; half of the events go without an auditID, since remembered identities would heal
 * what is counted twice.
 */
import type { TableClient } from '@azure/data-tables';
import { inject } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { type Random, randomFrom } from '../../src/simulate/random.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';

const lineCount = 240;
const name = aBlobName();
const at = new Date('2026-10-01T08:10:00Z');
const lines = Array.from({ length: lineCount }, (_, i) =>
  aLine({ requestURI: `/api/v1/${i % 31}`, ...(i % 2 === 0 ? { auditID: undefined } : {}) }),
);

export type Submit = TableClient['submitTransaction'];

/** The product's own code, or a copy of it with a fault in its text. */
export interface Product {
  readonly ledgerTable: typeof ledgerTable;
  readonly ingest: typeof ingest;
}

/** What a mutant does to the ledger and to its transactions, or which other text of the product it is. */
export interface Mutant {
  readonly product?: Product;
  readonly ledger?: (ledger: Ledger) => Ledger;
  readonly transaction?: (submit: Submit, die: () => void) => Submit;
}

let tables = 0;

/** @returns events in the rows and in the cursor, and how often a worker said "counted" of what was not */
export async function raced(seed: number, mutant: Mutant = {}) {
  const random = randomFrom(`mutants ${seed}`);
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `mutant${process.pid}x${++tables}`;
  const clusters = () => store.table(`clusters${suffix}`);
  const table = () => store.table(`ledger${suffix}`);
  const truth = ledgerTable(table, clusters);
  const product = mutant.product ?? { ledgerTable, ingest };
  const logs = memoryLogs(2_000);
  logs.append(name, `${lines.join('\n')}\n`, at);

  const die = () => {
    if (random.chance(0.15)) throw new Error('died');
  };
  const change = mutant.transaction;
  const ledger = product.ledgerTable(
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
        await product.ingest(name, ports, options);
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
  budget: { rows: 20_000, foldUri: (uri: string) => uri, patternOf: JSON.stringify },
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

export const right = { cursor: lineCount, rows: lineCount, lies: 0 };

/**
 * Whether two may commit what they read of the same state. A race seldom shows it: counts are absolute, so that whoever
 * comes later mends what he should not have overwritten.
 */
export async function takesStale(product: Product): Promise<boolean> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `stale${process.pid}x${++tables}`;
  const ledger = product.ledgerTable(
    () => store.table(`ledger${suffix}`),
    () => store.table(`clusters${suffix}`),
  );
  const logs = memoryLogs(2_000);
  logs.append(name, `${lines.join('\n')}\n`, at);
  const blob = await logs.find(name);
  if (blob === null) throw new Error('the log blob is not there');
  type Open = Awaited<ReturnType<typeof ledger.open>>;
  const isTaken = (open: Open, bytes: number): Promise<boolean> =>
    ledger.commit(open, { cursor: { ...open.cursor, bytes }, rows: [] }).then(
      () => true,
      () => false,
    );
  // What nobody has counted yet, and what somebody has.
  for (const bytes of [10, 20]) {
    const [one, other] = [await ledger.open(blob), await ledger.open(blob)];
    if (!(await isTaken(one, bytes))) throw new Error('the first of two is refused');
    if (await isTaken(other, bytes - 5)) return true;
  }
  return false;
}

/** Each seed races as the machine lets it: a mutant may be lucky once. */
export async function caught(mutant: Mutant): Promise<boolean> {
  if (mutant.product !== undefined && (await takesStale(mutant.product))) return true;
  for (let seed = 1; seed <= 12; seed++) {
    const { cursor, rows, lies } = await raced(seed, mutant);
    if (cursor !== right.cursor || rows !== right.rows || lies > 0) return true;
  }
  return false;
}

/**
 * Whether a worker whose blob was counted by another one between its look and its commit ends well, and nothing is counted
 * twice. Races meet by luck, and on a busy machine seldom; this one always does.
 */
export async function endsWellWhenLate(product: Product): Promise<boolean> {
  // The store refuses the first commit with 409, since it makes a cursor, and a later one with 412.
  for (const commit of [1, 2]) if (!(await endsWellWhenLateAt(commit, product))) return false;
  return true;
}

async function endsWellWhenLateAt(commit: number, product: Product): Promise<boolean> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `late${process.pid}x${++tables}`;
  const ledger = product.ledgerTable(
    () => store.table(`ledger${suffix}`),
    () => store.table(`clusters${suffix}`),
  );
  const logs = memoryLogs(2_000);
  logs.append(name, `${lines.join('\n')}\n`, at);
  const count = (own: Ledger) =>
    product.ingest(name, { logs, ledger: own, clock: () => at, log: memoryLog() }, options);
  let commits = 0;
  const late: Ledger = {
    ...ledger,
    rowsPerSegment: 3,
    async commit(open, segment) {
      commits++;
      if (commits === commit) await count(ledger);
      return await ledger.commit(open, segment);
    },
  };
  try {
    await count(late);
  } catch {
    return false;
  }
  const { cursor, rows } = await counted(ledger);
  return commits >= commit && cursor === lineCount && rows === lineCount;
}
