/** Whatever a file is, it is closed once its bytes are had or given up: nothing of it is still being read. */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { piecesOf } from '../../../src/cli/files/file-bytes.ts';
import { logFiles } from '../../../src/cli/files/files.ts';
import { UnreadableError } from '../../../src/errors.ts';

const folder = await mkdtemp(join(tmpdir(), 'rarecall-handles-'));
afterAll(() => rm(folder, { recursive: true }));

const openOf = (path: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;

const random = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251));
const packed = gzipSync(random, { level: 0 });
const damaged = Buffer.from(packed);
damaged.fill(0xff, 1_000, 1_100);

test.skipIf(process.platform !== 'linux').each([
  ['of a kind that is not read', Buffer.concat([Buffer.from('28b52ffd', 'hex'), random])],
  ['gzip of such a kind', gzipSync(Buffer.concat([Buffer.from('28b52ffd', 'hex'), random]))],
  ['gzip that ends early', packed.subarray(0, 200_000)],
  ['gzip that is damaged', damaged],
])('a file %s', async (what, bytes) => {
  const path = join(folder, `${what}.json`);
  await writeFile(path, bytes);
  const window = new Uint8Array(4_096);
  const reading = (async () => {
    for await (const _ of piecesOf(path, () => {}, { window }));
  })();
  await expect(reading).rejects.toThrow(UnreadableError);
  expect(openOf(path)).toBe(0);
});

// Whoever writes may be this very process: nothing stands still until he does.
test.skipIf(process.platform === 'win32').each([
  ['into one memory', { window: new Uint8Array(4_096) }],
  ['as it comes', {}],
])('a pipe of unknown length is waited for and read whole, %s', async (what, given) => {
  const path = join(folder, `pipe ${what}`);
  execFileSync('mkfifo', [path]);
  const [{ size } = { size: 0 }] = await logFiles([path]);
  expect(size).toBeNull();
  setTimeout(
    () => spawn('sh', ['-c', 'for i in 1 2 3; do echo "{\\"a\\":$i}"; sleep 0.1; done > "$0"', path]),
    50,
  );
  let text = '';
  for await (const { bytes } of piecesOf(path, () => {}, { ...given, size }))
    text += Buffer.from(bytes).toString();
  expect(text).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
  expect(openOf(path)).toBe(0);
});
