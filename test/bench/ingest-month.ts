/**
 * What one cluster costs in a month, from the requests that an hour and a day of it make. Every invocation is by a worker
 * that knows nothing, which makes its tables and queues known first: in life many are warm, and cost less.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import { addDays, type Day, dayOf, hourOf } from '../../src/core/count/day.ts';
import { aBlobName } from '../build.ts';
import { appOn, type Bed, type Requests } from './ingest-bed.ts';
import { piece } from './ingest-sizes.ts';
import { costOf, type Prices } from './prices.ts';

const hoursPerMonth = 730;
const daysPerMonth = hoursPerMonth / 24;
const sweepsPerHour = 12;
const tellsPerDay = 144;

/** The host's own requests, shared by all clusters: assumed, not counted. Three queues looked at every 30 s; a timer's firing writes its state. */
const host: Requests = new Map([
  ['queue take', 3 * 120 * hoursPerMonth],
  ['blob read', daysPerMonth * (24 * sweepsPerHour + tellsPerDay + 2)],
  ['blob write', daysPerMonth * (24 * sweepsPerHour + tellsPerDay + 2)],
]);

/** @returns Markdown */
export async function month(bed: Bed, prices: Prices): Promise<string[]> {
  const now = new Date();
  const name = aBlobName(hourOf(now));
  const quiet = { RARECALL_SEAL_AFTER: 'PT1S' };
  const queue = QueueServiceClient.fromConnectionString(bed.connection).getQueueClient('rarecall-grown');
  const sweepAndCount = async (settings = {}) => {
    await appOn(bed.connection, settings).sweep();
    // As the host does: takes messages, has them worked on, deletes them.
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 16 });
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      const { blob } = JSON.parse(Buffer.from(messageText, 'base64').toString()) as { blob: string };
      const { state } = await appOn(bed.connection, settings).ingest(blob);
      if (state !== 'counted') throw new Error('a blob is not there');
      await queue.deleteMessage(messageId, popReceipt);
    }
    return receivedMessageItems.length;
  };

  const hour = await bed.during(async () => {
    let counted = 0;
    for (let i = 0; i < sweepsPerHour; i++) {
      await bed.append(name, piece(500 + i, 200_000).text);
      counted += await sweepAndCount();
    }
    if (counted !== sweepsPerHour) throw new Error(`${counted} of ${sweepsPerHour} growths were counted`);
  });
  await sleep(1_500);
  const sealing = await bed.during(() => sweepAndCount(quiet));
  if (sealing.result !== 1) throw new Error('the blob was not sealed');
  const tells = await bed.during(() => appOn(bed.connection).tell());
  const day = await bed.during(async () => {
    const app = appOn(bed.connection);
    const days: Day[] = [dayOf(now), addDays(dayOf(now), -1)];
    await app.rankDays(days);
    for (const cluster of await app.clustersKnown())
      for (const one of days) await appOn(bed.connection).rankCluster(cluster, one);
    await app.forget();
  });

  const parts: [string, number, Requests][] = [
    [`an hour's log, ${sweepsPerHour} times grown, swept and counted`, hoursPerMonth, hour.requests],
    ['an hour is closed', hoursPerMonth, sealing.requests],
    ['a day is ranked twice and old counts are forgotten', daysPerMonth, day.requests],
    ['what is not delivered is looked for', daysPerMonth * tellsPerDay, tells.requests],
  ];
  const sum = parts.reduce((total, [, times, requests]) => total + times * costOf(requests, prices), 0);
  return [
    `Storage requests of one cluster in a month, priced: ${prices.source}; ${prices.date}; ${prices.region}.`,
    '',
    '| what | times a month | requests each time | $ a month |',
    '|---|---|---|---|',
    ...parts.map(
      ([what, times, requests]) =>
        `| ${what} | ${times.toFixed(0)} | ${listed(requests)} | ${(times * costOf(requests, prices)).toFixed(4)} |`,
    ),
    `| **one cluster** | | | **${sum.toFixed(3)}** |`,
    `| the host itself, shared by all clusters (assumed) | 1 | ${listed(host)} | ${costOf(host, prices).toFixed(3)} |`,
  ];
}

const listed = (requests: Requests): string =>
  [...requests]
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${Math.round(count)} ${kind}`)
    .sort()
    .join(', ');
