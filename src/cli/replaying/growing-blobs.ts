/**
 * Uploads logs the way AKS does: append blobs that grow piece by piece, hour after hour.
 * Knows appending, and going on where an earlier upload stopped; refuses to know where the bytes come from.
 */
import { type AppendBlobClient, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { logPath } from '../../core/read/path.ts';
import { UnreadableError } from '../../errors.ts';
import { LocalError } from '../../host/local-error.ts';
import { storageError } from '../../host/triggers/trigger.ts';
import { partsOf } from './pieces.ts';

export interface GrowingBlob {
  /** Blob name in the container. */
  readonly name: string;
  /** Bytes it will have, as far as that is known; pieces are measured by it. */
  readonly expectedBytes: number;
  /** Appends it grows by; each ends at a line end. */
  readonly pieces: number;
  bytes(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Told where its bytes cannot be read to their end: those before it are appended. Without it that ends everything. */
  readonly onUnreadable?: (error: UnreadableError) => void;
}

export interface GrowOptions {
  readonly connection: string;
  readonly container: string;
  /** Told of bytes as they are in the blob, now or from an earlier upload. */
  readonly onBytes?: (bytes: number) => void;
}

export interface Grown {
  readonly blobs: number;
  /** Appended now; what was there already is not among them. */
  readonly bytes: number;
  /** Blob name -> bytes up to its last line end: what can be counted of it while it may still grow. */
  readonly wholeLines: ReadonlyMap<string, number>;
}

/** Hours that grow at the same time. */
const hoursAtOnce = 4;
const newline = 0x0a;

/**
 * Appends what is not there yet, hours in time order, the blobs of an hour in turn.
 * @throws LocalError when a blob holds something else already, or is no append blob
 * @throws UnreadableError
 */
export async function growBlobs(blobs: readonly GrowingBlob[], options: GrowOptions): Promise<Grown> {
  const account = BlobServiceClient.fromConnectionString(options.connection);
  const container = account.getContainerClient(options.container);
  if (!(await container.exists())) await container.create();
  const hours = Map.groupBy(blobs, ({ name }) => logPath(name)?.hour ?? '');
  const waiting = [...hours].toSorted(([a], [b]) => (a < b ? -1 : 1)).values();
  const wholeLines = new Map<string, number>();
  let bytes = 0;
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (const [, ofHour] of waiting) {
      if (hasFailed) return;
      for (const grown of await growHour(container, ofHour, options)) {
        bytes += grown.appended;
        wholeLines.set(grown.name, grown.wholeLines);
      }
    }
  };
  const fail = (error: unknown) => {
    hasFailed = true;
    throw error;
  };
  await Promise.all(Array.from({ length: hoursAtOnce }, () => worker().catch(fail)));
  return { blobs: blobs.length, bytes, wholeLines };
}

async function growHour(
  container: ContainerClient,
  blobs: readonly GrowingBlob[],
  { onBytes }: GrowOptions,
): Promise<Growth[]> {
  const all = await Promise.all(blobs.map((blob) => openGrowth(container, blob, onBytes)));
  for (let growing = all; growing.length > 0; ) {
    const left: Growth[] = [];
    for (const growth of growing) if (await growth.next()) left.push(growth);
    growing = left;
  }
  return all;
}

interface Growth {
  readonly name: string;
  readonly appended: number;
  readonly wholeLines: number;
  /** Appends the next piece. @returns whether there was one */
  next(): Promise<boolean>;
}

async function openGrowth(
  container: ContainerClient,
  source: GrowingBlob,
  onBytes: GrowOptions['onBytes'],
): Promise<Growth> {
  const blob = container.getAppendBlobClient(source.name);
  const start = await lengthOf(blob, source.name);
  if (start > 0) onBytes?.(start);
  let end = start;
  const read = { wholeLines: 0 };
  const parts = partsOf(beyond(source, blob, start, read), Math.ceil(source.expectedBytes / source.pieces));
  return {
    name: source.name,
    get appended() {
      return end - start;
    },
    get wholeLines() {
      return read.wholeLines;
    },
    async next() {
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
        const { bytes, ends } = next.value;
        await append(blob, bytes, end);
        end += bytes.length;
        onBytes?.(bytes.length);
        if (ends) return true;
      }
      return false;
    },
  };
}

/** Length of the blob, which is made where it is not there. */
async function lengthOf(blob: AppendBlobClient, name: string): Promise<number> {
  try {
    await blob.create({ conditions: { ifNoneMatch: '*' } });
    return 0;
  } catch (error) {
    if (storageError(error).status !== 409) throw error;
  }
  const { blobType, contentLength } = await blob.getProperties();
  if (blobType !== 'AppendBlob') throw new LocalError(`${name} is there already and is no append blob`);
  return contentLength ?? 0;
}

/** At the place where it belongs, once: an append whose answer was lost is not repeated. */
async function append(blob: AppendBlobClient, part: Uint8Array, at: number): Promise<void> {
  try {
    await blob.appendBlock(part, part.length, { conditions: { appendPosition: at } });
  } catch (error) {
    if (storageError(error).status !== 412) throw error;
    const { contentLength } = await blob.getProperties();
    if (contentLength !== at + part.length)
      throw new LocalError(`${blob.name} is being written by somebody else`, { cause: error });
  }
}

/** The source's bytes behind those that are there, which must be the same. */
async function* beyond(
  source: GrowingBlob,
  blob: AppendBlobClient,
  there: number,
  read: { wholeLines: number },
): AsyncGenerator<Uint8Array> {
  const differs = () => new LocalError(`${source.name} is there already and holds something else`);
  let position = 0;
  try {
    for await (const chunk of source.bytes()) {
      const known = Math.min(chunk.length, Math.max(0, there - position));
      if (known > 0) {
        const held = await blob.downloadToBuffer(position, known);
        if (!held.equals(chunk.subarray(0, known))) throw differs();
      }
      const lineEnd = chunk.lastIndexOf(newline);
      if (lineEnd >= 0) read.wholeLines = position + lineEnd + 1;
      position += chunk.length;
      if (known < chunk.length) yield chunk.subarray(known);
    }
  } catch (error) {
    if (!(error instanceof UnreadableError) || source.onUnreadable === undefined) throw error;
    source.onUnreadable(error);
    return;
  }
  if (position < there) throw differs();
}
