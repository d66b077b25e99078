/** An app over an archive of so many days, the last of it still growing, on an emulator of its own and behind a meter. */
import { BlobServiceClient } from '@azure/storage-blob';
import { account } from '../../src/adapters/azure/account.ts';
import { findingTable } from '../../src/adapters/azure/findings.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { suppressionTable } from '../../src/adapters/azure/suppressions.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { type App, composeWith } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { addDays, type Day, dayOf, daysFrom } from '../../src/core/count/day.ts';
import type { Cluster } from '../../src/core/read/path.ts';
import { startAzurite } from '../../src/host/azurite.ts';
import { aBlob, aBlobName, aCluster, aFinding, aLine, aRow } from '../build.ts';
import { type Charge, meter, walkedIn } from './meter.ts';

export interface Archive {
  readonly today: Day;
  readonly cluster: Cluster;
  /** Past the meter. */
  readonly connection: string;
  /** A process that knows nothing yet. */
  newApp(): App;
  /** A log of today has more lines. */
  grow(): Promise<string>;
  /** Entities walked by the work, and by table. */
  during(work: () => Promise<unknown>): Promise<{ walked: number; by: ReadonlyMap<string, Charge> }>;
  close(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Logs of each day: enough to tell a day from a row of it. */
const fewHours = ['00', '12'];
const rowsOfBlob = 6;
/** Days that are still in the archive, and may grow. */
const growingDays = 2;

export const idOf = (day: Day, at: number): string => `${day.replaceAll('-', '')}${at}`.padEnd(32, '0');

export async function archiveOf(
  days: number,
  rows = rowsOfBlob,
  hours: readonly string[] = fewHours,
): Promise<Archive> {
  const azurite = await startAzurite();
  const metered = await meter(azurite.connection);
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  const today = dayOf(new Date());
  const ledger = ledgerTable(
    () => store.table('ledger'),
    () => store.table('clusters'),
  );
  const old = daysFrom(addDays(today, -days), addDays(today, -growingDays - 1));
  for (const day of old) await Promise.all(hours.map((hour) => countOld(ledger, `${day}T${hour}`, rows)));
  const findings = findingTable(() => store.table('findings'));
  const suppressions = suppressionTable(() => store.table('suppressions'));
  const suppression = { id: 's', owner: 'o', reason: 'r', expires: '2999-01-01', match: { user: 'u' } };
  await suppressions.put(suppression);
  for (const day of daysFrom(addDays(today, -days), addDays(today, -1))) {
    const found = [0, 1].map((at) => aFinding({ day, id: idOf(day, at), clusterId: aCluster.id }));
    await findings.save(day, aCluster, found);
    await suppressions.saveHidden(day, aCluster, [{ suppression, hits: 1, calls: [] }]);
  }
  const container = BlobServiceClient.fromConnectionString(azurite.connection).getContainerClient(
    'insights-logs-kube-audit',
  );
  await container.create();
  const settings = {
    RARECALL_LOGS: metered.connection,
    AzureWebJobsStorage: metered.connection,
    RARECALL_RETENTION_DAYS: '400',
    RARECALL_LEARNING_DAYS: '1',
  };
  const newApp = () => composeWith(readConfig(settings), silent);
  let lines = 0;
  async function append(day: Day, hour: string): Promise<string> {
    const name = aBlobName(`${day}T${hour}`);
    const blob = container.getAppendBlobClient(name);
    await blob.createIfNotExists();
    const time = `${day}T${hour}:01:00.000000Z`;
    const made = Array.from({ length: rows }, () =>
      aLine({ requestReceivedTimestamp: time, stageTimestamp: time, requestURI: `/api/v1/x${++lines}` }),
    );
    const text = `${made.join('\n')}\n`;
    await blob.appendBlock(text, Buffer.byteLength(text));
    return name;
  }
  const counting = newApp();
  for (const day of daysFrom(addDays(today, -growingDays), today))
    for (const hour of hours) await counting.ingest(await append(day, hour));
  return {
    today,
    cluster: aCluster,
    connection: azurite.connection,
    newApp,
    grow: () => append(today, '00'),
    async during(work) {
      const by = await metered.during(work);
      return { walked: walkedIn(by), by };
    },
    async close() {
      await metered.close();
      await azurite.stop();
    },
  };
}

async function countOld(ledger: Ledger, hour: string, count: number): Promise<void> {
  const day = hour.slice(0, 10) as Day;
  const open = await ledger.open(aBlob({ name: aBlobName(hour), created: `${hour}:00:07.000Z` }, hour));
  const time = `${hour}:01:00.000000Z`;
  const rows = Array.from({ length: count }, (_, at) =>
    aRow({ day, key: `${at}`, firstSeen: time, lastSeen: time }, { namespace: `n${at}` }),
  );
  const all = { lines: count, events: count, requests: count, rows: count };
  const cursor = { ...open.cursor, ...all, bytes: 1_000, lastDay: day, sealed: true };
  await ledger.commit(open, { cursor, rows });
}
