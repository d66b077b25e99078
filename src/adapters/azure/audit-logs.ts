/**
 * Log blobs as AKS writes them: append blobs that grow. Reads by range, up to a length seen before, so that
 * an append during the read disturbs nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BlobClient,
  BlobDownloadOptions,
  BlobServiceClient,
  ContainerClient,
} from '@azure/storage-blob';
import type { AuditLogs, LogBlob } from '../../app/ports/audit-logs.ts';
import { byCreation } from '../../core/count/cursor.ts';
import type { Day } from '../../core/count/day.ts';
import { logPath } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';
import { failureOf, isLasting } from '../../failure.ts';
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
 * @param patienceMs longest wait for an answer, the SDK's retries among it: the SDK alone waits for ever. What is ended is
 *   asked for again: a range by us, all else by whoever called. A list of many pages may take ten times as long.
 */
export function auditBlobs(
  service: () => BlobServiceClient,
  containerName: string,
  patienceMs = 60_000,
): AuditLogs {
  const within = (ms: number) => ({ abortSignal: AbortSignal.timeout(ms) });
  const container = (): ContainerClient => service().getContainerClient(containerName);

  return {
    async find(name) {
      const path = logPath(name);
      if (path === null) return null;
      const properties = await orAbsent(container().getBlobClient(name).getProperties(within(patienceMs)));
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
          for await (const bytes of range(
            client,
            blob,
            at,
            Math.min(rangeBytes, to - at),
            within(patienceMs),
          )) {
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
        for await (const _ of clusterHomes(container(), () => within(patienceMs))) return 'filled';
        return 'empty';
      } catch (error) {
        if (failureOf(error).code === 'ContainerNotFound') return 'absent';
        throw error;
      }
    },

    async *homes() {
      try {
        yield* clusterHomes(container(), () => within(10 * patienceMs));
      } catch (error) {
        // Azure Monitor makes the container with the first event: until then there are no clusters.
        if (statusOf(error) !== 404) throw error;
      }
    },

    async *list(home, from, to) {
      const client = container();
      for (const month of monthsBetween(from, to)) {
        const options = { prefix: `${home}${month}`, ...within(10 * patienceMs) };
        for await (const item of client.listBlobsFlat(options)) {
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
  options: BlobDownloadOptions,
): AsyncGenerator<Uint8Array> {
  const answer = await download(client, at, size, options);
  const created = answer.createdOn?.toISOString() ?? '';
  if (byCreation(created, blob.created) !== 0) throw new ConflictError('the log blob was replaced');
  for await (const chunk of answer.readableStreamBody ?? []) {
    const bytes = chunk as Buffer;
    for (let start = 0; start < bytes.length; start += chunkBytes)
      yield bytes.subarray(start, start + chunkBytes);
  }
}

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
