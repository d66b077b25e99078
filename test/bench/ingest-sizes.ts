/** Logs of everyday sizes: one large blob, one that grows by small appends, a hundred clusters at once. */
import { aBlobName, aResourceId } from '../build.ts';
import { figure, median } from './figure.ts';
import type { Counted, Downloaded } from './ingest-alone.ts';
import { alone, appOn, type Bed, check, rowOf } from './ingest-bed.ts';
import { logLines } from './read-logs.ts';

/** Lines of a log, with what a right count of them says. */
export function piece(seed: number, bytes: number): { text: Buffer; lines: number; events: number } {
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

export async function large(bed: Bed, megabytes: number, rounds: number): Promise<string[]> {
  const block = piece(1, 16_000_000);
  const times = Math.max(1, Math.round(megabytes / 16));
  const append = async (name: string) => {
    for (let i = 0; i < times; i++) await bed.append(name, block.text);
  };
  const name = aBlobName('2026-10-01T00');
  await append(name);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const other = aBlobName(`2026-10-01T0${round}`);
    await append(other);
    const floor = await alone<Downloaded>(bed.direct, 'download', other);
    check('a download', { bytes: floor.bytes }, { bytes: block.text.length * times });
    ratios.push(floor.seconds / (await alone<Counted>(bed.direct, 'count', other)).seconds);
  }
  figure({ what: 'ingest: of what the SDK downloads', value: median(ratios), unit: 'x', atLeast: 0.7 });
  const { result, requests } = await bed.during(() => alone<Counted>(bed.connection, 'count', name));
  figure({ what: 'ingest: memory of a large blob', value: result.maxRssMb, unit: 'MB', atMost: 300 });
  check('one large blob', { ...result }, { lines: block.lines * times, events: block.events * times });
  return [
    rowOf(
      'one large blob',
      (block.text.length * times) / 1e6,
      { requests, seconds: result.seconds },
      `${result.maxRssMb.toFixed(0)} MB at most; past the proxy ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')} of what the SDK downloads`,
    ),
  ];
}

export async function small(bed: Bed): Promise<string[]> {
  const app = appOn(bed.connection);
  const name = aBlobName('2026-10-01T01');
  const appends = 60;
  const truth = { lines: 0, events: 0 };
  let [seconds, size] = [0, 0];
  const { requests } = await bed.during(async () => {
    for (let i = 0; i < appends; i++) {
      const { text, lines, events } = piece(100 + i, 50_000);
      await bed.append(name, text);
      size += text.length;
      truth.lines += lines;
      truth.events += events;
      const began = performance.now();
      const result = await app.ingest(name);
      seconds += (performance.now() - began) / 1_000;
      if (i === appends - 1 && result.state === 'counted') {
        const { lines, events } = result.cursor;
        check('many small appends', { lines, events }, truth);
      }
    }
  });
  const each = `${((1_000 * seconds) / appends).toFixed(0)} ms each`;
  return [rowOf(`${appends} appends of 50 kB`, size / 1e6, { requests, seconds }, each)];
}

export async function many(bed: Bed): Promise<string[]> {
  const app = appOn(bed.connection);
  const names = Array.from({ length: 100 }, (_, i) =>
    aBlobName('2026-10-01T02', aResourceId.replace('AKS-1', `AKS-${i + 1}`)),
  );
  const one = piece(7, 200_000);
  for (const name of names) await bed.append(name, one.text);
  const queue = names.values();
  const done = await bed.during(() =>
    Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const name of queue) {
          const result = await app.ingest(name);
          if (result.state !== 'counted') throw new Error('a blob is not there');
          const { lines, events } = result.cursor;
          check('a hundred clusters', { lines, events }, { lines: one.lines, events: one.events });
        }
      }),
    ),
  );
  return [rowOf('100 clusters of 200 kB, 16 at once', (one.text.length * 100) / 1e6, done)];
}
