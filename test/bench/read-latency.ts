/** Reads a file while the same process answers HTTP, and holds that no answer waits. Run by `read.bench.ts`. */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { figure } from './figure.ts';
import { chunksOf } from './read-ways.ts';

const path = process.argv[2] ?? '';
const server = createServer((_, answer) => answer.end('ok')).listen(0, '127.0.0.1');
await new Promise((ready) => server.once('listening', ready));
const { port } = server.address() as AddressInfo;

const waits: number[] = [];
let isReading = true;
const asking = (async () => {
  while (isReading) {
    const start = performance.now();
    await new Promise((answered, failed) => {
      get({ port, host: '127.0.0.1' }, (answer) => answer.resume().once('end', answered)).once(
        'error',
        failed,
      );
    });
    waits.push(performance.now() - start);
  }
})();

const reader = logReader(defaultReadOptions);
let calls = 0;
let longestTurn = 0;
for (const chunk of chunksOf(path)) {
  const before = process.threadCpuUsage();
  for (const { end } of reader.push(chunk)) calls += end > 0 ? 1 : 0;
  const { user, system } = process.threadCpuUsage(before);
  longestTurn = Math.max(longestTurn, (user + system) / 1000);
  await setImmediate();
}
isReading = false;
await asking;
server.close();

waits.sort((one, other) => one - other);
const at = (share: number): string => (waits[Math.floor(waits.length * share)] ?? Number.NaN).toFixed(1);
const longest = waits.at(-1) ?? Number.NaN;
console.log(
  `latency: ${Math.round(reader.totals().end / 1e6)} MB, ${calls} calls; ${waits.length} answers, ` +
    `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${longest.toFixed(1)} ms; ` +
    `longest turn of the reader ${longestTurn.toFixed(1)} ms of processor time`,
);
// On a machine that others keep busy an answer may wait for them, not for the reader.
figure({
  what: 'reading: longest turn, in which nobody is answered',
  value: Math.min(longest, longestTurn),
  unit: 'ms',
  atMost: 100,
});
