/** Whatever the number of threads and wherever stretches end, the same is read: to the last number, in the same order. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { logFiles } from '../../../src/cli/files/files.ts';
import { readFiles } from '../../../src/cli/files/read-files.ts';
import { type Step, stepsOf } from '../../../src/cli/reading/steps.ts';
import type { Stretch } from '../../../src/cli/reading/stretch.ts';
import { team } from '../../../src/cli/reading/team.ts';
import { readWindow } from '../../../src/core/read/gate/window.ts';
import { defaultReadOptions, type ReadOptions } from '../../../src/core/read/options.ts';
import { UnreadableError } from '../../../src/errors.ts';
import { seeded } from '../../bench/read-logs.ts';
import { aBlobName, aLine, machinery } from '../../build.ts';

const folder = await mkdtemp(join(tmpdir(), 'rarecall-threads-'));
afterAll(() => rm(folder, { recursive: true }));

async function read(paths: readonly string[], how: { jobs?: number; stretch?: number }) {
  let bytes = 0;
  const warned: string[] = [];
  const found = await readFiles(await logFiles(paths), {
    read: { ...defaultReadOptions, clients: 'interactive', plain: true },
    cluster: 'plain',
    onBytes: (more) => {
      bytes += more;
    },
    warn: (line) => warned.push(line),
    ...how,
  });
  return { found, warned, bytes };
}

const time = '2026-10-01T08:00:00Z';
const random = seeded(5);
const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];

/** Lines of every kind, those that go on in others among them. */
function lines(count: number): string {
  const called = () => aLine({ user: { username: pick(['ann', 'bo', 'cy']) }, verb: pick(['get', 'list']) });
  const kinds: readonly [() => string, ...(() => string)[]] = [
    () => `${called()}\n`,
    () => `${called()}\r\n`,
    () => `${aLine(machinery)}\n`,
    () => `{"records":[${called()},${called()}]}\n`,
    () => 'no json\n',
    () => '\n',
    () => {
      const event = JSON.stringify(JSON.parse(JSON.parse(called()).properties.log));
      const at = Math.floor(random() * event.length);
      const between = random() < 0.5 ? `${called()}\n` : '';
      return `${time} stdout P ${event.slice(0, at)}\n${between}${time} stdout F ${event.slice(at)}\n`;
    },
  ];
  return Array.from({ length: count }, () => pick(kinds)()).join('');
}

test('a file in stretches is read as in one', async () => {
  const path = join(folder, 'a.json');
  await writeFile(path, `${aLine()}\n${lines(600)}${aLine()}`);
  const one = await read([path], {});
  expect(one.found.logs[0]?.events).toBeGreaterThan(300);
  for (const [jobs, stretch] of [
    [2, 700],
    [3, 4_000],
    [2, 100_000],
  ] as const)
    expect((await read([path], { jobs, stretch })).found, `${jobs} threads, ${stretch} bytes`).toEqual(
      one.found,
    );
});

test('many files are read in their order, the broken ones told as ever', async () => {
  const base = join(folder, 'many');
  const hours = ['08', '09', '10', '11', '12', '13'];
  for (const hour of hours) {
    const path = join(base, aBlobName(`2026-10-01T${hour}`));
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, lines(40));
  }
  await writeFile(join(base, 'broken.json.gz'), gzipSync(lines(100)).subarray(0, 1_000));
  await writeFile(join(base, 'some.json.gz'), gzipSync(lines(100)));
  await writeFile(join(base, 'strange.json'), 'nothing\n'.repeat(500));
  const one = await read([base], {});
  expect(one.found.unreadable).toHaveLength(1);
  expect(one.found.strange).toHaveLength(1);
  expect(one.warned).toHaveLength(2);
  for (const stretch of [2_000, 30_000]) expect(await read([base], { jobs: 3, stretch })).toEqual(one);
});

test('a file that the user named and that is no log fails, read by one thread or by several', async () => {
  const path = join(folder, 'strange.json');
  await writeFile(path, 'nothing\n'.repeat(5_000));
  for (const how of [{}, { jobs: 2, stretch: 1_000 }])
    await expect(read([path], how)).rejects.toThrow('strange.json: is no Kubernetes audit log');
});

describe('another thread', () => {
  const options: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };

  /** A team whose other thread has read all that it may before anything is taken. */
  async function ahead(stretches: readonly Stretch[], bytes: number) {
    let [read, resolve] = [0, () => {}];
    const isRead = new Promise<void>((done) => {
      resolve = done;
    });
    const readers = team({
      read: options,
      helpers: 1,
      onBytes: (more) => {
        read += more;
        if (read >= bytes) resolve();
      },
    });
    const begun = stretches.map(readers.begin);
    await isRead;
    return { readers, begun };
  }

  const all = async (steps: AsyncIterable<Step>): Promise<Step[]> => {
    const taken: Step[] = [];
    for await (const step of steps) taken.push(step);
    return taken;
  };
  const here = (stretch: Stretch) =>
    all(stepsOf(stretch, { read: options, window: readWindow(options), onBytes: () => {} }));

  test('gives the very steps that this one gives', async () => {
    const path = join(folder, 'steps.json');
    const text = lines(200);
    await writeFile(path, text);
    const whole: Stretch = { path, from: 0, ends: null, size: null };
    const { readers, begun } = await ahead([whole, whole], 2 * Buffer.byteLength(text));
    const expected = await here(whole);
    expect(expected.length).toBeGreaterThan(1);
    for (const { steps } of begun) expect(await all(steps)).toEqual(expected);
    await readers.end();
  });

  test('tells what it could not read, behind what it could', async () => {
    const path = join(folder, 'cut.json.gz');
    const packed = gzipSync(lines(3_000));
    const bytes = packed.subarray(0, packed.length / 2);
    await writeFile(path, bytes);
    const { readers, begun } = await ahead([{ path, from: 0, ends: null, size: null }], bytes.length);
    const taken: Step[] = [];
    const taking = (async () => {
      for await (const step of begun[0]?.steps ?? []) taken.push(step);
    })();
    await expect(taking).rejects.toThrow(UnreadableError);
    expect(taken.at(-1)).toMatchObject({ kind: 'read', broken: true });
    await readers.end();
  });

  test.each([
    ['a whole file', null],
    ['a stretch', [60_000]],
  ])('tells of %s that it is shorter than it was', async (what, ends) => {
    const path = join(folder, `${what}.json`);
    const text = lines(100);
    await writeFile(path, text);
    const size = Buffer.byteLength(text) + 1;
    const whole = (await here({ path, from: 0, ends: null, size: null })).findLast(
      (step) => step.kind === 'read',
    );
    const taken: Step[] = [];
    const taking = (async () => {
      const reading = { read: options, window: readWindow(options), onBytes: () => {} };
      for await (const step of stepsOf({ path, from: 0, ends, size }, reading)) taken.push(step);
    })();
    await expect(taking).rejects.toThrow('became shorter');
    expect(taken.at(-1)).toMatchObject({
      kind: 'read',
      broken: true,
      totals: whole?.totals,
    });
  });

  test('waits where nobody takes what it found', async () => {
    const path = join(folder, 'long.json');
    const text = `${aLine()}\n`.repeat(60_000);
    await writeFile(path, text);
    const { readers, begun } = await ahead([{ path, from: 0, ends: null, size: null }], 16 * 2 ** 20);
    const steps = await all(begun[0]?.steps ?? (async function* () {})());
    const found = steps.reduce((sum, step) => sum + (step.kind === 'found' ? step.found.length : 0), 0);
    expect(found).toBe(60_000);
    await readers.end();
  });
});
