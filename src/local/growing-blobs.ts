/**
 * Uploads logs the way AKS does: append blobs that grow piece by piece, hour after hour.
 * Knows appending, and going on where an earlier upload stopped; refuses to know where the bytes come from.
 */
import { type AppendBlobClient, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { logPath } from '../core/read/path.ts';
import { LocalError } from './problem.ts';
import { storageError } from './trigger.ts';

export interface GrowingBlob {
  /** Blob name in the container. */
  readonly name: string;
  /** Bytes it will have, as far as that is known; pieces are measured by it. */
  readonly expectedBytes: number;
  bytes(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface GrowOptions {
  readonly connection: string;
  readonly container: string;
  /** Appends a blob grows by; each ends at a line end. */
  readonly pieces: number;
  /** Told of bytes as they are in the blob, now or from an earlier upload. */
  readonly onBytes?: (bytes: number) => void;
}

export interface Grown {
  readonly blobs: number;
  /** Appended now; what was there already is not among them. */
  readonly bytes: number;
}

/** Hours that grow at the same time. */
const hoursAtOnce = 4;
/** Bytes one append may carry. */
const maxAppendBytes = 4 * 1024 * 1024;
const newline = 0x0a;

/**
 * Appends what is not there yet, hours in time order, the blobs of an hour in turn.
 * @throws LocalError when a blob holds something else already, or is no append blob
 */
export async function growBlobs(blobs: readonly GrowingBlob[], options: GrowOptions): Promise<Grown> {
  const account = BlobServiceClient.fromConnectionString(options.connection);
  const container = account.getContainerClient(options.container);
  if (!(await container.exists())) await container.create();
  const hours = Map.groupBy(blobs, ({ name }) => logPath(name)?.hour ?? '');
  const waiting = [...hours].toSorted(([a], [b]) => (a < b ? -1 : 1)).values();
  let bytes = 0;
  const worker = async (): Promise<void> => {
    for (const [, ofHour] of waiting) {
      const grown = await growHour(container, ofHour, options);
      bytes += grown;
    }
  };
  await Promise.all(Array.from({ length: hoursAtOnce }, worker));
  return { blobs: blobs.length, bytes };
}

async function growHour(
  container: ContainerClient,
  blobs: readonly GrowingBlob[],
  { pieces, onBytes }: GrowOptions,
): Promise<number> {
  let appended = 0;
  let growing = await Promise.all(blobs.map((blob) => openGrowth(container, blob, pieces, onBytes)));
  while (growing.length > 0) {
    const left: Growth[] = [];
    for (const growth of growing) {
      const grown = await growth.next();
      if (grown === null) continue;
      appended += grown;
      left.push(growth);
    }
    growing = left;
  }
  return appended;
}

interface Growth {
  /** Appends the next piece. @returns its bytes, `null` when there is none */
  next(): Promise<number | null>;
}

async function openGrowth(
  container: ContainerClient,
  source: GrowingBlob,
  pieceCount: number,
  onBytes: GrowOptions['onBytes'],
): Promise<Growth> {
  const blob = container.getAppendBlobClient(source.name);
  let end = await lengthOf(blob, source.name);
  if (end > 0) onBytes?.(end);
  const parts = partsOf(beyond(source, blob, end), Math.ceil(source.expectedBytes / pieceCount));
  return {
    async next() {
      let appended = 0;
      for (let isWhole = false; !isWhole; ) {
        const part = await parts.next();
        if (part.done === true) return appended === 0 ? null : appended;
        await append(blob, part.value.bytes, end);
        const { length } = part.value.bytes;
        end += length;
        appended += length;
        onBytes?.(length);
        isWhole = part.value.ends;
      }
      return appended;
    },
  };
}

/** Length of the blob, which is made where it is not there. */
async function lengthOf(blob: AppendBlobClient, name: string): Promise<number> {
  await blob.create({ conditions: { ifNoneMatch: '*' } }).catch((error: unknown) => {
    if (storageError(error).status !== 409) throw error;
  });
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
): AsyncGenerator<Uint8Array> {
  const differs = () => new LocalError(`${source.name} is there already and holds something else`);
  let position = 0;
  for await (const chunk of source.bytes()) {
    const known = Math.min(chunk.length, Math.max(0, there - position));
    if (known > 0) {
      const held = await blob.downloadToBuffer(position, known);
      if (!held.equals(chunk.subarray(0, known))) throw differs();
    }
    position += chunk.length;
    if (known < chunk.length) yield chunk.subarray(known);
  }
  if (position < there) throw differs();
}

interface Part {
  readonly bytes: Uint8Array;
  /** Whether a piece is whole with it. */
  readonly ends: boolean;
}

/**
 * Cuts pieces of about `size` bytes that end at line ends; the last one ends where the source does.
 * A piece comes in parts that one append can carry.
 */
async function* partsOf(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Part> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let pieceBytes = 0;
  const hold = (bytes: Uint8Array): void => {
    held.push(Buffer.from(bytes));
    heldBytes += bytes.length;
    pieceBytes += bytes.length;
  };
  const part = (ends: boolean): Part => {
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    if (ends) pieceBytes = 0;
    return { bytes, ends };
  };
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      const wanted = Math.max(0, size - pieceBytes - 1);
      const lineEnd = wanted < chunk.length - from ? chunk.indexOf(newline, from + wanted) : -1;
      const to = Math.min(lineEnd < 0 ? chunk.length : lineEnd + 1, from + maxAppendBytes - heldBytes);
      hold(chunk.subarray(from, to));
      from = to;
      if (to === lineEnd + 1) yield part(true);
      else if (heldBytes === maxAppendBytes) yield part(false);
    }
  }
  if (heldBytes > 0) yield part(true);
}
