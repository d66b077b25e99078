/** Reports as blobs, each with the version of what it shows in its metadata. */
import type { BlobServiceClient } from '@azure/storage-blob';
import type { Reports } from '../../app/ports/reports.ts';
import { containerOnce } from './blobs/container.ts';
import { orAbsent } from './table-error.ts';

export function reportBlobs(service: () => BlobServiceClient, containerName: string): Reports {
  const container = containerOnce(service, containerName);

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
