/**
 * The deployed bundle with telemetry set, on a real emulator and a stand-in for Application Insights: what it counts and finds
 * is told, without audit data; and an endpoint that never answers is felt by nobody who calls it.
 */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import {
  certificateFile,
  type IngestionEndpoint,
  ingestionEndpoint,
  sumOf,
} from './adapters/telemetry/endpoint.ts';
import { aBlobName, aLine } from './build.ts';
import { append, ask, eventually, type Spawned, spawnHost } from './host/spawned.ts';

let azurite: Azurite;
let endpoint: IngestionEndpoint;
let host: Spawned | undefined;

beforeAll(() => build());
beforeEach(async () => {
  [azurite, endpoint] = await Promise.all([startAzurite(), ingestionEndpoint()]);
});
afterEach(async () => {
  host?.child.kill('SIGKILL');
  await azurite.stop();
  await endpoint.close();
  expect(endpoint.faults).toEqual([]);
});

const start = async (): Promise<Spawned> => {
  host = await spawnHost(azurite.connection, {
    APPLICATIONINSIGHTS_CONNECTION_STRING: endpoint.connectionString,
    NODE_EXTRA_CA_CERTS: certificateFile,
    RARECALL_RETENTION_DAYS: '3650',
  });
  return host;
};

/** Starts a function by hand, and waits until what it does can be seen. */
async function run({ address }: Spawned, name: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${address}/admin/functions/${name}`, {
    method: 'POST',
    headers,
    body: '{}',
  });
  expect(status).toBe(202);
}

const counted = (app: Spawned) =>
  eventually(
    async () => (await ask(app, 'clusters')).body as { clusters: { lines: number }[] },
    ({ clusters }) => clusters[0]?.lines === lines.length,
  );

const secret = 'nobody-should-read-this';
const lines = [
  aLine({ user: { username: `${secret}@example.com`, groups: [] } }),
  aLine({ requestURI: `/api/v1/namespaces/payments/secrets/${secret}` }),
  'this is no JSON at all',
];

test('what it counts is told once it ends, with its numbers and without a word of the log', async () => {
  const app = await start();
  const name = aBlobName(new Date().toISOString().slice(0, 13));
  await append(azurite.connection, name, `${lines.join('\n')}\n`);
  await run(app, 'sweepLogs');
  await counted(app);
  // Ending waits for what runs, and then for the last words.
  await run(app, 'tellFindings');
  await app.stop();
  expect(sumOf(endpoint.received, 'lines', 'aks-1')).toBe(3);
  expect(sumOf(endpoint.received, 'calls')).toBe(2);
  expect(sumOf(endpoint.received, 'skipped')).toBe(1);
  const names = endpoint.received.flatMap(({ data }) => data.baseData.metrics ?? []).map((one) => one.name);
  for (const metric of ['lag', 'sweep', 'sweepAge', 'quiet', 'undelivered', 'poisoned', 'missingHours'])
    expect(names).toContain(`rarecall.${metric}`);
  expect(JSON.stringify(endpoint.received)).not.toContain(secret);
});

test('an endpoint that never answers makes no invocation wait, and does not keep the app from ending', async () => {
  endpoint.answer(() => null);
  const app = await start();
  const name = aBlobName(new Date().toISOString().slice(0, 13));
  await append(azurite.connection, name, `${lines.join('\n')}\n`);
  await run(app, 'sweepLogs');
  await counted(app);
  expect((await ask(app, 'health')).status).toBe(200);
  const ending = performance.now();
  await app.stop();
  // Two seconds for last words, and what ending takes anyway.
  expect(performance.now() - ending).toBeLessThan(8_000);
  expect(endpoint.requests).toHaveLength(1);
});
