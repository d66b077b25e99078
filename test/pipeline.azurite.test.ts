/** The main job, end to end: the deployed bundle on a real emulator, asked over HTTP, beside `rarecall hunt`. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logFiles } from '../src/cli/files/files.ts';
import { readFiles } from '../src/cli/files/read-files.ts';
import { huntRare } from '../src/cli/hunting/rank-files.ts';
import { defaultReadOptions } from '../src/core/read/options.ts';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import { aBlobName, aLine } from './build.ts';
import { append, ask, eventually, type Spawned, spawnHost } from './host/spawned.ts';

let azurite: Azurite;
let folder: string;
const hosts: Spawned[] = [];

const start = async (): Promise<Spawned> => {
  const host = await spawnHost(azurite.connection);
  hosts.push(host);
  return host;
};

beforeAll(() => build());
beforeEach(async () => {
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'rarecall-pipeline-'));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.child.kill('SIGKILL');
  await azurite.stop();
  await rm(folder, { recursive: true });
});
afterAll(() => {
  for (const host of hosts) host.child.kill('SIGKILL');
});

/** Uploads a log, and keeps it as a file for the hunt. */
async function log(name: string, text: string): Promise<void> {
  await append(azurite.connection, name, text);
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { flag: 'a' });
}

/** What `rarecall hunt --ranking rare` says of the same files. */
const hunted = async () =>
  huntRare(
    await readFiles(await logFiles([folder]), {
      read: defaultReadOptions,
      cluster: 'unknown',
      onBytes: () => undefined,
      warn: () => undefined,
    }),
    { day: null, limit: 50_000, missing: 'drop', count: 'events', graceHours: 24 },
  );

const range = 'from=2026-09-01&to=2026-11-30';

const countedLines = async (host: Spawned): Promise<number> => {
  const { body } = await ask(host, `clusters?${range}`);
  return body.clusters.reduce((sum: number, { lines }: { lines: number }) => sum + lines, 0);
};

const at = (day: string, time = '08:15:00') => ({ requestReceivedTimestamp: `${day}T${time}.000000Z` });
const secrets = {
  requestURI: '/api/v1/namespaces/payments/secrets/db',
  objectRef: { resource: 'secrets', namespace: 'payments', name: 'db' },
};

