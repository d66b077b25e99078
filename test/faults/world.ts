/** One log blob, ingested in this process with the real adapters. Knows no faults. */
import { BlobServiceClient } from '@azure/storage-blob';
import { account } from '../../src/adapters/azure/account.ts';
import { auditBlobs } from '../../src/adapters/azure/audit-logs.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';
import type { FaultyProxy } from './proxy.ts';

let made = 0;

/**
 * A log blob in a container of its own, and what counts it into tables of its own.
 * @param storage where the log grows
 * @param proxy what the counting goes through
 * @param patienceMs longest wait for an answer
 */
export async function world(storage: string, proxy: FaultyProxy, patienceMs?: number) {
  const mark = `world${process.pid}x${++made}`;
  const container = BlobServiceClient.fromConnectionString(storage).getContainerClient(mark);
  await container.create();
  const blob = container.getAppendBlobClient(aBlobName());
  await blob.create();
  const store = account({ name: 'AzureWebJobsStorage', connectionString: proxy.connection }, patienceMs);
  let segments = 0;
  const table = ledgerTable(
    () => store.table(`ledger${mark}`),
    () => store.table(`clusters${mark}`),
  );
  const ledger: Ledger = {
    ...table,
    async commit(open, segment) {
      const after = await table.commit(open, segment);
      segments++;
      return after;
    },
  };
  const ports = {
    logs: auditBlobs(store.blobs, mark, patienceMs),
    ledger,
    clock: () => new Date('2026-10-01T09:00:00Z'),
    log: memoryLog(),
  };
  return {
    segments: () => segments,
    run: () =>
      ingest(aBlobName(), ports, {
        read: defaultReadOptions,
        budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
        sealAfterMs: 365 * 86_400_000,
        deadline: new Date('2100-01-01T00:00:00Z'),
      }),
    /** @param first number of the first call: with others, others are made */
    async append(lines: number, uris: number, first = 0) {
      const text = Array.from({ length: lines }, (_, i) =>
        aLine({ requestURI: `/api/v1/${first + (i % uris)}`, auditID: undefined }),
      ).join('\n');
      await blob.appendBlock(`${text}\n`, Buffer.byteLength(text) + 1);
    },
    async events() {
      const hours = ['2026-10-01T00' as Hour, '2026-10-02T00' as Hour] as const;
      let sum = 0;
      for await (const { rows } of table.counted(aCluster, ...hours))
        for (const { events } of rows) sum += events;
      return sum;
    },
  };
}
