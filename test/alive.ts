/**
 * Runs before every test file: ends its process, loudly, when it has not come to rest for minutes. A time limit of Vitest
 * cannot end a loop that never yields: the run would hang for ever, and say nothing.
 */
import { Worker } from 'node:worker_threads';

const limitMs = Number(process.env.RARECALL_TEST_STUCK_MS ?? 180_000);

const beat = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beat, 0, 1), 1_000).unref();

// A thread of its own: the one that is stuck cannot look at a clock.
new Worker(
  `const { workerData: { beat, limitMs, pid } } = require('node:worker_threads');
   let last = -1;
   let since = Date.now();
   setInterval(() => {
     const now = Atomics.load(beat, 0);
     if (now !== last) [last, since] = [now, Date.now()];
     else if (Date.now() - since > limitMs) {
       require('node:fs').writeSync(2, 'a test has not yielded for ' + limitMs / 1000 + ' s: an endless loop?\\n');
       process.kill(pid, 'SIGKILL');
     }
   }, Math.min(1_000, limitMs / 4));`,
  { eval: true, workerData: { beat, limitMs, pid: process.pid } },
).unref();
