/**
 * `npm run bench -- fleet [--clusters 10,100,1000] [--hosts 1,2,4] [--logs 120] [--wait 15]`: many clusters through sweep, queue, ranking and
 * telling on the emulator, every log counted and checked; then hosts of their own on one queue, each request held back for as
 * long as a storage account takes to answer. Says at which number of clusters a documented limit is reached.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { figure } from './figure.ts';
import { drained } from './fleet-hosts.ts';
import { limitLines } from './fleet-limits.ts';
import { type Fleet, fleetOf } from './fleet-work.ts';
import { makeBed, type Requests } from './ingest-bed.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    clusters: { type: 'string', default: '10,100,1000' },
    hosts: { type: 'string', default: '1,2,4' },
    wait: { type: 'string', default: '15' },
    logs: { type: 'string', default: '120' },
  },
});
const numbers = (text: string): number[] => text.split(',').map(Number);
const sumOf = (requests: Requests): number => [...requests.values()].reduce((sum, count) => sum + count, 0);

console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
);
console.log('\n| clusters | what | seconds | requests | requests a cluster |\n|---|---|---|---|---|');
let last: Fleet | undefined;
for (const clusters of numbers(values.clusters)) {
  const bed = await makeBed();
  try {
    last = await fleetOf(bed, clusters);
    for (const [what, { seconds, requests }] of Object.entries(last.did)) {
      const all = sumOf(requests);
      console.log(
        `| ${clusters} | ${what} | ${seconds.toFixed(1)} | ${all} | ${(all / clusters).toFixed(2)} |`,
      );
    }
  } finally {
    await bed.close();
  }
}
if (last !== undefined) {
  for (const line of limitLines(last, Number(values.wait))) console.log(line);
  const of = (what: keyof Fleet['did']) =>
    sumOf(last?.did[what].requests ?? new Map()) / (last?.clusters ?? 1);
  figure({ what: 'fleet: requests of a sweep, a cluster', value: of('sweep of nothing new'), unit: '' });
  figure({ what: 'fleet: requests of a ranking, a cluster', value: of('ranked'), unit: '' });
}

const logs = Number(values.logs);
console.log(
  `\n${logs} logs of as many clusters in one queue, each request answered ${values.wait} ms later than by the emulator:\n\n| hosts | seconds | logs a second | load |\n|---|---|---|---|`,
);
for (const hosts of numbers(values.hosts)) {
  const seconds = await drained(hosts, logs, Number(values.wait));
  console.log(
    `| ${hosts} | ${seconds.toFixed(1)} | ${(logs / seconds).toFixed(1)} | ${loadavg()[0]?.toFixed(1)} |`,
  );
}
