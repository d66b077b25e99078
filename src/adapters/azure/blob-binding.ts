/**
 * The blob trigger's SDK binding: the handler gets clients, never content (300 MB bound as content cost about 1 GB).
 * The host sends where the blob is; `@azure/functions` asks the factory registered here for what to hand over.
 * The shape is Microsoft's, whose own package is not on the npm registry.
 */
import { type ModelBindingData, ResourceFactoryResolver } from '@azure/functions-extensions-base';
import type { BlobClient, ContainerClient } from '@azure/storage-blob';
import type { Account } from './account.ts';

export interface BoundBlob {
  readonly blobClient: BlobClient;
  readonly containerClient: ContainerClient;
}

const source = 'AzureStorageBlobs';

/** @param accountOf the account of a connection, by the name of its setting */
export function registerBlobBinding(accountOf: (connection: string) => Account): void {
  const resolver = ResourceFactoryResolver.getInstance();
  if (resolver.hasResourceFactory(source)) return;
  const accounts = new Map<string, Account>();
  resolver.registerResourceFactory(source, (data: ModelBindingData | ModelBindingData[]) => {
    const { Connection, ContainerName, BlobName } = placeOf(Array.isArray(data) ? data[0] : data);
    const known = accounts.get(Connection) ?? accountOf(Connection);
    accounts.set(Connection, known);
    const containerClient = known.blobs().getContainerClient(ContainerName);
    return { containerClient, blobClient: containerClient.getBlobClient(BlobName) } satisfies BoundBlob;
  });
}

function placeOf(data: ModelBindingData | undefined) {
  const place: unknown = JSON.parse(Buffer.from(data?.content ?? []).toString());
  if (
    typeof place === 'object' &&
    place !== null &&
    'Connection' in place &&
    'ContainerName' in place &&
    'BlobName' in place
  ) {
    return {
      Connection: String(place.Connection),
      ContainerName: String(place.ContainerName),
      BlobName: String(place.BlobName),
    };
  }
  throw new Error('the host bound no blob: its message names no connection, container and blob');
}
