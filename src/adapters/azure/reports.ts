/** Reports as blobs, each with the version of what it shows in its metadata. */
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type { Reports } from '../../app/ports/reports.ts';
import { orAbsent } from './table-error.ts';

export function reportBlobs(service: () => BlobServiceClient, containerName: string): Reports {
  let ready: Promise<ContainerClient> | undefined;

  async function made(): Promise<ContainerClient> {
    const container = service().getContainerClient(containerName);
    await container.createIfNotExists();
    return container;
  }
  function container(): Promise<ContainerClient> {
    if (ready === undefined) {
      ready = made();
      ready.catch(() => {
        ready = undefined;
      });
    }
    return ready;
  }

  return {
    async version(name) {
      const properties = await orAbsent((await container()).getBlobClient(name).getProperties());
      return properties?.metadata?.version ?? null;
    },

    async write(name, contentType, content, version) {
      const blob = (await container()).getBlockBlobClient(name);
      const body = Buffer.from(content);
      await blob.upload(body, body.length, {
        blobHTTPHeaders: { blobContentType: contentType },
        metadata: { version },
      });
    },

    async read(name) {
      const buffer = await orAbsent((await container()).getBlobClient(name).downloadToBuffer());
      return buffer === null ? null : buffer.toString();
    },
  };
}
