/** At how many clusters a storage account or a sweep is at its end, from requests that were counted. Knows limits; runs nothing. */
import type { Fleet } from './fleet-work.ts';
import type { Requests } from './ingest-bed.ts';

/**
 * Requests a second. Source: Microsoft, "Scalability and performance targets for standard storage accounts" (20,000 an account, in
 * some regions 40,000), "… for Table Storage" (2,000 entities of 1 KiB a second in a partition), "… for Queue Storage" (2,000
 * messages of 1 KiB a second in a queue), "… for Blob Storage" (60 MiB and 500 requests a second of a blob).
 */
const ofAccount = 20_000;
const ofQueue = 2_000;
const sweepSeconds = 300;
/** A function stops itself after this. */
const workSeconds = 480;
/** Twice a day all clusters are ranked; in an hour, so that findings are there when people come. */
const rankSeconds = 3_600;

const sum = (requests: Requests, isAsked: (kind: string) => boolean = () => true): number =>
  [...requests].reduce((all, [kind, count]) => (isAsked(kind) ? all + count : all), 0);

/** @param waitMs how long storage takes to answer @returns Markdown */
export function limitLines({ clusters, did }: Fleet, waitMs: number): string[] {
  const each = (requests: Requests, isAsked?: (kind: string) => boolean) => sum(requests, isAsked) / clusters;
  const isQueue = (kind: string) => kind.startsWith('queue');
  const sweep = did['sweep of nothing new'].requests;
  const growing = each(did['sweep of grown logs'].requests) + each(did.counted.requests);
  const asking = each(did['sweep of grown logs'].requests);
  const queued = each(did['sweep of grown logs'].requests, isQueue) + each(did.counted.requests, isQueue);
  const ranking = each(did.ranked.requests);
  const rows: [string, string, number][] = [
    [
      'one sweep after another, nothing new',
      `${each(sweep).toFixed(1)} requests × ${waitMs} ms in ${sweepSeconds} s`,
      sweepSeconds / ((each(sweep) * waitMs) / 1_000),
    ],
    [
      'the same, every log grown',
      `${asking.toFixed(1)} requests × ${waitMs} ms in ${workSeconds} s`,
      workSeconds / ((asking * waitMs) / 1_000),
    ],
    [
      'the account, every log grown',
      `${growing.toFixed(1)} requests in ${sweepSeconds} s of ${ofAccount} a second`,
      (ofAccount * sweepSeconds) / growing,
    ],
    [
      'the queue, every log grown',
      `${queued.toFixed(1)} requests in ${sweepSeconds} s of ${ofQueue} a second`,
      (ofQueue * sweepSeconds) / queued,
    ],
    [
      'the account, a day ranked within an hour',
      `${ranking.toFixed(1)} requests in ${rankSeconds} s of ${ofAccount} a second`,
      (ofAccount * rankSeconds) / ranking,
    ],
  ];
  return [
    `\nWhat ends first, reckoned from the requests of ${clusters} clusters:\n`,
    '| what | of a cluster | clusters at the most |',
    '|---|---|---|',
    ...rows.map(([what, how, most]) => `| ${what} | ${how} | ${Math.floor(most).toLocaleString('en')} |`),
  ];
}
