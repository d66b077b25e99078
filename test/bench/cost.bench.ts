/**
 * `npm run bench -- cost`: what 1, 10 and 100 clusters cost in a month, from the requests and seconds that one and two clusters
 * take: the difference is a cluster's, the rest is the app's. Every invocation knows nothing of the one before, but sweeps of a
 * process that is still there: those are told as well.
 */
import { parseArgs } from 'node:util';
import { QueueServiceClient } from '@azure/storage-queue';
import { addDays, dayOf, hourOf } from '../../src/core/count/day.ts';
import { aBlobName, aResourceId } from '../build.ts';
import { appOn, type Bed, makeBed, type Requests } from './ingest-bed.ts';
import { piece } from './ingest-sizes.ts';
import { costOf, flex, type Prices, readPrices } from './prices.ts';

const hoursPerMonth = 730;
const sweeps = 12 * hoursPerMonth;
const [tells, days] = [6 * hoursPerMonth, hoursPerMonth / 24];

/** What one invocation takes, in the mean of several. */
interface Taken {
  readonly requests: Requests;
  readonly seconds: number;
}

const combined = (one: Taken, other: Taken, sign: 1 | -1): Taken => ({
  seconds: one.seconds + sign * other.seconds,
  requests: new Map(
    [...new Set([...one.requests.keys(), ...other.requests.keys()])].map((kind) => [
      kind,
      (one.requests.get(kind) ?? 0) + sign * (other.requests.get(kind) ?? 0),
    ]),
  ),
});

const divided = ({ requests, seconds }: Taken, by: number): Taken => ({
  seconds: seconds / by,
  requests: new Map([...requests].map(([kind, count]) => [kind, count / by])),
});

const nothing: Taken = { requests: new Map(), seconds: 0 };
const rounds = 6;

/** Clusters whose log grows before each of several sweeps. @param sweeping the app that sweeps: another one each time, or the same */
async function grow(
  bed: Bed,
  names: readonly string[],
  from: number,
  sweeping = () => appOn(bed.connection),
): Promise<{ sweep: Taken; count: Taken }> {
  const queue = QueueServiceClient.fromConnectionString(bed.connection).getQueueClient('rarecall-grown');
  let [sweep, count, counted] = [nothing, nothing, 0];
  for (let round = 0; round < rounds; round++) {
    for (const name of names) await bed.append(name, piece(from + round, 200_000).text);
    sweep = combined(sweep, await bed.during(() => sweeping().sweep()), 1);
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      const { blob } = JSON.parse(Buffer.from(messageText, 'base64').toString()) as { blob: string };
      count = combined(count, await bed.during(() => appOn(bed.connection).ingest(blob)), 1);
      await queue.deleteMessage(messageId, popReceipt);
      counted++;
    }
  }
  if (counted !== rounds * names.length) throw new Error(`${counted} growths were counted`);
  return { sweep: divided(sweep, rounds), count: divided(count, counted) };
}

const insights = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=00000000-0000-4000-8000-00000000abcd',
};

const watched = (bed: Bed): Promise<Taken> => bed.during(() => appOn(bed.connection, insights).watched());

const bed = await makeBed();
try {
  const { values } = parseArgs({ options: { prices: { type: 'string' } }, args: process.argv.slice(3) });
  const prices = await readPrices(values.prices);
  const hour = hourOf(new Date());
  const names = [aBlobName(hour), aBlobName(hour, aResourceId.replace('AKS-1', 'AKS-2'))];
  const one = await grow(bed, names.slice(0, 1), 500);
  const kept = appOn(bed.connection);
  await kept.sweep();
  const warmOne = await grow(bed, names.slice(0, 1), 700, () => kept);
  const watchedOne = await watched(bed);
  const two = await grow(bed, names, 600);
  await kept.sweep();
  const warmTwo = await grow(bed, names, 800, () => kept);
  const watchedOfCluster = combined(await watched(bed), watchedOne, -1);
  const tell = await bed.during(() => appOn(bed.connection).tell());
  const [today, clusters] = [dayOf(new Date()), await appOn(bed.connection).clustersKnown()];
  const rank = divided(
    await bed.during(async () => {
      for (const cluster of clusters) await appOn(bed.connection).rankCluster(cluster, addDays(today, 0));
    }),
    clusters.length,
  );
  const sweepOfCluster = combined(two.sweep, one.sweep, -1);
  const warmOfCluster = combined(warmTwo.sweep, warmOne.sweep, -1);
  print(prices, {
    sweep: combined(one.sweep, sweepOfCluster, -1),
    sweepOfCluster,
    warm: combined(warmOne.sweep, warmOfCluster, -1),
    warmOfCluster,
    watched: combined(watchedOne, watchedOfCluster, -1),
    watchedOfCluster,
    tell,
    count: two.count,
    rank,
  });
} finally {
  await bed.close();
}

