/** Log files become the blobs they were, or would have been. Knows names of files and blobs. */
import { open } from 'node:fs/promises';
import { blobNameOf } from '../../core/read/path.ts';
import { UnreadableError, UsageError } from '../../errors.ts';
import { piecesOf } from '../files/file-bytes.ts';
import type { LogFile } from '../files/files.ts';
import { type GrowingBlob, type Grown, growBlobs } from './growing-blobs.ts';
import { sortIntoHours } from './sort-hours.ts';

export interface ReplayOptions {
  readonly sources: readonly LogFile[];
  readonly connection: string;
  readonly container: string;
  /** Appends per blob. */
  readonly pieces: number;
  /** Cluster of records that name none. */
  readonly cluster: string;
  /** Told how many bytes of the files, as they lie on disk, have been dealt with. */
  readonly onProgress: (bytes: number) => void;
  /** Told of what cannot be read, or not to its end, of a folder or an archive: the rest is uploaded. */
  readonly onUnreadable: (error: UnreadableError) => void;
}

/**
 * Uploads files as growing append blobs; what is there already from an earlier, broken-off replay is not doubled.
 * A file whose path has `resourceId=` keeps its name from there on, byte for byte; of an archive's members the path within
 * it counts. The records of any other are sorted into the hours of their own times.
 * @throws UsageError, LocalError, MissingError
 * @throws UnreadableError for a file that the user named
 */
export async function replayFiles(options: ReplayOptions): Promise<Grown> {
  const { sources, connection, container, pieces, cluster, onProgress, onUnreadable } = options;
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    onProgress(done);
  };
  const named = new Map<string, GrowingBlob>();
  const nameless: LogFile[] = [];
  for (const file of sources) {
    const { path } = file;
    const name = blobNameOf(path);
    try {
      // Read here: a blob that would stay empty would pass for an hour without calls.
      if (name === null || (await isArchive(path))) {
        nameless.push(file);
        continue;
      }
      if (named.has(name)) throw new UsageError(`${path}: another file is the same log blob`);
      const expectedBytes = await unzippedLength(path);
      const bytes = () => bytesOf(path, onBytes);
      named.set(name, { name, expectedBytes, pieces, bytes, ...(file.named ? {} : { onUnreadable }) });
    } catch (error) {
      if (!(error instanceof UnreadableError) || file.named) throw error;
      onUnreadable(error);
    }
  }
  const category = categoryOf(container);
  for (const blob of await sortIntoHours(nameless, { cluster, category, onBytes, onUnreadable })) {
    if (named.has(blob.name))
      throw new UsageError(`a file without a path has records of ${blob.name}, which is a file too`);
    named.set(blob.name, { ...blob, pieces });
  }
  return growBlobs([...named.values()], { connection, container });
}

/** Containers of diagnostic settings are called after their category. */
const categoryOf = (container: string): string => container.replace(/^insights-logs-/, '');

/** @throws UnreadableError */
async function isArchive(path: string): Promise<boolean> {
  for await (const { member } of piecesOf(path, () => {})) return member !== null;
  return false;
}

async function* bytesOf(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of piecesOf(path, onBytes)) yield bytes;
}

/** A gzip file says at its end how long its content is, modulo 4 GiB. Source: RFC 1952, ISIZE. */
async function unzippedLength(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, 0);
    if (size < 18 || head[0] !== 0x1f || head[1] !== 0x8b) return size;
    const tail = Buffer.alloc(4);
    await file.read(tail, 0, 4, size - 4);
    return Math.max(size, tail.readUInt32LE());
  } finally {
    await file.close();
  }
}
