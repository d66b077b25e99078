import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GrowingBlob, growBlobs } from '../../src/cli/replaying/growing-blobs.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { type Child, spawnHost } from './fixture.ts';

const cluster =
  '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-1';
const linesPerBlob = 600;
const blobCount = 6;

/** Each line a call of its own, so that a blob takes many transactions. */
function hourOf(hour: number): GrowingBlob {
  const lines = Array.from({ length: linesPerBlob }, (_, i) => {
    const at = `2026-10-01T0${hour}:00:00.${String(i).padStart(6, '0')}Z`;
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: `${hour}-${i}`,
      stage: 'ResponseComplete',
      requestURI: `/api/v1/namespaces/n${i % 200}/secrets/s${i}`,
      verb: 'get',
      user: { username: 'someone', groups: ['system:authenticated'] },
      sourceIPs: ['203.0.113.7'],
      userAgent: 'kubectl/v1.30.0',
      objectRef: { resource: 'secrets', namespace: `n${i % 200}`, name: `s${i}` },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    };
    const log = JSON.stringify(event);
    return `${JSON.stringify({ time: at, resourceId: cluster, category: 'kube-audit', properties: { log } })}\n`;
  });
  const bytes = Buffer.from(lines.join(''));
  const name = `resourceId=${cluster}/y=2026/m=10/d=01/h=0${hour}/m=00/PT1H.json`;
  return { name, expectedBytes: bytes.length, pieces: 4, bytes: () => [bytes] };
}

interface Counted {
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly duplicates: number;
}

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

const begin = (): Promise<Child> => spawnHost({ port: 0, verbose: false, storage: azurite.connection });

const counted = async ({ address }: Child): Promise<Counted> => {
  const response = await fetch(`${address}/api/clusters?from=2026-10-01&to=2026-10-01`);
  const { clusters } = (await response.json()) as { clusters: Counted[] };
  return clusters[0] ?? { bytes: 0, lines: 0, events: 0, duplicates: 0 };
};

test('killed again and again while logs grow, every line is counted exactly once', {
  timeout: 180_000,
}, async () => {
  const blobs = Array.from({ length: blobCount }, (_, hour) => hourOf(hour));
  const all = blobs.reduce((sum, { expectedBytes }) => sum + expectedBytes, 0);
  const container = 'insights-logs-kube-audit';
  const growing = growBlobs(blobs, { connection: azurite.connection, container });
  const seen: number[] = [];
  for (const lifeMs of [200, 500, 900, 1400]) {
    const host = await begin();
    await new Promise((resolve) => setTimeout(resolve, lifeMs));
    seen.push((await counted(host)).bytes);
    host.process.kill('SIGKILL');
    await host.ended;
  }
  await growing;
  const host = await begin();
  await expect.poll(async () => (await counted(host)).bytes, { timeout: 90_000, interval: 500 }).toBe(all);
  expect(await counted(host)).toMatchObject({
    lines: blobCount * linesPerBlob,
    events: blobCount * linesPerBlob,
    duplicates: 0,
  });
  const response = await fetch(`${host.address}/api/calls?ranking=rare&day=2026-10-01&limit=0`);
  const rare = (await response.json()) as { events: number; tuples: number; rows: { count: number }[] };
  expect(rare.events).toBe(blobCount * linesPerBlob);
  expect(new Set(rare.rows.map(({ count }) => count))).toEqual(new Set([blobCount]));
  host.process.kill('SIGTERM');
  expect(await host.ended).toBe(0);
  expect(host.complained().replace(/^rarecall: replay, rank, backfill and suppress .*\n/gm, '')).toBe('');
  // At least one death was in the middle.
  expect(seen.some((bytes) => bytes > 0 && bytes < all)).toBe(true);
});