describe('the pipeline', () => {
  test('brings a log line from the blob trigger to calls, findings, a report and a page of problems', async () => {
    const days = Array.from({ length: 9 }, (_, i) => `2026-10-0${i + 1}`);
    for (const day of days)
      await log(aBlobName(`${day}T08`), `${aLine(at(day))}\r\n${aLine({ ...at(day), userAgent: 'x' })}\n`);
    await log(
      aBlobName('2026-10-10T08'),
      `${aLine(at('2026-10-10'))}\n${aLine({ ...at('2026-10-10'), ...secrets, sourceIPs: ['198.51.100.66'] })}\n`,
    );
    const host = await start();
    await eventually(
      () => countedLines(host),
      (lines) => lines === 20,
    );

    const { body: rare, type } = await ask(host, `calls?${range}&ranking=rare&limit=0`);
    expect(type).toBe('application/json');
    expect(rare).toEqual(await hunted());

    await log(aBlobName('2026-10-10T08'), `${aLine({ ...at('2026-10-10', '08:40:00'), verb: 'list' })}\n`);
    await eventually(
      () => countedLines(host),
      (lines) => lines === 21,
    );
    expect((await ask(host, `calls?${range}&ranking=rare&limit=0`)).body).toEqual(await hunted());

    const ranked = await fetch(`${host.address}/api/days/2026-10-10/rank`, { method: 'POST' });
    expect([ranked.status, await ranked.json()]).toEqual([202, { day: '2026-10-10', clusters: ['aks-1'] }]);
    const { body } = await eventually(
      () => ask(host, 'findings?day=2026-10-10'),
      ({ body }) => body.findings?.length > 0,
    );
    const [finding] = body.findings;
    expect(finding).toMatchObject({
      cluster: 'aks-1',
      user: 'anna@example.com',
      clientIp: '198.51.100.66',
      risk: { impact: 50, confidence: 50, severity: expect.any(String), score: expect.any(Number) },
      riskObjects: [
        { type: 'user', value: 'anna@example.com' },
        { type: 'system', value: 'aks-1' },
      ],
      threatObjects: expect.arrayContaining([{ type: 'ip_address', value: '198.51.100.66' }]),
      killChainPhases: ['Exploitation'],
      analyticStories: ['Kubernetes Sensitive Object Access Activity'],
      detection: { id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5' },
    });
    expect(finding.message).toContain('secrets');
    expect((await ask(host, `findings/${finding.id}`)).body).toMatchObject({ id: finding.id, closed: false });
    expect((await ask(host, 'findings')).body.day).toBe('2026-10-10');
    const surprise = (await ask(host, 'calls?day=2026-10-10')).body;
    expect(surprise.calls[0]).toMatchObject({ rank: 1, resource: 'secrets', user: 'anna@example.com' });

    const page = await fetch(`${host.address}/api/report?day=2026-10-10`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('anna@example.com');
    expect((await ask(host, 'health')).body).toMatchObject({ status: 'ok', clusters: 1, undelivered: 0 });

    for (const [path, status] of [
      ['calls?day=2026-02-30', 400],
      ['calls?limit=-1', 400],
      ['calls?odd=1', 400],
      ['calls?day=2031-01-01', 404],
      ['calls?day=2026-10-10&cluster=nowhere', 404],
      ['findings/none', 404],
    ] as const) {
      expect([path, await ask(host, path)]).toMatchObject([
        path,
        { status, type: 'application/problem+json', body: { status } },
      ]);
    }
    await host.stop();
  });

  test('counts the same when it is killed in the middle and started again', async () => {
    const name = aBlobName('2026-10-10T08');
    const lines = Array.from({ length: 6_000 }, (_, i) =>
      aLine({ ...at('2026-10-10'), requestURI: `/api/v1/namespaces/n${i % 1_500}/pods`, auditID: undefined }),
    );
    await log(name, `${lines.join('\n')}\n`);
    for (let kills = 0; kills < 3; kills++) {
      const host = await start();
      await eventually(
        () => countedLines(host),
        (counted) => counted > kills * 1_000,
      );
      await host.kill();
    }
    const host = await start();
    await eventually(
      () => countedLines(host),
      (counted) => counted === 6_000,
    );
    expect((await ask(host, `calls?${range}&ranking=rare&limit=0`)).body).toEqual(await hunted());
  });

  test('changes nothing when any function runs twice', async () => {
    const name = aBlobName('2026-10-10T08');
    await log(name, `${aLine(at('2026-10-10'))}\n${aLine({ ...at('2026-10-10'), ...secrets })}\n`);
    const host = await start();
    await eventually(
      () => countedLines(host),
      (lines) => lines === 2,
    );
    const run = (fn: string, input?: unknown) =>
      fetch(`${host.address}/admin/functions/${fn}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input === undefined ? {} : { input: JSON.stringify(input) }),
      });
    const rankAll = async () => {
      await fetch(`${host.address}/api/days/2026-10-10/rank`, { method: 'POST' });
      await eventually(
        () => dump('days'),
        (rows) => rows.length > 1,
      );
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    };
    await rankAll();
    const before = await state();
    // A cursor, two rows, and what lists them.
    expect(before.ledger.length).toBe(4);
    for (const fn of ['sweepLogs', 'rankDay', 'tellFindings']) expect((await run(fn)).status).toBe(202);
    for (let i = 0; i < 2; i++) expect((await run('ingestGrown', { blob: name })).status).toBe(202);
    await rankAll();
    expect(await state()).toEqual(before);
  });
});

const state = async () => ({
  ledger: await dump('ledger'),
  days: await dump('days'),
  findings: await dump('findings'),
});

async function dump(table: string): Promise<Record<string, unknown>[]> {
  const client = TableClient.fromConnectionString(azurite.connection, table, {
    allowInsecureConnection: true,
  });
  const rows: Record<string, unknown>[] = [];
  try {
    // Without the store's own marks, which change with every write.
    for await (const { etag: _etag, timestamp: _timestamp, ...row } of client.listEntities()) rows.push(row);
  } catch (error) {
    if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error;
  }
  return rows;
}
