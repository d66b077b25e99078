/** The edges of the calendar as the command line meets them: in what is asked, and in what is logged. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { run } from './command.ts';

const rarecall = (...args: readonly string[]) => run(args);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-calendar-'));
});
afterAll(() => rm(folder, { recursive: true }));

const nowhere = ['--connection', 'UseDevelopmentStorage=true'];

test.each([
  [['hunt', '.', '--day', '9999-12-31'], 'from 2014-01-01 to 2199-12-31'],
  [['rank', '--day', '0000-01-01', ...nowhere], 'from 2014-01-01 to 2199-12-31'],
  [['backfill', '--from', '2026-10-02', '--to', '2026-10-01', ...nowhere], '--from must not be after --to'],
  [['backfill', '--from', '2014-01-01', '--to', '2199-12-31', ...nowhere], 'must span at most 4000 days'],
])('%j is bad usage', async (args, problem) => {
  const { code, out, err } = await rarecall(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(problem);
});

test('events of a clock that was never set, or is broken, are counted and make no day', async () => {
  const at = (time: string) => ({ requestReceivedTimestamp: time, stageTimestamp: time });
  const path = join(folder, 'clocks.json');
  const lines = [
    aLine(at('0001-01-01T00:00:00.000000Z')),
    aLine(at('9999-12-31T23:59:59.999999Z')),
    aLine({ ...at('2026-10-01T23:59:60.000000Z'), verb: 'list' }, { time: '2026-10-01T23:59:59.9Z' }),
    aLine({ ...at('2026-09-30T08:00:00.000000Z'), verb: 'list' }),
  ];
  await writeFile(path, lines.join('\n'));
  const { code, out } = await rarecall('hunt', path, '--format', 'json');
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { day: '2026-10-01', baselineDays: 1, lines: 4, calls: [{ verb: 'list', count: 1 }] },
  ]);
  const rare = await rarecall('hunt', path, '--ranking', 'rare', '--format', 'json');
  expect(JSON.parse(rare.out)).toMatchObject({ lines: 4, events: 4, combinations: 8 });
});
