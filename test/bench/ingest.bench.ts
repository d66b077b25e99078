/**
 * `npm run bench -- ingest [--only large|small|many|flood|month] [--large MB] [--rounds N] [--flood LINES] [--hours N] [--rows BUDGET]
 * [--heap MB] [--prices FILE]`:
 * counting end to end on Azurite. Each case checks its own answer. Prints MB/s, transactions and memory as Markdown, and what
 * they would cost.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Bed, heap, makeBed } from './ingest-bed.ts';
import { flood } from './ingest-flood.ts';
import { month } from './ingest-month.ts';
import { large, many, small } from './ingest-sizes.ts';
import { readPrices } from './prices.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    large: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    flood: { type: 'string', default: '1000000' },
    hours: { type: 'string', default: '1' },
    rows: { type: 'string', default: '20000' },
    heap: { type: 'string' },
    prices: { type: 'string' },
  },
  allowPositionals: true,
});
heap.mb = values.heap;
const prices = await readPrices(values.prices);

const cases: Readonly<Record<string, (bed: Bed) => Promise<string[]>>> = {
  large: (bed) => large(bed, Number(values.large), Number(values.rounds)),
  small,
  many,
  flood: (bed) => flood(bed, Number(values.flood), Number(values.hours), Number(values.rows)),
};
const asked = [...Object.keys(cases), 'month'].filter((name) => name === (values.only ?? name));
if (asked.length === 0) throw new Error('no such case');

const load = loadavg()[0] ?? 0;
const rows: string[] = [];
let cost: string[] = [];
for (const name of asked) {
  const bed = await makeBed();
  try {
    if (name === 'month') cost = await month(bed, prices);
    else rows.push(...((await cases[name]?.(bed)) ?? []));
  } finally {
    await bed.close();
  }
}
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}, load ${load.toFixed(1)}`,
);
if (rows.length > 0) {
  console.log(
    '\n| case | MB | MB/s | table writes | table reads | blob requests | |\n|---|---|---|---|---|---|---|',
  );
  console.log(rows.join('\n'));
}
if (cost.length > 0) console.log(`\n${cost.join('\n')}`);
