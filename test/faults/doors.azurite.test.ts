/** Several workers at one log blob at once: what they do twice. */
import { BlobServiceClient } from '@azure/storage-blob';
import { expect, inject, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { auditBlobs } from '../../src/adapters/azure/audit-logs.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { ingest } from '../../src/app/ingest.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';
import { faultyProxy } from './proxy.ts';

const storage = inject('azurite');
const doors = 6;
const lineCount = 4_800;

/** A log of some 6 MB with 1,200 calls, counted by so many workers at once, each with clients of its own. */
async function racing(workers: number) {
  const mark = `doors${process.pid}x${workers}`;
  const proxy = await faultyProxy(storage, randomFrom('doors'));
  const container = BlobServiceClient.fromConnectionString(storage).getContainerClient(mark);
  await container.create();
  const blob = container.getAppendBlobClient(aBlobName());
  await blob.create();
  for (let part = 0; part < 6; part++) {
    const text = Array.from(
      { length: lineCount / 6 },
      (_, i) => `${aLine({ requestURI: `/api/v1/${(part * 200 + i) % 1_200}`, auditID: undefined })}\n`,
    ).join('');
    await blob.appendBlock(text, Buffer.byteLength(text));
  }
  let bytes = 0;
  const worker = () => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: proxy.connection });
    const logs = auditBlobs(store.blobs, mark);
    const ledger = ledgerTable(
      () => store.table(`ledger${mark}`),
      () => store.table(`clusters${mark}`),
    );
    const counting = {
      ...logs,
      async *bytes(...of: Parameters<typeof logs.bytes>) {
        for await (const chunk of logs.bytes(...of)) {
          bytes += chunk.length;
          yield chunk;
        }
      },
    };
    const ports = {
      logs: counting,
      ledger,
      clock: () => new Date('2026-10-01T09:00:00Z'),
      log: memoryLog(),
    };
    const run = () =>
      ingest(aBlobName(), ports, {
        read: defaultReadOptions,
        budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
        sealAfterMs: 365 * 86_400_000,
        deadline: new Date('2100-01-01T00:00:00Z'),
        leavesToWinner: true,
        racePauseMs: 500,
      });
    return { run, ledger };
  };
  const all = Array.from({ length: workers }, worker);
  const states = (await Promise.all(all.map(({ run }) => run()))).map(({ state }) => state);
  const cursors = await Array.fromAsync(
    all[0]?.ledger.blobs(aCluster, '2026-10-01T00' as Hour, '2026-10-02T00' as Hour) ?? [],
  );
  const of = (kind: 'blob read' | 'table list' | 'table commit') => proxy.requests.get(kind) ?? 0;
  await proxy.close();
  const { contentLength = 0 } = await blob.getProperties();
  return {
    states,
    lines: cursors[0]?.cursor.lines,
    share: bytes / contentLength,
    downloads: of('blob read'),
    queries: of('table list'),
    commits: of('table commit'),
  };
}

test('several workers at one blob do hardly more than one, and one of them counts it to its end', async () => {
  const alone = await racing(1);
  const together = await racing(doors);
  expect(together.lines).toBe(lineCount);
  expect(together.states).toContain('counted');
  expect(together.downloads).toBeLessThanOrEqual(2 * doors);
  expect(together.share).toBeLessThan(doors / 2);
  expect(together.commits - alone.commits).toBeLessThanOrEqual(3 * doors);
});
