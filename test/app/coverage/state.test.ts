import { expect, test } from 'vitest';
import { clusterStates } from '../../../src/app/coverage/state.ts';
import { health } from '../../../src/app/health/health.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { UnfinishedError } from '../../../src/errors.ts';
import { aCluster } from '../../build.ts';
import { aFailure } from '../../contract/failures.contract.ts';
import { healthSettings, healthWorld } from '../health-world.ts';

const now = new Date('2026-10-02T12:00:00Z');
const [from, to] = ['2026-10-01' as Day, '2026-10-02' as Day];

const world = () => healthWorld(now);

test('health names the hours that could not be read, by cause, and what to do', async () => {
  const ports = await world();
  expect((await health(ports, healthSettings)).problems).toEqual([]);
  for (let hour = 0; hour < 7; hour++)
    await ports.failures.save(aFailure({ when: `2026-09-0${hour + 1}T08` as Hour }));
  await ports.failures.save(aFailure({ when: from, blob: null, status: null, code: 'RangeError' }));
  expect(await health(ports, healthSettings)).toMatchObject({
    status: 'degraded',
    problems: [
      expect.stringMatching(
        /^7 hours of logs could not be read: 409 BlobArchived \(aks-1 2026-09-01T08, .* and 2 more\); move it/,
      ),
      '1 days could not be ranked: RangeError (aks-1 2026-10-01)',
    ],
  });
});

test('a cluster says what of it failed in the asked days, even where nothing of it is counted', async () => {
  const ports = await world();
  const unread = { id: 'other', name: 'other' };
  await ports.failures.save(aFailure({ cluster: unread }));
  await ports.failures.save(aFailure({ when: '2026-09-30T08' as Hour }));
  const settings = { rowBudget: 10, learningDays: 3 };
  const states = await clusterStates(ports, from, to, settings);
  expect(states.map(({ clusterId, blobs, failed }) => [clusterId, blobs, failed])).toEqual([
    [aCluster.id, 1, []],
    [
      'other',
      0,
      [
        {
          what: 'count',
          when: '2026-10-01T08',
          status: 409,
          code: 'BlobArchived',
          failures: 1,
          since: '2026-10-01T09:00:00.000Z',
          again: '2026-10-01T09:01:00.000Z',
        },
      ],
    ],
  ]);
  const late = clusterStates(ports, from, to, { ...settings, deadline: now });
  await expect(late).rejects.toBeInstanceOf(UnfinishedError);
});
