/**
 * One task of a worker, in a process of its own: `count <blob>`, `download <blob>`, `hold <blob>`, `look <day>`, `rank <day>`, each with a row
 * budget or without. Tells what came out, and its memory.
 */
import type { TableClient } from '@azure/data-tables';
import { account } from '../../src/adapters/azure/account.ts';
import { auditBlobs } from '../../src/adapters/azure/audit-logs.ts';
import { dayTable } from '../../src/adapters/azure/days.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { boundHeap } from '../../src/adapters/heap.ts';
import { ingest } from '../../src/app/ingest.ts';
import { addHours, type Day, firstHour, parseDay } from '../../src/core/count/day.ts';
import { patternText } from '../../src/core/rank/pattern.ts';
import { uriTemplate } from '../../src/core/rank/uri.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { appOn } from './ingest-bed.ts';

export interface Counted {
  readonly seconds: number;
  readonly lines: number;
  readonly events: number;
  readonly maxRssMb: number;
}

export interface Downloaded {
  readonly seconds: number;
  readonly bytes: number;
  readonly maxRssMb: number;
}

export interface Held extends Counted {
  readonly rows: number;
  readonly commits: number;
}

export interface Looked {
  /** In the cursors. */
  readonly lines: number;
  /** In the rows, and those told to be duplicates. */
  readonly events: number;
  readonly rows: number;
  readonly limit: number;
  readonly folded: number;
}

export interface Ranked {
  readonly seconds: number;
  readonly patterns: number;
  readonly findings: number;
  readonly maxRssMb: number;
}

const [task, argument = '', budget] = process.argv.slice(2);
const connection = process.env.BENCH_CONNECTION ?? '';
// As the app does before it begins.
boundHeap();
const app = () => appOn(connection, budget === undefined ? {} : { RARECALL_ROW_BUDGET: budget });
const maxRssMb = () => process.resourceUsage().maxRSS / 1_024;

async function count(name: string): Promise<Counted> {
  const began = performance.now();
  let result = await app().ingest(name);
  while (result.state === 'unfinished') result = await app().ingest(name);
  if (result.state !== 'counted') throw new Error('the blob is not there');
  const { lines, events } = result.cursor;
  return { seconds: (performance.now() - began) / 1_000, lines, events, maxRssMb: maxRssMb() };
}

/** The floor: the SDK alone, what comes is thrown away. */
async function download(name: string): Promise<Downloaded> {
  const { blobs } = account({ name: 'AzureWebJobsStorage', connectionString: connection });
  const began = performance.now();
  const answer = await blobs().getContainerClient('insights-logs-kube-audit').getBlobClient(name).download();
  let bytes = 0;
  for await (const chunk of answer.readableStreamBody ?? []) bytes += chunk.length;
  return { seconds: (performance.now() - began) / 1_000, bytes, maxRssMb: maxRssMb() };
}

/** Counts into a table that takes everything and keeps nothing: the emulator takes the better part of an hour for tens of thousands of rows. */
async function hold(name: string): Promise<Held> {
  const began = performance.now();
  const store = account({ name: 'AzureWebJobsStorage', connectionString: connection });
  let commits = 0;
  const table = {
    listEntities: async function* () {},
    upsertEntity: async () => ({}),
    submitTransaction: async () => ({ subResponses: [{ etag: String(++commits) }] }),
  } as unknown as TableClient;
  const ledger = ledgerTable(
    async () => table,
    async () => table,
  );
  const ports = {
    logs: auditBlobs(store.blobs, 'insights-logs-kube-audit'),
    ledger,
    clock: () => new Date(),
    log: console,
  };
  const result = await ingest(name, ports, {
    read: defaultReadOptions,
    budget: { rows: 20_000, foldUri: uriTemplate, patternOf: patternText },
    sealAfterMs: 2 * 86_400_000,
    deadline: new Date(Date.now() + 3_600_000),
  });
  if (result.state !== 'counted') throw new Error('the blob is not there');
  const { lines, events, rows } = result.cursor;
  return { seconds: (performance.now() - began) / 1_000, lines, events, rows, commits, maxRssMb: maxRssMb() };
}

async function look(day: Day): Promise<Looked> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: connection });
  const ledger = ledgerTable(
    () => store.table('ledger'),
    () => store.table('clusters'),
  );
  let [lines, events] = [0, 0];
  for (const cluster of await ledger.clusters()) {
    for await (const { cursor, rows } of ledger.counted(
      cluster,
      firstHour(day),
      addHours(firstHour(day), 24),
    )) {
      lines += cursor.lines;
      events += cursor.duplicates + rows.reduce((sum, row) => sum + row.events, 0);
    }
  }
  const [state] = await app().clusters(day, day);
  if (state === undefined) throw new Error('nothing is counted');
  return { lines, events, ...state.budget };
}

async function rank(day: Day): Promise<Ranked> {
  const began = performance.now();
  const worker = app();
  let [findings, patterns] = [0, 0];
  for (const cluster of await worker.clustersKnown()) {
    findings += (await worker.rankCluster(cluster, day)) ?? 0;
    const days = dayTable(() =>
      account({ name: 'AzureWebJobsStorage', connectionString: connection }).table('days'),
    );
    for await (const _ of days.load(cluster, day)) patterns += 1;
  }
  return { seconds: (performance.now() - began) / 1_000, patterns, findings, maxRssMb: maxRssMb() };
}

const day = parseDay(argument);
if (task === 'count') process.send?.(await count(argument));
else if (task === 'download') process.send?.(await download(argument));
else if (task === 'hold') process.send?.(await hold(argument));
else if (day === null) throw new Error('no such task');
else process.send?.(task === 'look' ? await look(day) : await rank(day));
