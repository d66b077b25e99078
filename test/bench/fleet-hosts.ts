/** Hosts in processes of their own that take logs from one queue, as instances of a Function app do. */
import { QueueServiceClient } from '@azure/storage-queue';
import { addDays, dayOf, hourOf } from '../../src/core/count/day.ts';
import { startAzurite } from '../../src/host/azurite.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { faultyProxy } from '../faults/proxy.ts';
import { append, eventually, spawnHost } from '../host/spawned.ts';
import { clusterLog, fleetLog } from './fleet-work.ts';
import { appOn, check } from './ingest-bed.ts';

/** Nothing but the queue brings logs to the hosts. */
const settings = { RARECALL_BLOB_SOURCE: 'none', RARECALL_SWEEP_SCHEDULE: '0 0 0 1 1 *' };

/** @returns seconds from the first message to the last log that is counted */
export async function drained(hosts: number, logs: number, waitMs: number): Promise<number> {
  const azurite = await startAzurite();
  const proxy = await faultyProxy(azurite.connection, randomFrom('fleet'));
  proxy.severity = 0;
  proxy.waitMs = waitMs;
  try {
    const now = new Date();
    const [log, hour, today] = [fleetLog(now), hourOf(now), dayOf(now)];
    const text = log.text.toString();
    for (let at = 0; at < logs; at++) await append(azurite.connection, clusterLog(at, hour), text);
    const spawned = await Promise.all(
      Array.from({ length: hosts }, () => spawnHost(proxy.connection, settings)),
    );
    const app = appOn(azurite.connection);
    const queue = QueueServiceClient.fromConnectionString(azurite.connection).getQueueClient(
      'rarecall-grown',
    );
    const began = performance.now();
    const { asked } = await app.sweep();
    check('the sweep', { asked }, { asked: logs });
    await eventually(
      async () => (await queue.getProperties()).approximateMessagesCount ?? 0,
      (left) => left === 0,
      600_000,
    );
    const seconds = (performance.now() - began) / 1_000;
    const states = await app.clusters(addDays(today, -1), today);
    const lines = states.reduce((sum, one) => sum + one.lines, 0);
    check('all clusters', { lines }, { lines: logs * log.lines });
    for (const host of spawned) await host.stop();
    return seconds;
  } finally {
    await proxy.close();
    await azurite.stop();
  }
}
