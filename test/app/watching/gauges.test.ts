/** What is told to whoever watches is what health says: each number goes up with what spoils it, and comes back. */
import { expect, test } from 'vitest';
import { memoryTelemetry } from '../../../src/adapters/memory/telemetry.ts';
import { health } from '../../../src/app/health/health.ts';
import { tellHealth } from '../../../src/app/watching/gauges.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { aCluster } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';
import { aFinding } from '../../core/show/samples.ts';
import { healthSettings, healthWorld } from '../health-world.ts';

const now = new Date('2026-10-02T12:20:00Z');
const hourMs = 3_600_000;
type World = Awaited<ReturnType<typeof healthWorld>>;

async function told(world: World): Promise<Record<string, number>> {
  const telemetry = memoryTelemetry();
  tellHealth(await health(world, healthSettings), telemetry);
  return Object.fromEntries(
    telemetry.measured.map(({ metric, value, cluster }) => [
      cluster ? `${metric} ${cluster}` : metric,
      value,
    ]),
  );
}

test('where all is well every number says so', async () => {
  const world = await healthWorld(now);
  const jobs = { ...world.jobs, poisoned: async () => ({ 'rarecall-grown-poison': 0 }) };
  expect(await told({ ...world, jobs })).toEqual({
    sweepAge: 0,
    unreadable: 0,
    rankingAge: 0,
    undelivered: 0,
    poisoned: 0,
    bounds: 0,
    problems: 0,
    'quiet aks-1': 1,
  });
});

test.each<[string, (world: World) => unknown, string, number]>([
  ['no sweep for an hour', ({ time }) => (time.now += hourMs), 'sweepAge', 3_600],
  ['an hour that cannot be read', ({ failures }) => failures.save(aFailure()), 'unreadable', 1],
  ['a day that was not ranked', ({ count }) => count(36), 'rankingAge', 12],
  ['a message that failed', ({ jobs }) => jobs.poison('rarecall-grown-poison'), 'poisoned', 1],
  ['URIs that are folded', ({ count }) => count(2, aCluster, { folded: 9 }), 'bounds', 1],
  ['a cluster that is quiet', ({ time }) => (time.now += 8 * hourMs), 'quiet aks-1', 9],
])('%s is told as a number', async (_what, spoil, metric, value) => {
  const world = await healthWorld(now);
  await spoil(world);
  const { [metric]: found, problems = 0 } = await told(world);
  expect(found).toBe(value);
  expect(problems).toBeGreaterThanOrEqual(metric.startsWith('sweepAge') ? 0 : 1);
});

test('findings that wait for a sink are told as a number', async () => {
  const world = await healthWorld(now);
  world.sinks.push({ name: 'hook', deliver: async () => undefined });
  await world.findings.save('2026-10-02' as Day, aCluster, [
    aFinding({ day: '2026-10-02' as Day, learning: false }),
  ]);
  expect((await told(world)).undelivered).toBe(1);
});

test('what cannot be seen is not told: no number is better than a wrong one', async () => {
  const world = await healthWorld(now);
  const away = () => Promise.reject(new Error('away'));
  const numbers = await told({
    ...world,
    runs: { ...world.runs, last: away },
    failures: { ...world.failures, list: away },
    jobs: { ...world.jobs, poisoned: away, poisonedLogs: away },
    ledger: { ...world.ledger, clusters: away },
  });
  expect(Object.keys(numbers).sort()).toEqual(['bounds', 'problems', 'undelivered']);
});
