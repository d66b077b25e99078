/** Files under paths of Azure's are logs of an hour and a cluster, as they are in the archive. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBlobName, aLine, machinery } from '../build.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-hours-'));
  const at = (day: string, verb = 'get') =>
    aLine({ verb, requestReceivedTimestamp: `${day}T08:15:00.000000Z` });
  const put = async (hour: string, ...lines: string[]) => {
    const path = join(folder, `${aBlobName(hour)}.gz`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, gzipSync(`${lines.join('\n')}\n`));
  };
  await put('2026-08-01T08', at('2026-08-01'), 'older than any baseline');
  await put('2026-10-01T08', at('2026-10-01'), 'noise');
  await put('2026-10-02T08', aLine(machinery));
  await put('2026-10-03T08', at('2026-10-03'), at('2026-10-03', 'list'), at('2026-10-01', 'delete'));
  await put('2026-10-04T23', at('2026-10-03', 'patch'), at('2026-10-02', 'watch'));
});
afterAll(() => rm(folder, { recursive: true }));

const hunt = (
  ...options: string[]
): Promise<{ code: number; answer: Record<string, unknown>; err: string }> =>
  new Promise((resolve) => {
    const launcher = join(import.meta.dirname, '../../bin/rarecall.js');
    const args = [launcher, 'hunt', folder, '--format', 'json', ...options];
    execFile(process.execPath, args, (error, out, err) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        answer: JSON.parse(out || '{}'),
        err,
      }),
    );
  });

test('an answer counts the logs of its day, its grace and its baseline, and says what it leaves out', async () => {
  const { answer, err } = await hunt('--day', '2026-10-01');
  expect(answer).toMatchObject({
    lines: 3,
    skipped: { machinery: 1, 'not-json': 1 },
    calls: [{ verb: 'get' }],
  });
  expect(err).toMatch(/left out: events of 2026-10-01 in logs from before it.*: 1\n$/);
  expect((await hunt()).answer).toMatchObject({ day: '2026-10-03', baselineDays: 1, lines: 8 });
  const rare = await hunt('--ranking', 'rare', '--day', '2026-10-03');
  expect([rare.answer, rare.err]).toMatchObject([{ lines: 5, events: 5, requests: 4, combinations: 6 }, '']);
  expect((await hunt('--ranking', 'rare')).answer).toMatchObject({ lines: 10, events: 7 });
});

test('a day with logs and no call is quiet; one without logs is none', async () => {
  const quiet = await hunt('--day', '2026-10-04');
  expect([quiet.code, quiet.answer]).toMatchObject([0, { day: '2026-10-04', calls: [], findings: [] }]);
  const none = await hunt('--day', '2026-10-20');
  expect([none.code, none.err]).toMatchObject([1, expect.stringContaining('no call on 2026-10-20')]);
});
