/**
 * `rarecall demo`: all of it on this machine, from an empty account to the findings of the last day.
 * Asks only through HTTP, as anybody would.
 */
import { addDays, type Day } from '../../core/count/day.ts';
import { logPath } from '../../core/read/path.ts';
import { callsTable, findingsTable } from '../../core/show/terminal/text.ts';
import { logContainer, type Running, serve } from '../../host/serve.ts';
import { leave, stopSignal } from '../../host/stop-signal.ts';
import { sampleMonth, sampleOptions } from '../../simulate/sample.ts';
import { logFiles } from '../files/files.ts';
import { called } from '../output/called.ts';
import { progressBar } from '../output/progress.ts';
import { tableStyle } from '../output/style.ts';
import { type GrowingBlob, type Grown, growBlobs } from '../replaying/growing-blobs.ts';
import { replayFiles } from '../replaying/replay-files.ts';
import { say } from '../say.ts';
import { demoClient } from './demo-client.ts';

export interface DemoOptions {
  /** End after printing. */
  readonly once: boolean;
  /** 0 for any free one. */
  readonly port: number;
  /** File or folder of logs to show instead of the sample month. */
  readonly logs?: string;
}

/** Appends by which a log blob of the last day grows; those of the days before are history. */
const pieces = 3;

/** @throws LocalError, MissingError with what is in the way */
export async function demo(options: DemoOptions): Promise<void> {
  const stopped = stopSignal();
  say('starting the storage emulator and the functions');
  const running = await serve({
    port: options.port,
    verbose: false,
    dataFolder: null,
    // The findings are no real ones: nobody's sinks are to hear of them.
    ignoreLocalSettings: true,
  });
  const stopping = new AbortController();
  const over = Promise.race([stopped, running.broken]).finally(() => stopping.abort());
  try {
    await Promise.race([show(running, options, stopping.signal), over]);
    if (options.once || stopping.signal.aborted) return;
    console.log(`\nserving on ${running.address} until Ctrl-C`);
    await over;
  } finally {
    stopping.abort();
    await running.stop();
    leave();
  }
}

async function show(running: Running, { logs, once }: DemoOptions, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const client = demoClient(running, signal);
  const grown = logs === undefined ? await appendSample(running) : await appendLogs(running, logs);
  const counting = progressBar('counting', 100);
  const counted = await client
    .allCounted(grown, (share) => counting.set(100 * share))
    .finally(() => counting.end());
  say(
    `${grown.blobs} log blobs of ${counted.clusters} clusters are counted: ` +
      `${counted.lines} lines, ${counted.events} of them of calls that count`,
  );

  const day = logs === undefined ? lastSampleDay : await client.lastDay();
  say(`ranking ${day} against the days before it`);
  await client.rank(day);
  const findings = await client.findings(day);
  const calls = await client.calls(day);
  if (signal.aborted) return;
  say(`done in ${Math.round((performance.now() - began) / 1000)} s`);
  console.error();
  console.log(`${findings.length} findings of ${day}\n`);
  // Who ends now takes the archive with him.
  console.log(findingsTable(findings, tableStyle(), { program: once ? null : called() }));
  console.log(`the rarest calls of ${day}\n`);
  console.log(callsTable(calls, tableStyle()));
  console.log(`report: ${running.address}/api/report?day=${day}`);
}

const lastSampleDay: Day = addDays(sampleOptions.from, sampleOptions.days - 1);

async function appendSample({ connection }: Running): Promise<Grown> {
  say('making a sample month of two clusters, with attacks on its last day');
  const blobs: GrowingBlob[] = [];
  let all = 0;
  for (const { path, lines } of sampleMonth()) {
    const bytes = Buffer.from(lines.join(''));
    const isLast = logPath(path)?.hour.startsWith(lastSampleDay) ?? false;
    blobs.push({
      name: path,
      expectedBytes: bytes.length,
      pieces: isLast ? pieces : 1,
      bytes: () => [bytes],
    });
    all += bytes.length;
  }
  say('appending it to log blobs, hour after hour');
  const bar = progressBar('appending', all);
  return growBlobs(blobs, { connection, container: logContainer(), onBytes: bar.add }).finally(bar.end);
}

async function appendLogs({ connection }: Running, path: string): Promise<Grown> {
  const sources = await logFiles([path], ({ path, what }) => say(`${path}: ${what}`));
  say('appending the logs to log blobs, hour after hour');
  const bar = progressBar(
    'appending',
    sources.reduce((sum, { size }) => sum + (size ?? 0), 0),
  );
  const cluster = 'unknown';
  return replayFiles({
    sources,
    connection,
    container: logContainer(),
    pieces,
    cluster,
    onProgress: bar.set,
    onUnreadable: ({ message }) => say(message),
  }).finally(bar.end);
}
