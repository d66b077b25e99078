import { expect, test } from 'vitest';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { noteFailure } from '../../src/app/failing.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aCluster } from '../build.ts';

const key = { cluster: aCluster, when: '2026-10-01T08' as Hour, blob: aBlobName() };
const archived = Object.assign(new Error('x'), { statusCode: 409, code: 'BlobArchived' });

/** What is kept after failures at the given minutes. */
async function after(...minutes: number[]) {
  const failures = memoryFailures();
  for (const minute of minutes) {
    const clock = () => new Date(Date.parse('2026-10-01T09:00:00Z') + minute * 60_000);
    await noteFailure({ failures, clock }, key, archived);
  }
  const kept = await failures.find(key);
  if (kept === null) throw new Error('nothing is kept');
  return { ...kept, pause: (Date.parse(kept.again) - Date.parse('2026-10-01T09:00:00Z')) / 60_000 };
}

test('a failure is kept with its cause and since when', async () => {
  expect(await after(0, 1)).toMatchObject({
    ...key,
    status: 409,
    code: 'BlobArchived',
    failures: 2,
    since: '2026-10-01T09:00:00.000Z',
  });
});

test('pauses double with each failure after one, up to six hours', async () => {
  expect((await after(0)).pause).toBe(1);
  expect((await after(0, 1)).pause).toBe(3);
  expect((await after(0, 1, 3)).pause).toBe(7);
  const many = Array.from({ length: 30 }, (_, i) => i * 400);
  expect((await after(...many)).pause).toBe(29 * 400 + 360);
});

test('what fails within its pause, by many doors at once, makes it no longer', async () => {
  const kept = await after(0, 0, 0.5, 0.9);
  expect(kept).toMatchObject({ failures: 1, pause: 1 });
});
