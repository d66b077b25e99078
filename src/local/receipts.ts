/**
 * Which version of a blob a function has seen, kept in the account so that a restart fires nothing twice.
 * One small blob per watched blob, replaced: the Functions host keeps one per version, which pile up.
 */
import { createHash } from 'node:crypto';
import type { BlobServiceClient } from '@azure/storage-blob';
import { notesContainer } from './trigger.ts';

export interface Receipts {
  /** ETag of the version that is done, if any. */
  of(blobName: string): string | undefined;
  put(blobName: string, etag: string): Promise<void>;
}

export async function openReceipts(
  account: BlobServiceClient,
  hostId: string,
  functionName: string,
  containerName: string,
): Promise<Receipts> {
  const notes = account.getContainerClient(notesContainer);
  await notes.createIfNotExists();
  const prefix = `blobreceipts/${hostId}/${functionName}/`;
  const known = new Map<string, string>();
  for await (const note of notes.listBlobsFlat({ prefix, includeMetadata: true })) {
    const etag = note.metadata?.etag;
    if (etag !== undefined) known.set(note.name, etag);
  }
  // A blob's name may be as long as any name may be, so its receipt goes by a digest.
  const receipt = (blobName: string) =>
    prefix + createHash('sha256').update(`${containerName}/${blobName}`).digest('base64url');
  return {
    of: (blobName) => known.get(receipt(blobName)),
    async put(blobName, etag) {
      const name = receipt(blobName);
      await notes.getBlockBlobClient(name).upload('', 0, { metadata: { etag } });
      known.set(name, etag);
    },
  };
}
