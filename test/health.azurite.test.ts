/** Health on emulators with real faults: one account for the app, another for the archive. */
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { account } from '../src/adapters/azure/account.ts';
import { ledgerTable } from '../src/adapters/azure/ledger/ledger.ts';
import { runTable } from '../src/adapters/azure/runs.ts';
import { memoryLog } from '../src/adapters/memory/log.ts';
import { health } from '../src/app/health/health.ts';
import { composeWith } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { healthSettings, healthWorld } from './app/health-world.ts';
import { aBlobName, aLine } from './build.ts';
import { append } from './host/spawned.ts';

let store: Azurite;
let archive: Azurite;

beforeEach(async () => {
  [store, archive] = await Promise.all([startAzurite(), startAzurite()]);
});
afterEach(() => Promise.all([store.stop(), archive.stop()]));

const appOn = (logs = archive.connection) =>
  composeWith(readConfig({ AzureWebJobsStorage: store.connection, RARECALL_LOGS: logs }), memoryLog());

type App = ReturnType<typeof appOn>;

const idsOf = async (app: App) => (await app.health()).said.map(({ id }) => id);

/** The hour that runs is archived, counted and swept. */
async function living(app: App): Promise<void> {
  const name = aBlobName(new Date().toISOString().slice(0, 13));
  await append(archive.connection, name, `${aLine()}\n`);
  await app.ingest(name);
  await app.sweep();
}

async function poisoned(connection: string, name: string): Promise<void> {
  const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient(name);
  await queue.createIfNotExists();
  await queue.sendMessage('e30=');
}

/** As if somebody had taken the role away: the key is another one. */
const refused = (connection: string): string =>
  connection.replace(/AccountKey=[^;]*/, `AccountKey=${Buffer.alloc(64, 7).toString('base64')}`);

test('an app that counts and sweeps is well; one without container, logs or counts says which', async () => {
  const app = appOn();
  expect(await idsOf(app)).toEqual(['archive-absent', 'nothing-counted']);
  await BlobServiceClient.fromConnectionString(archive.connection)
    .getContainerClient('insights-logs-kube-audit')
    .create();
  expect(await idsOf(app)).toEqual(['archive-empty', 'nothing-counted']);
  await living(app);
  const tables = account({ name: 'AzureWebJobsStorage', connectionString: store.connection });
  expect(await runTable(() => tables.table('runs')).last('sweep')).not.toBeNull();
  expect(await app.health()).toEqual({
    status: 'ok',
    problems: [],
    clusters: 1,
    poisoned: {
      'rarecall-grown-poison': 0,
      'rarecall-rank-poison': 0,
      'rarecall-announced-poison': 0,
      'webjobs-blobtrigger-poison': 0,
    },
    undelivered: 0,
    damaged: 0,
    sweepAge: expect.any(Number),
    quiet: { 'aks-1': 0 },
    unreadable: 0,
    rankingAge: 0,
    bounds: { rows: 0, findings: 0, floods: 0 },
    said: [],
  });
});

test('messages that failed too often are seen in both accounts', async () => {
  const app = appOn();
  await living(app);
  await poisoned(archive.connection, 'webjobs-blobtrigger-poison');
  expect(await app.health()).toMatchObject({
    status: 'degraded',
    poisoned: { 'webjobs-blobtrigger-poison': 1 },
    said: [{ id: 'archive-poison' }],
  });
  await poisoned(store.connection, 'rarecall-rank-poison');
  expect(await idsOf(app)).toEqual(['poison', 'archive-poison']);
});

test('one account for all: its poison is counted once', async () => {
  const app = appOn(store.connection);
  await poisoned(store.connection, 'webjobs-blobtrigger-poison');
  const answer = await app.health();
  expect(answer.poisoned['webjobs-blobtrigger-poison']).toBe(1);
  expect(answer.said.filter(({ id }) => id.includes('poison'))).toHaveLength(1);
});

test('an archive that refuses the app is a problem with its cause, its queues are merely not seen', async () => {
  await living(appOn());
  const { status, said } = await appOn(refused(archive.connection)).health();
  expect(status).toBe('degraded');
  expect(said).toMatchObject([
    {
      id: 'archive-unreachable',
      level: 'problem',
      what: expect.stringContaining('403 AuthorizationFailure'),
    },
    { id: 'archive-poison-unseen', level: 'information' },
  ]);
});

test('an archive that is away, then a store that is away: health answers within seconds, and says so', async () => {
  const app = appOn();
  await living(app);
  await archive.stop();
  const begun = Date.now();
  expect(await idsOf(app)).toEqual(['archive-unreachable', 'archive-poison-unseen']);
  await store.stop();
  const away = await app.health();
  expect(Date.now() - begun).toBeLessThan(15_000);
  expect(away).toMatchObject({ status: 'degraded', clusters: null, undelivered: null });
  expect(away.said.filter(({ level }) => level === 'unknown').map(({ id }) => id)).toContain('quiet');
});

test('a ledger whose newest hour is ten hours old is that of a quiet cluster', async () => {
  await living(appOn());
  const now = new Date();
  const world = await healthWorld(now);
  const tables = account({ name: 'AzureWebJobsStorage', connectionString: store.connection });
  const ledger = ledgerTable(
    () => tables.table('ledger'),
    () => tables.table('clusters'),
  );
  // The same ledger, ten hours on.
  world.time.now = now.getTime() + 10 * 3_600_000;
  await world.runs.note('sweep', world.clock());
  const { said } = await health({ ...world, ledger }, { ...healthSettings, freshHours: 6 });
  expect(said.map(({ id }) => id)).toContain('quiet');
});