interface Measured {
  readonly sweep: Taken;
  readonly sweepOfCluster: Taken;
  /** By a process that has swept before. */
  readonly warm: Taken;
  readonly warmOfCluster: Taken;
  /** What is told to whoever watches, by the run that tells findings. */
  readonly watched: Taken;
  readonly watchedOfCluster: Taken;
  readonly tell: Taken;
  readonly count: Taken;
  readonly rank: Taken;
}

function print(prices: Prices, measured: Measured): void {
  console.log('| what | times a month | seconds | $ of requests a month |\n|---|---|---|---|');
  const rows: [string, number, Taken][] = [
    ['a sweep, without clusters', sweeps, measured.sweep],
    ['… and for each cluster', sweeps, measured.sweepOfCluster],
    ['a sweep of a process that has swept before, without clusters', sweeps, measured.warm],
    ['… and for each cluster', sweeps, measured.warmOfCluster],
    ['what a log has grown by is counted, a cluster', sweeps + hoursPerMonth, measured.count],
    ['a day is ranked, a cluster', 2 * days, measured.rank],
    ['what is not delivered is looked for', tells, measured.tell],
    ['… and how it is is told, without clusters', tells, measured.watched],
    ['… and for each cluster', tells, measured.watchedOfCluster],
  ];
  for (const [what, times, { seconds, requests }] of rows)
    console.log(
      `| ${what} | ${times.toFixed(0)} | ${seconds.toFixed(2)} | ${(times * costOf(requests, prices)).toFixed(4)} |`,
    );
  console.log(
    '\n| clusters | requests of storage | executions | GB-seconds at most | $ of executions | $ in all |\n|---|---|---|---|---|---|',
  );
  for (const n of [1, 10, 100]) {
    const tell = combined(
      combined(measured.tell, measured.watched, 1),
      divided(measured.watchedOfCluster, 1 / n),
      1,
    );
    const sweep = combined(measured.sweep, divided(measured.sweepOfCluster, 1 / n), 1);
    const parts: [number, Taken][] = [
      [sweeps, sweep],
      [tells, tell],
      [2 * days, nothing],
      [n * (sweeps + hoursPerMonth), measured.count],
      [n * 2 * days, measured.rank],
    ];
    const requests =
      parts.reduce((sum, [times, taken]) => sum + times * costOf(taken.requests, prices), 0) + host(prices);
    const executions = parts.reduce((sum, [times]) => sum + times, 0);
    // Each alone on an instance: what runs beside another costs nothing more, so this is the most.
    const gbSeconds = parts.reduce(
      (sum, [times, { seconds }]) => sum + times * Math.max(flex.leastSeconds, seconds) * flex.gigabytes,
      0,
    );
    const running = flex.dollars(executions, gbSeconds);
    console.log(
      `| ${n} | ${requests.toFixed(2)} | ${Math.round(executions)} | ${Math.round(gbSeconds)} | ${running.toFixed(2)} | ${(requests + running).toFixed(2)} |`,
    );
  }
}

/** The host's own, assumed: three queues looked at every 30 s; a timer's firing writes its state. */
function host(prices: Prices): number {
  const fires = sweeps + tells + 2 * days;
  return costOf(
    new Map([
      ['queue take', 3 * 120 * hoursPerMonth],
      ['blob read', fires],
      ['blob write', fires],
    ]),
    prices,
  );
}
