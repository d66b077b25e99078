/** Records that others published, beside the project: the command line ranks them, and the host counts the same. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import { aBlobName } from './build.ts';
import { append, ask, eventually, spawnHost } from './host/spawned.ts';

const root = join(import.meta.dirname, '..');
const data = join(root, '../shared/data');

function rare(...args: string[]) {
  const all = [join(root, 'bin/rarecall.js'), 'hunt', ...args, '--ranking', 'rare', '--format', 'json'];
  return JSON.parse(execFileSync(process.execPath, all, { encoding: 'utf8' }));
}

test('the command line ranks the real records of others', () => {
  const aks = rare(join(data, 'sysdiglabs-aks-audit-log/event.json'));
  expect(aks).toMatchObject({ lines: 22, events: 10, requests: 10, combinations: 8, tuples: 8 });
  expect(aks.skipped).toEqual({ 'not-kubectl': 11, loopback: 1 });
  const uris = aks.rows.map(
    (row: Record<string, unknown>) => `${row.verb} ${row['user.groups{}']} ${row.requestURI}`,
  );
  expect(uris).toEqual([
    'get system:masters /api/v1/namespaces/kube-system/serviceaccounts/coredns',
    'get system:masters /apis/extensions/v1beta1/namespaces/kube-system/deployments/coredns-autoscaler',
    'get system:masters /api/v1/namespaces/kube-system/configmaps/coredns',
    'get system:authenticated /api/v1/namespaces/kube-system/serviceaccounts/coredns',
    'get system:authenticated /apis/extensions/v1beta1/namespaces/kube-system/deployments/coredns-autoscaler',
    'get system:authenticated /api/v1/namespaces/kube-system/configmaps/coredns',
    'create system:masters /api/v1/namespaces/kube-system/configmaps',
    'create system:authenticated /api/v1/namespaces/kube-system/configmaps',
  ]);
  const none = rare(join(data, 'datadog-azure-log-forwarding/aks_logs.json'));
  expect(none).toMatchObject({ lines: 21, events: 0, rows: [], skipped: { 'not-kubectl': 21 } });
});

test('the host counts the real records of others as the hunt does', async () => {
  await build();
  const azurite = await startAzurite();
  const folder = await mkdtemp(join(tmpdir(), 'rarecall-real-'));
  const log = async (name: string, text: string): Promise<void> => {
    await append(azurite.connection, name, text);
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'a' });
  };
  const { records } = JSON.parse(readFileSync(join(data, 'sysdiglabs-aks-audit-log/event.json'), 'utf8'));
  const host = await spawnHost(azurite.connection);
  try {
    const resourceId = records[0].resourceId as string;
    const lines = records.map((record: unknown) => JSON.stringify(record).replaceAll('/', '\\/'));
    await log(aBlobName('2020-05-05T16', resourceId), `${lines.join('\n')}\n`);
    await log(
      aBlobName(
        '2024-11-15T21',
        '/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/MIKE-AZURE-AKS',
      ),
      readFileSync(join(data, 'datadog-azure-log-forwarding/aks_logs.json'), 'utf8'),
    );
    const { body } = await eventually(
      () => ask(host, 'calls?from=2020-05-05&to=2024-11-15&ranking=rare&limit=0'),
      ({ body }) => body.lines === 43,
    );
    expect(body).toEqual(rare(folder, '--limit', '0'));
    expect(body).toMatchObject({
      events: 10,
      combinations: 8,
      skipped: { 'not-kubectl': 32, loopback: 1 },
    });
  } finally {
    await host.stop();
    await azurite.stop();
    await rm(folder, { recursive: true });
  }
});
