/**
 * The blob trigger's SDK binding: the handler gets clients, never content (300 MB bound as content cost about 1 GB).
 * The host sends where the blob is; `@azure/functions` asks the factory registered here for what to hand over.
 * The shape is Microsoft's, whose own package is not on the npm registry.
 */
import { type ModelBindingData, ResourceFactoryResolver } from '@azure/functions-extensions-base';
import { BlobClient, type ContainerClient } from '@azure/storage-blob';
import type { Account } from './azure/account.ts';

export interface BoundBlob {
  readonly blobClient: BlobClient;
  readonly containerClient: ContainerClient;
}

const source = 'AzureStorageBlobs';

/**
 * The account is always that of the log archive. What the host calls its connection is not looked at: extensions older
 * than azure-sdk-for-net 38284 send the section's key or even its value, a secret, instead of the setting's name.
 */
export function registerBlobBinding(archive: () => Account): void {
  const resolver = ResourceFactoryResolver.getInstance();
  if (resolver.hasResourceFactory(source)) return;
  let account: Account | undefined;
  resolver.registerResourceFactory(source, (data: ModelBindingData | ModelBindingData[]) => {
    const { ContainerName, BlobName } = placeOf(Array.isArray(data) ? data[0] : data);
    account ??= archive();
    const containerClient = account.blobs().getContainerClient(ContainerName);
    return { containerClient, blobClient: containerClient.getBlobClient(BlobName) } satisfies BoundBlob;
  });
}

function placeOf(data: ModelBindingData | undefined) {
  const place: unknown = JSON.parse(Buffer.from(data?.content ?? []).toString());
  if (typeof place === 'object' && place !== null && 'ContainerName' in place && 'BlobName' in place) {
    return { ContainerName: String(place.ContainerName), BlobName: String(place.BlobName) };
  }
  throw new Error('the host bound no blob: its message names no container and blob');
}

/**
 * The name of the blob that triggered. A host that does not know the SDK binding hands over bytes or text: then the
 * trigger's metadata say which blob it was, and the content is left alone.
 * @param metadata of the trigger; `blobTrigger` is container and name, `uri` the address
 * @throws Error where neither tells
 */
export function boundBlobName(bound: unknown, metadata: Readonly<Record<string, unknown>> = {}): string {
  if (typeof bound === 'object' && bound !== null && 'blobClient' in bound)
    return (bound as BoundBlob).blobClient.name;
  const { blobTrigger: path, uri } = metadata;
  const name = typeof path === 'string' ? afterSlash(path) : '';
  if (name !== '') return name;
  const address = typeof uri === 'string' && URL.canParse(uri) ? new BlobClient(uri).name : '';
  if (address !== '') return address;
  throw new Error('the host bound no blob, and the metadata of the trigger name none');
}

const afterSlash = (path: string): string => path.slice(path.indexOf('/') + 1 || path.length);
