/**
 * Which version of a blob a function has seen, kept in the account so that a restart does not fire for all of
 * them again. One note a function, written once a second at most: after a kill the last second's may fire twice.
 * (The Functions host keeps one blob per blob and version, which makes Azurite, that looks through all, slow.)
 */
import { createHash } from 'node:crypto';
import type { BlobServiceClient, BlockBlobClient } from '@azure/storage-blob';
import { isSection } from '../json-file.ts';
import { notesContainer, pause, storageError } from './trigger.ts';

export interface DoneBlobs {
  /** ETag of the version that is done, if any. */
  of(blobName: string): string | undefined;
  put(blobName: string, etag: string): void;
  /** Writes what is not written yet. @throws what the storage says */
  close(): Promise<void>;
}

const everyMs = 1000;

/** @param onError told when a note cannot be written; it is tried again with the next */
export async function openDoneBlobs(
  account: BlobServiceClient,
  { hostId, functionName, containerName }: Record<'hostId' | 'functionName' | 'containerName', string>,
  onError: (error: unknown) => void,
): Promise<DoneBlobs> {
  const container = account.getContainerClient(notesContainer);
  await container.createIfNotExists();
  const note = container.getBlockBlobClient(`blobreceipts/${hostId}/${functionName}.json`);
  const known = await read(note);
  const key = (blobName: string) =>
    createHash('sha256').update(`${containerName}/${blobName}`).digest('base64url').slice(0, 22);

  let isDirty = false;
  let writing: Promise<void> | undefined;
  const closing = new AbortController();
  const write = async (): Promise<void> => {
    isDirty = false;
    const text = JSON.stringify(Object.fromEntries(known));
    await note.upload(text, Buffer.byteLength(text));
  };
  const writeSoon = async (): Promise<void> => {
    while (isDirty && !closing.signal.aborted) {
      await pause(everyMs, closing.signal);
      const began = performance.now();
      await write().catch((error: unknown) => {
        isDirty = true;
        onError(error);
      });
      // A long note must not keep the store busy.
      await pause(9 * (performance.now() - began), closing.signal);
    }
    writing = undefined;
  };
  return {
    of: (blobName) => known.get(key(blobName)),
    put(blobName, etag) {
      known.set(key(blobName), etag);
      isDirty = true;
      writing ??= writeSoon();
    },
    async close() {
      closing.abort();
      await writing;
      if (isDirty) await write();
    },
  };
}

/** A note that cannot be understood is as good as none: all blobs fire again. */
async function read(note: BlockBlobClient): Promise<Map<string, string>> {
  try {
    const kept: unknown = JSON.parse((await note.downloadToBuffer()).toString('utf8'));
    const entries = Object.entries(isSection(kept) ? kept : {});
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    if (storageError(error).status === 404 || error instanceof SyntaxError) return new Map();
    throw error;
  }
}
