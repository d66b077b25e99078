/**
 * Reads millions of nasty lines in both ways and stops at the first that they read differently.
 * It is kept as a fixture then, which the unit tests read ever after.
 *
 *   npm run fuzz -- --lines 10000000 --seed 1
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { documentReader } from '../../src/core/read/file-reader.ts';
import { type ReadWindow, readWindow } from '../../src/core/read/gate/window.ts';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions, type ReadOptions } from '../../src/core/read/options.ts';
import { inChunks, type Read, readAll, throughWindow } from '../core/read/reading.ts';
import { herdBlob } from './herds.ts';
import { chance, mutated, nastyBlob } from './nasty-lines.ts';
import { plainRead } from './plain-reader.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: 'interactive' },
  },
});
const clients: ReadOptions['clients'] =
  values.clients === 'kubectl' || values.clients === 'all' ? values.clients : 'interactive';
const fixtures = new URL('../fixtures/read/', import.meta.url);
const poolLines = 3000;
const agentSets = [['kubectl'], ['KUBECTL/', 'oc/'], ['o'], ['/x', 'kubectl'], []];

const seed = Number(values.seed);
const wanted = Number(values.lines);
const draw = chance(seed);
const pool = [...kept(), ...fresh(poolLines)];
console.log(`seed ${seed}, ${wanted} lines, ${pool.length} in the pool`);

/** Memory of its own each: one for all blobs that are read alike. */
const windows = new Map<string, ReadWindow>();
const seen = { lines: 0, events: 0, salvaged: 0, skipped: new Map<string, number>() };
let told = 0;
while (seen.lines < wanted) {
  const blob = nextBlob();
  const options = {
    ...defaultReadOptions,
    clients: draw(4) > 0 ? clients : 'kubectl',
    agents: agentSets[draw(2 * agentSets.length)] ?? defaultReadOptions.agents,
    plain: draw(8) === 0,
  };
  check(blob, options, 1 + draw(draw(10) === 0 ? 100 : 2 * blob.length));
  if (seen.lines - told < wanted / 100) continue;
  told = seen.lines;
  console.log(
    `${seen.lines} lines, ${seen.events} events, ${seen.salvaged} salvaged`,
    Object.fromEntries(seen.skipped),
  );
}
console.log(`${seen.lines} lines and no surprise, seed ${seed}`);

/** The lines of earlier surprises. */
function kept(): Buffer[] {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.jsonl'));
  return names.flatMap((name) => linesOf(readFileSync(new URL(name, fixtures))));
}

function fresh(count: number): Buffer[] {
  return Array.from({ length: count }, () => nastyBlob(draw, 1));
}

function linesOf(blob: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < blob.length; ) {
    const to = blob.indexOf(0x0a, from);
    lines.push(blob.subarray(from, to < 0 ? blob.length : to + 1));
    from = to < 0 ? blob.length : to + 1;
  }
  return lines;
}

/** A herd, or some lines of the pool, changed here and there; now and then one of them, or a new one, stays in it. */
function nextBlob(): Buffer {
  if (draw(4) === 0) return herdBlob(draw, 1 + draw(60));
  const parts: Buffer[] = [];
  for (let count = 1 + draw(30); count > 0; count -= 1) {
    const at = draw(pool.length);
    let line = pool[at] ?? Buffer.alloc(0);
    if (draw(60) === 0) line = nastyBlob(draw, 1);
    while (draw(3) === 0) line = mutated(line, draw);
    if (draw(50) === 0) pool[at] = draw(4) > 0 ? nastyBlob(draw, 1) : Buffer.from(line.subarray(0, 30_000));
    parts.push(line);
    if (line.at(-1) !== 0x0a && draw(8) > 0) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

function check(blob: Buffer, options: ReadOptions, chunkBytes: number): void {
  const plain = plainRead(blob, options);
  if (!isSame(blob, plain, options, chunkBytes)) {
    const isCulprit = (line: Buffer): boolean =>
      !isSame(line, plainRead(line, options), options, line.length);
    const culprit = linesOf(blob).find(isCulprit) ?? blob;
    const name = `surprise-${createHash('sha256').update(culprit).digest('hex').slice(0, 8)}.jsonl`;
    mkdirSync(fixtures, { recursive: true });
    writeFileSync(new URL(name, fixtures), culprit);
    throw new Error(
      `seed ${seed}: read differently, kept as test/fixtures/read/${name}: ${JSON.stringify({ options, chunkBytes })}`,
    );
  }
  // Documents are not lines, but their account must be as exact; reading all holds it at every event.
  const documents = readAll(documentReader(options), inChunks(blob, chunkBytes));
  if (documents.reader.end !== blob.length)
    throw new Error(`seed ${seed}: documents end at ${documents.reader.end}`);
  seen.lines += plain.reader.lines;
  seen.events += plain.events.length;
  seen.salvaged += plain.reader.salvaged;
  for (const [reason, count] of Object.entries(plain.reader.skipped)) {
    seen.skipped.set(reason, (seen.skipped.get(reason) ?? 0) + count);
  }
}

function isSame(blob: Buffer, plain: Read, options: ReadOptions, chunkBytes: number): boolean {
  const chunks = (): Generator<Uint8Array> => inChunks(blob, chunkBytes);
  const name = JSON.stringify(options);
  const window = windows.get(name) ?? readWindow(options);
  windows.set(name, window);
  const ways = [
    readAll(logReader(options), chunks()),
    readAll(logReader(options, 0, window), throughWindow(window, chunks())),
  ];
  return ways.every((read) => JSON.stringify(read) === JSON.stringify(plain));
}
