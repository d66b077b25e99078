/** What hunt reads of a file, a replay uploads: the same events, in the hours of their times. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sortIntoHours } from '../../../src/cli/replaying/sort-hours.ts';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { logReader } from '../../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { readAll } from '../../core/read/reading.ts';
import { bytes, lineOf, resourceId, withFields } from '../../core/read/records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-sort-'));
});
afterAll(() => rm(folder, { recursive: true }));

const at = '2026-10-01T08:00:00.1Z';
const plain = JSON.stringify(withFields({}));
const kubectl = lineOf();
const row = { TimeGenerated: at, Category: 'kube-audit', ResourceId: resourceId, log_s: plain };

test.each([
  ['EventList', `{"kind":"EventList","items":[${plain},${plain}]}`],
  ['messages', `[{"records":[${kubectl}]},{"records":[${kubectl}]}]`],
  ['bodies', `[{"body":${JSON.stringify(`{"records":[${kubectl},${kubectl}]}`)}}]`],
  [
    'CloudWatch',
    JSON.stringify({ events: [plain, plain].map((message) => ({ timestamp: 1790841600000, message })) }),
  ],
  [
    'cut events',
    JSON.stringify({
      events: [1, 2].map(() => ({
        timestamp: 1790841600000,
        message: `${plain.slice(0, -300)} [Truncated...]`,
      })),
    }),
  ],
  ['rows', JSON.stringify([row, row])],
  [
    'a container runtime',
    `${at} stdout P ${plain.slice(0, 99)}\n${at} stdout F ${plain.slice(99)}\n${at} stdout F ${plain}\n`,
  ],
  ['torn messages', `{"records":[${kubectl.slice(0, 300)}\n{"records":[${kubectl},${kubectl}]}\n`],
  ['scraps', `\0\0${kubectl},\n\ufeff${kubectl}\n]\n`],
])('%s', async (name, text) => {
  const path = join(folder, `${name}.log`);
  await writeFile(path, text);
  const hunted = readAll(documentReader({ ...defaultReadOptions, plain: true }), [bytes(text)]);
  const blobs = await sortIntoHours([{ path, size: null, named: true }], {
    cluster: 'shop',
    category: 'kube-audit',
    onBytes: () => {},
    onUnreadable: () => expect.unreachable(),
  });
  expect(blobs).toHaveLength(1);
  expect(blobs[0]?.name).toContain('/y=2026/m=10/d=01/h=08/');
  const lines = await Array.fromAsync(blobs.flatMap((blob) => blob.bytes() as Uint8Array[]));
  const counted = readAll(logReader(defaultReadOptions), lines);
  expect(hunted.events).toHaveLength(2);
  expect(counted.events.map(({ event }) => event.call)).toEqual(hunted.events.map(({ event }) => event.call));
  expect(counted.reader.lines).toBe(hunted.reader.lines);
});
