import { expect, inject, test } from 'vitest';
import { archives } from '../../../src/adapters/azure/archives.ts';

const archivesIn = (container: string) =>
  archives({ name: 'RARECALL_LOGS', connectionString: inject('azurite') }, [], container);

test('a container that is required and not there is said by name, with what to do', async () => {
  const name = `required-${process.pid}`;
  const { first, requireLogs } = archivesIn(name);
  await expect(requireLogs()).rejects.toThrow(
    `the storage account has no container ${name}: switch on the diagnostic setting`,
  );
  await first.blobs().getContainerClient(name).create();
  await expect(requireLogs()).resolves.toBeUndefined();
});

test('the address that the service gives a blob leads to its name', async () => {
  const { first, logNamed } = archivesIn('insights-logs-kube-audit');
  const name = 'resourceId=/SUBSCRIPTIONS/A B/ü%/PT1H.json';
  const { url } = first.blobs().getContainerClient('insights-logs-kube-audit').getBlobClient(name);
  expect(logNamed(url)).toBe(name);
});
