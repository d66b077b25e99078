/**
 * `npm run bench -- ingest [-- --large <MB>]`: counting end to end on Azurite. One large blob, many small appends, a
 * hundred clusters at once. Each case checks its own answer. Prints MB/s, transactions and memory as Markdown.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BlobServiceClient } from '@azure/storage-blob';
import { composeWith } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { startAzurite } from '../../src/local/azurite.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { aBlobName, aResourceId } from '../build.ts';
import { faultyProxy } from '../faults/proxy.ts';
import { logLines } from './read-logs.ts';

const silent = { info: () => undefined, warn: console.error, error: console.error };

const appOn = (connection: string) =>
  composeWith(readConfig({ RARECALL_LOGS: connection, AzureWebJobsStorage: connection }), silent);

interface Counted {
  readonly seconds: number;
  readonly lines: number;
  readonly events: number;
  readonly maxRssMb: number;
}

/** In a process of its own, so that memory is the ingest's alone. */
async function countAlone(connection: string, name: string): Promise<Counted> {
  const child = fork(fileURLToPath(import.meta.url), ['--count', name], {
    env: { ...process.env, BENCH_CONNECTION: connection },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [result] = await once(child, 'message');
  return result as Counted;
}

async function count(connection: string, name: string): Promise<Counted> {
  const began = performance.now();
  let result = await appOn(connection).ingest(name);
  while (result.state === 'unfinished') result = await appOn(connection).ingest(name);
  if (result.state !== 'counted') throw new Error('the blob is not there');
  const { lines, events } = result.cursor;
  const maxRssMb = process.resourceUsage().maxRSS / 1024;
  return { seconds: (performance.now() - began) / 1000, lines, events, maxRssMb };
}

/** Lines of a log, with what a right count of them says. */
function piece(seed: number, bytes: number): { text: Buffer; lines: number; events: number } {
  const next = logLines({ bytes, seed, kubectl: 0.02, mentions: 0.08 });
  const parts: string[] = [];
  let [size, events] = [0, 0];
  while (size < bytes) {
    const { line, kubectl } = next();
    parts.push(line);
    size += line.length;
    if (kubectl) events++;
  }
  return { text: Buffer.from(parts.join('')), lines: parts.length, events };
}

function check(
  what: string,
  got: { lines: number; events: number },
  truth: { lines: number; events: number },
): void {
  if (got.lines !== truth.lines || got.events !== truth.events) {
    throw new Error(
      `${what}: counted ${got.lines} lines and ${got.events} events, not ${truth.lines} and ${truth.events}`,
    );
  }
}

async function bench(largeMb: number): Promise<void> {
  const azurite = await startAzurite();
  const proxy = await faultyProxy(azurite.connection, randomFrom('bench'));
  proxy.severity = 0;
  const container = BlobServiceClient.fromConnectionString(azurite.connection).getContainerClient(
    'insights-logs-kube-audit',
  );
  await container.create();
  const append = async (name: string, text: Buffer) => {
    const blob = container.getAppendBlobClient(name);
    await blob.createIfNotExists();
    for (let at = 0; at < text.length; at += 4_000_000) {
      const part = text.subarray(at, at + 4_000_000);
      await blob.appendBlock(part, part.length);
    }
  };
  const requests = () => ({
    reads: proxy.requests.get('table list') ?? 0,
    writes: proxy.requests.get('table commit') ?? 0,
    blobs: (proxy.requests.get('blob look') ?? 0) + (proxy.requests.get('blob read') ?? 0),
  });
  const rows: string[] = [];
  const row = (
    what: string,
    mb: number,
    seconds: number,
    before: ReturnType<typeof requests>,
    more: string,
  ) => {
    const now = requests();
    const [reads, writes, blobs] = [
      now.reads - before.reads,
      now.writes - before.writes,
      now.blobs - before.blobs,
    ];
    rows.push(
      `| ${what} | ${mb.toFixed(0)} | ${(mb / seconds).toFixed(1)} | ${writes} | ${reads} | ${blobs} | ${more} |`,
    );
  };
  try {
    const large = aBlobName('2026-10-01T00');
    const megabytes = 16;
    const block = piece(1, megabytes * 1_000_000);
    const times = Math.max(1, Math.round(largeMb / megabytes));
    for (let i = 0; i < times; i++) await append(large, block.text);
    const before = requests();
    const alone = await countAlone(proxy.connection, large);
    check('one large blob', alone, { lines: block.lines * times, events: block.events * times });
    row(
      'one large blob',
      (block.text.length * times) / 1e6,
      alone.seconds,
      before,
      `${alone.maxRssMb.toFixed(0)} MB at most`,
    );

    const app = appOn(proxy.connection);
    const grown = aBlobName('2026-10-01T01');
    const appends = 60;
    const beforeAppends = requests();
    let [seconds, size] = [0, 0];
    const truth = { lines: 0, events: 0 };
    for (let i = 0; i < appends; i++) {
      const { text, lines, events } = piece(100 + i, 50_000);
      await append(grown, text);
      size += text.length;
      truth.lines += lines;
      truth.events += events;
      const began = performance.now();
      const result = await app.ingest(grown);
      seconds += (performance.now() - began) / 1000;
      if (i === appends - 1 && result.state === 'counted') check('many small appends', result.cursor, truth);
    }
    row(
      `${appends} appends of 50 kB`,
      size / 1e6,
      seconds,
      beforeAppends,
      `${((1000 * seconds) / appends).toFixed(0)} ms each`,
    );

    const many = Array.from({ length: 100 }, (_, i) =>
      aBlobName('2026-10-01T02', aResourceId.replace('AKS-1', `AKS-${i + 1}`)),
    );
    const one = piece(7, 200_000);
    for (const name of many) await append(name, one.text);
    const beforeMany = requests();
    const began = performance.now();
    const queue = many.values();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const name of queue) {
          const result = await app.ingest(name);
          if (result.state === 'counted') check('a hundred clusters', result.cursor, one);
        }
      }),
    );
    row(
      '100 clusters of 200 kB, 16 at once',
      (one.text.length * 100) / 1e6,
      (performance.now() - began) / 1000,
      beforeMany,
      '',
    );
  } finally {
    await proxy.close();
    await azurite.stop();
  }
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}`,
  );
  console.log(
    '\n| case | MB | MB/s | table writes | table reads | blob requests | |\n|---|---|---|---|---|---|---|',
  );
  console.log(rows.join('\n'));
}

const { values } = parseArgs({
  options: { count: { type: 'string' }, large: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
if (values.count !== undefined) process.send?.(await count(process.env.BENCH_CONNECTION ?? '', values.count));
else await bench(Number(values.large));
