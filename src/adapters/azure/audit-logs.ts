/**
 * Log blobs as AKS writes them: append blobs that grow. Reads by range, up to a length seen before, so that
 * an append during the read disturbs nothing.
 */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BlobClient,
  BlobDownloadOptions,
  BlobDownloadResponseParsed,
  BlobServiceClient,
  ContainerClient,
} from '@azure/storage-blob';
import type { AuditLogs, LogBlob } from '../../app/ports/audit-logs.ts';
import { byCreation } from '../../core/count/cursor.ts';
import type { Day } from '../../core/count/day.ts';
import { logPath } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';
import { failureOf, isLasting, StoreError } from '../../failure.ts';
import { answered, eachAnswered, patienceMs } from '../patience.ts';
import { gathered } from './blobs/gathered.ts';
import { giveBackReads } from './blobs/given-back.ts';
import { clusterHomes } from './homes.ts';
import { orAbsent, statusOf } from './table-error.ts';

/** One range read: big enough to be fast, small enough that a retry costs little and memory stays flat. */
const rangeBytes = 32 * 1024 * 1024;

/** Ranges in a row that may fail, on top of the SDK's own retries, before the whole read does. */
const rangeFailures = 5;

/** Before the next try of a range, and twice as long with each failure in a row. */
const firstPauseMs = 25;

/** Longest run of bytes given to the reader at once: what one turn of the event loop may cost. */
const chunkBytes = 1024 * 1024;

/**
 * @param limitMs longest wait for an answer. What is ended is asked for again: a range by us, all else by whoever called.
 * @throws StoreError `ETIMEDOUT` where none came
 */
export function auditBlobs(
  service: () => BlobServiceClient,
  containerName: string,
  limitMs = patienceMs,
): AuditLogs {
  const homesWithin = () =>
    eachAnswered((abortSignal) => clusterHomes(container(), () => ({ abortSignal })), limitMs);
  const container = (): ContainerClient => service().getContainerClient(containerName);

  return {
    async find(name) {
      const path = logPath(name);
      if (path === null) return null;
      const properties = await orAbsent(
        answered((abortSignal) => container().getBlobClient(name).getProperties({ abortSignal }), limitMs),
      );
      if (properties === null) return null;
      return {
        name,
        path,
        length: properties.contentLength ?? 0,
        created: properties.createdOn?.toISOString() ?? '',
        modified: properties.lastModified ?? new Date(0),
      };
    },

    async *bytes(blob, from, to) {
      const client = container().getBlobClient(blob.name);
      let at = from;
      let failures = 0;
      while (at < to) {
        const before = at;
        // What is told in the end, rather than that nothing came.
        let cause: unknown = new Error('the blob service sends no bytes');
        try {
          const size = Math.min(rangeBytes, to - at);
          for await (const bytes of range(client, blob, at, size, limitMs)) {
            at += bytes.length;
            yield bytes;
          }
        } catch (error) {
          if (error instanceof ConflictError || isLasting(failureOf(error))) throw error;
          cause = error;
        }
        if (at > before) failures = 0;
        else if (++failures > rangeFailures) throw cause;
        else await sleep(2 ** failures * firstPauseMs);
      }
    },

    async look() {
      try {
        for await (const _ of homesWithin()) return 'filled';
        return 'empty';
      } catch (error) {
        if (failureOf(error).code === 'ContainerNotFound') return 'absent';
        throw error;
      }
    },

    async *homes() {
      try {
        yield* homesWithin();
      } catch (error) {
        // Azure Monitor makes the container with the first event: until then there are no clusters.
        if (statusOf(error) !== 404) throw error;
      }
    },

    async *list(home, from, to) {
      const client = container();
      for (const month of monthsBetween(from, to)) {
        const listed = (abortSignal: AbortSignal) =>
          client.listBlobsFlat({ prefix: `${home}${month}`, abortSignal });
        for await (const item of eachAnswered(listed, limitMs)) {
          const path = logPath(item.name);
          if (path === null) continue;
          const day = path.hour.slice(0, 10);
          if (day < from || day > to) continue;
          const { contentLength, createdOn, lastModified } = item.properties;
          yield {
            name: item.name,
            path,
            length: contentLength ?? 0,
            created: createdOn?.toISOString() ?? '',
            modified: lastModified,
          } satisfies LogBlob;
        }
      }
    },
  };
}

/**
 * One range. The answer may break off anywhere, for instance because the blob grew while it was read:
 * what has come is good, and the caller asks for the rest.
 */
async function* range(
  client: BlobClient,
  blob: LogBlob,
  at: number,
  size: number,
  limitMs: number,
): AsyncGenerator<Uint8Array> {
  // The signal goes on after the answer began: it ends a body that stalls.
  const abortSignal = AbortSignal.timeout(limitMs);
  const answer = await answered(() => download(client, at, size, { abortSignal }), limitMs);
  const refusal = refusalOf(answer, blob, at, size);
  if (refusal !== null) {
    // Left as it is, it holds its connection until the signal, and what that throws then nobody catches: the process ends.
    (answer.readableStreamBody as Readable | undefined)?.destroy();
    throw refusal;
  }
  await giveBackReads(wireOf(answer));
  // It comes in pieces of 64 KB, or 16 KB by TLS.
  yield* gathered((answer.readableStreamBody ?? []) as AsyncIterable<Uint8Array>, Math.min(chunkBytes, size));
}

/** Why the answer is none to what was asked. Something between us and the service may not know of ranges: bytes would count twice. */
function refusalOf(answer: BlobDownloadResponseParsed, blob: LogBlob, at: number, size: number) {
  const { createdOn, contentLength = 0, contentRange } = answer;
  if (byCreation(createdOn?.toISOString() ?? '', blob.created) !== 0)
    return new ConflictError('the log blob was replaced');
  const from = Number(/^bytes (\d+)-/.exec(contentRange ?? '')?.[1] ?? 0);
  return from === at && contentLength <= size
    ? null
    : new StoreError({ status: null, code: 'OtherRange', operation: 'GET blob' });
}

/** What the answer is read from. The SDK does not promise to tell; should it not, a download costs more, and is the same. */
const wireOf = (answer: BlobDownloadResponseParsed): unknown =>
  (answer._response as { readableStreamBody?: unknown } | undefined)?.readableStreamBody;

async function download(client: BlobClient, at: number, size: number, options: BlobDownloadOptions) {
  try {
    return await client.download(at, size, options);
  } catch (error) {
    // Gone, or shorter than it was: another blob stands there now. Look again.
    const status = statusOf(error);
    if (status === 404 || status === 416)
      throw new ConflictError('the log blob was replaced', { cause: error });
    throw error;
  }
}

/** `2026/m=10/`, `2026/m=11/`, … as they stand after `/y=` in a path. */
function monthsBetween(from: Day, to: Day): string[] {
  const months: string[] = [];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  for (;;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (name > to.slice(0, 7)) return months;
    months.push(`${name.replace('-', '/m=')}/`);
    if (++month > 12) [year, month] = [year + 1, 1];
  }
}
