/** When a cluster is quiet, gone, or was brought in: to the hour. */
import { expect, test } from 'vitest';
import { health } from '../../src/app/health/health.ts';
import { aCluster } from '../build.ts';
import { healthSettings, healthWorld } from './health-world.ts';

const now = new Date('2026-10-02T12:20:00Z');
const hourMs = 3_600_000;
const other = { id: '/other', name: 'other' };

/** What is said of a cluster whose newest log began so many hours ago, beside one that is well. */
async function saidOf(ago: number, created?: string): Promise<string[]> {
  const world = await healthWorld(now);
  await world.count(ago, other, created === undefined ? {} : { created });
  const { said } = await health(world, healthSettings);
  return said
    .filter(({ id }) => ['quiet', 'gone', 'brought-in'].includes(id))
    .map(({ id, what, todo }) => `${id} ${/(\d+) hours ago/.exec(what)?.[1]} ${todo !== ''}`);
}

test('quiet is older than the limit, not as old', async () => {
  expect(await saidOf(6)).toEqual([]);
  expect(await saidOf(7)).toEqual(['quiet 7 true']);
});

test('gone is what was silent for more than thirty days, and that is known of half a year at most', async () => {
  expect(await saidOf(720)).toEqual(['quiet 720 true']);
  expect(await saidOf(721)).toEqual(['gone 721 true']);
  // The hour at which the day of 120 days ago begins, and the one before it.
  expect(await saidOf(2_892)).toEqual(['gone 2892 true']);
  expect(await saidOf(2_893)).toEqual(['gone 2880 true']);
});

test('brought in is what was made more than two days after its hour', async () => {
  // The hour began at 2026-09-29T08:00.
  const ago = 76;
  expect(await saidOf(ago, '2026-10-01T08:00:00.000Z')).toEqual(['quiet 76 true']);
  expect(await saidOf(ago, '2026-10-01T08:00:00.001Z')).toEqual(['brought-in 76 true']);
});

test('old logs are read only where a cluster has no new ones', async () => {
  const world = await healthWorld(now);
  await world.count(100, other);
  const asked: string[] = [];
  const { blobs } = world.ledger;
  world.ledger.blobs = (...of) => {
    asked.push(`${of[0].name} ${of[1]} ${of[2]}`);
    return blobs(...of);
  };
  await health({ ...world, clock: () => new Date(now.getTime() + hourMs) }, healthSettings);
  const ofFresh = asked.filter((one) => one.endsWith(' 2026-10-04T00'));
  // Once for this, once for the budget of rows.
  const recent = `${aCluster.name} 2026-09-30T00 2026-10-04T00`;
  expect(ofFresh.filter((one) => one === recent)).toHaveLength(2);
  expect(ofFresh).toContain('other 2026-06-04T00 2026-10-04T00');
  expect(ofFresh).not.toContain(`${aCluster.name} 2026-06-04T00 2026-10-04T00`);
});
