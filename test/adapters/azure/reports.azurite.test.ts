import { expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { reportBlobs } from '../../../src/adapters/azure/reports.ts';
import { reportsContract } from '../../contract/reports.contract.ts';

let made = 0;

function newContainer() {
  const { blobs } = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  return { blobs, name: `reports-${process.pid}x${++made}` };
}

reportsContract(async () => {
  const { blobs, name } = newContainer();
  return reportBlobs(blobs, name);
});

test('a report tells whoever fetches the blob what it is', async () => {
  const { blobs, name } = newContainer();
  const reports = reportBlobs(blobs, name);
  await reports.write('2026-10-01/findings.csv', 'text/csv; charset=utf-8', 'a,b', 'v1');
  const blob = blobs().getContainerClient(name).getBlobClient('2026-10-01/findings.csv');
  expect((await blob.getProperties()).contentType).toBe('text/csv; charset=utf-8');
});

test('a container that could not be made is asked for anew', async () => {
  const { blobs, name } = newContainer();
  let fails = true;
  const reports = reportBlobs(() => {
    if (fails) throw new Error('away');
    return blobs();
  }, name);
  await expect(reports.read('a')).rejects.toThrow('away');
  fails = false;
  expect(await reports.read('a')).toBeNull();
});
