/** Rankings as blobs, one a cluster and day. A blob of one upload is there whole, or not at all. */
import type { BlobServiceClient } from '@azure/storage-blob';
import type { Rankings } from '../../../app/ports/rankings.ts';
import type { Day } from '../../../core/count/day.ts';
import type { Cluster } from '../../../core/read/path.ts';
import { hashKey } from '../table-entity.ts';
import { orAbsent } from '../table-error.ts';
import { containerOnce } from './container.ts';

export function rankingBlobs(service: () => BlobServiceClient, containerName: string): Rankings {
  const container = containerOnce(service, containerName);
  return {
    async read(cluster, day) {
      return await orAbsent((await container()).getBlobClient(nameOf(cluster, day)).downloadToBuffer());
    },

    async write(cluster, day, content) {
      const blob = (await container()).getBlockBlobClient(nameOf(cluster, day));
      await blob.upload(content, content.length);
    },

    async forget(cluster, before, deadline) {
      const own = await container();
      const prefix = `${hashKey(cluster.id)}/`;
      let gone = 0;
      for await (const { name } of own.listBlobsFlat({ prefix })) {
        // In the order of days.
        if (name >= `${prefix}${before}` || new Date() >= deadline) break;
        await own.getBlobClient(name).deleteIfExists();
        gone++;
      }
      return gone;
    },
  };
}

const nameOf = (cluster: Cluster, day: Day): string => `${hashKey(cluster.id)}/${day}`;
