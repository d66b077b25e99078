/** The emulator has no hierarchical namespace: the one thing in which it would answer otherwise is done to its requests here. */
import { RestError } from '@azure/core-rest-pipeline';
import { BlobServiceClient } from '@azure/storage-blob';
import { beforeAll, expect, inject, test } from 'vitest';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import { aBlobName, aResourceId } from '../../build.ts';

const container = `homes-${process.pid}`;
const otherId = aResourceId.replace('AKS-1', 'AKS-2').toLowerCase();
const homes = [`resourceId=${aResourceId}/y=`, `resourceId=${otherId}/y=`];

type Refusal = 'refuses' | 'knows nothing of';

/** A service that answers lists by another delimiter than the slash as accounts with folders may. */
function service(refusal: Refusal | null) {
  const delimiters: string[] = [];
  const client = BlobServiceClient.fromConnectionString(inject('azurite'));
  const { container: listed } = { container: client.getContainerClient(container) };
  const byHierarchy = listed.listBlobsByHierarchy.bind(listed);
  listed.listBlobsByHierarchy = (delimiter, options) => {
    delimiters.push(delimiter);
    if (delimiter === '/' || refusal === null) return byHierarchy(delimiter, options);
    const pages = async function* () {
      if (refusal === 'refuses') throw new RestError('no such delimiter', { statusCode: 400 });
      yield* byHierarchy(delimiter, { ...options, prefix: 'no such thing' }).byPage();
    };
    return { byPage: pages } as unknown as ReturnType<typeof byHierarchy>;
  };
  client.getContainerClient = () => listed;
  return { delimiters, logs: auditBlobs(() => client, container) };
}

beforeAll(async () => {
  const client = BlobServiceClient.fromConnectionString(inject('azurite')).getContainerClient(container);
  await client.create();
  for (const name of [
    aBlobName(),
    aBlobName('2026-10-02T08'),
    aBlobName('2026-10-01T08', otherId),
    'notes/y=2026/readme.json',
    'resourceId=/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/C/y=2026/m=10/d=01/h=08/m=00/PT1H.json',
  ])
    await client.getAppendBlobClient(name).create();
});

test('all clusters are found by one request', async () => {
  const { logs, delimiters } = service(null);
  expect((await Array.fromAsync(logs.homes())).sort()).toEqual(homes);
  expect(delimiters).toEqual(['/y=']);
});

test.each(['refuses', 'knows nothing of'] as const)(
  'an account that %s any delimiter but the slash is walked, folder by folder, to clusters and nowhere else',
  async (refusal) => {
    const { logs, delimiters } = service(refusal);
    expect((await Array.fromAsync(logs.homes())).sort()).toEqual(homes);
    // The two folders that all share, seven more to each cluster, and four to where the key vault's logs part.
    expect(delimiters.filter((delimiter) => delimiter === '/')).toHaveLength(2 + 2 * 7 + 4);
    expect(await logs.look()).toBe('filled');
  },
);
