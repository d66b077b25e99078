/**
 * `npm run bench -- clients [--controllers N]`: what whose calls are counted (RARECALL_CLIENTS) makes of rows, transactions
 * and dollars, on the sample month and on one where controllers with service accounts make nine tenths of the lines. Each
 * hour's log grows twelve times, is counted each time and closed in the end, in memory. Prints Markdown.
 */
import { parseArgs } from 'node:util';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import { type CountedRows, foldRows } from '../../src/core/count/fold.ts';
import type { Row } from '../../src/core/count/row.ts';
import { callPatterns } from '../../src/core/rank/fold-patterns.ts';
import { patternText } from '../../src/core/rank/pattern.ts';
import { uriTemplate } from '../../src/core/rank/uri.ts';
import { defaultReadOptions, type ReadOptions } from '../../src/core/read/options.ts';
import { logPath } from '../../src/core/read/path.ts';
import { type SampleBlob, sampleMonth, sampleOptions } from '../../src/simulate/sample.ts';
import type { SimulationOptions } from '../../src/simulate/simulate.ts';
import { costOf, readPrices } from './prices.ts';

const { values } = parseArgs({
  options: { controllers: { type: 'string', default: '105' }, prices: { type: 'string' } },
  allowPositionals: true,
});
const prices = await readPrices(values.prices);

const busy = (controllers: number): SimulationOptions => ({
  ...sampleOptions,
  clusters: sampleOptions.clusters.map((cluster) => ({ ...cluster, otherClients: true, controllers })),
});
const months: readonly (readonly [name: string, options: SimulationOptions])[] = [
  ['sample', sampleOptions],
  ['nine tenths controllers', busy(Number(values.controllers))],
];

const growths = 12;
const quiet = 3 * 86_400_000;

interface Tally {
  lines: number;
  events: number;
  /** Transactions, and the entities in them, cursors included. */
  commits: number;
  entities: number;
  bytes: number;
  readonly rows: { kubectl: number; other: number; presence: number };
  patterns: number;
  days: number;
}

/** The lines of an hour as they come, in up to twelve pieces. */
function pieces({ lines }: SampleBlob): string[] {
  const size = Math.ceil(lines.length / growths);
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, i) =>
    lines.slice(i * size, (i + 1) * size).join(''),
  );
}

/** Counts an hour's log as it grows. @returns its rows */
async function countBlob(blob: SampleBlob, clients: ReadOptions['clients'], tally: Tally): Promise<Row[]> {
  const [logs, kept] = [memoryLogs(), memoryLedger()];
  const began = new Date('2026-11-01T00:00:00Z');
  const ledger: typeof kept = {
    ...kept,
    commit: (open, segment) => {
      tally.commits++;
      tally.entities += 1 + segment.rows.length;
      return kept.commit(open, segment);
    },
  };
  const countAt = (now: Date) =>
    ingest(
      blob.path,
      { logs, ledger, clock: () => now, log: memoryLog() },
      {
        read: { ...defaultReadOptions, clients },
        budget: { rows: 20_000, foldUri: uriTemplate, patternOf: patternText },
        sealAfterMs: quiet,
        deadline: new Date('2100-01-01T00:00:00Z'),
      },
    );
  for (const text of pieces(blob)) {
    logs.append(blob.path, text, began);
    await countAt(began);
  }
  const done = await countAt(new Date(began.getTime() + 2 * quiet));
  if (done.state !== 'counted') throw new Error('a blob is not there');
  const { lines, events, skipped } = done.cursor;
  const accounted = Object.values(skipped).reduce((sum, count) => sum + count, events);
  if (lines !== blob.lines.length || accounted !== lines) throw new Error('a line was lost');
  tally.lines += lines;
  tally.events += events;
  return [...(await kept.open(done.blob)).rows.values()];
}

async function counted(options: SimulationOptions, clients: ReadOptions['clients']): Promise<Tally> {
  const tally: Tally = {
    lines: 0,
    events: 0,
    commits: 0,
    entities: 0,
    bytes: 0,
    rows: { kubectl: 0, other: 0, presence: 0 },
    patterns: 0,
    days: 0,
  };
  const days = new Map<string, CountedRows[]>();
  for (const blob of sampleMonth(options)) {
    const rows = await countBlob(blob, clients, tally);
    for (const row of rows) {
      tally.rows[row.client]++;
      tally.bytes += JSON.stringify(row).length;
    }
    for (const [day, own] of Map.groupBy(rows, (row) => `${logPath(blob.path)?.cluster.id} ${row.day}`))
      days.set(day, [...(days.get(day) ?? []), { source: blob.path, rows: own }]);
  }
  for (const parts of days.values()) {
    tally.patterns += callPatterns(foldRows(parts), 'first').length;
    tally.days++;
  }
  return tally;
}

const table: string[] = [];
for (const [name, options] of months) {
  for (const clients of ['kubectl', 'interactive'] as const) {
    const tally = await counted(options, clients);
    const { rows, commits } = tally;
    const dollars = costOf(new Map([['table commit', commits / options.clusters.length]]), prices);
    table.push(
      `| ${[
        name,
        clients,
        tally.lines,
        tally.events,
        rows.kubectl,
        rows.other,
        rows.presence,
        (tally.bytes / 1e6).toFixed(1),
        commits,
        tally.entities,
        (tally.patterns / tally.days).toFixed(0),
        dollars.toFixed(5),
      ].join(' | ')} |`,
    );
  }
}
const head = [
  'month',
  'clients',
  'lines',
  'events counted',
  "rows of kubectl's calls",
  'rows of other clients',
  'rows of presence',
  'MB of rows',
  'transactions',
  'entities in them',
  'patterns a day and cluster',
  '$ of transactions a month and cluster',
];
console.log([`| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...table].join('\n'));
