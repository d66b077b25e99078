/** Reads a file and holds that its process stays small. Run by `read.bench.ts`. */
import { readFileSync } from 'node:fs';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { figure } from './figure.ts';
import { chunksOf } from './read-ways.ts';

const path = process.argv[2] ?? '';
const reader = logReader(defaultReadOptions);
let calls = 0;
for (const chunk of chunksOf(path)) for (const { end } of reader.push(chunk)) calls += end > 0 ? 1 : 0;
const megabytes = Math.round(peakKilobytes() / 1024);
console.log(
  `\nmemory: ${Math.round(reader.totals().end / 1e6)} MB, ${calls} calls, at most ${megabytes} MB resident`,
);
figure({ what: 'reading: memory of a large file', value: megabytes, unit: 'MB', atMost: 300 });

// What the kernel reports for a process begins with the size of the one that started it; Linux also knows our own.
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
