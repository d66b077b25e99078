/**
 * Counts the archive: every log blob of a range of days, whatever the sweep has seen. Each blob goes on from its
 * cursor, so a backfill may be stopped, started again, and run beside the app.
 */
import type { Day } from '../core/count/day.ts';
import type { IngestResult } from './ingest.ts';
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';

export interface BackfillProgress {
  readonly blobs: number;
  readonly blobsDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** @param ingest counts one blob, as the doors do */
export async function backfill(
  logs: AuditLogs,
  ingest: (blobName: string) => Promise<IngestResult>,
  range: { readonly from: Day; readonly to: Day },
  onProgress: (progress: BackfillProgress) => void,
  parallel = 4,
): Promise<BackfillProgress> {
  const todo: LogBlob[] = [];
  for await (const home of logs.homes()) {
    for await (const blob of logs.list(home, range.from, range.to)) todo.push(blob);
  }
  let progress: BackfillProgress = {
    blobs: todo.length,
    blobsDone: 0,
    bytes: todo.reduce((sum, { length }) => sum + length, 0),
    bytesDone: 0,
  };
  onProgress(progress);

  const queue = todo.values();
  async function worker(): Promise<void> {
    for (const blob of queue) {
      let result = await ingest(blob.name);
      while (result.state === 'unfinished') result = await ingest(blob.name);
      progress = {
        ...progress,
        blobsDone: progress.blobsDone + 1,
        bytesDone: progress.bytesDone + blob.length,
      };
      onProgress(progress);
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker));
  return progress;
}
