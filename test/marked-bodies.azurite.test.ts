/** No data of Secrets, ConfigMaps, variables, commands and tokens in any table, queue or blob of ours. */
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { memoryLog } from '../src/adapters/memory/log.ts';
import { composeWith } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { startAzurite } from '../src/host/azurite.ts';
import { aCluster } from './build.ts';
import { append } from './host/spawned.ts';
import { markedDay, markedLogs, marksIn } from './marked-bodies.ts';

const insecure = { allowInsecureConnection: true };

async function tablesOf(connection: string): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for await (const { name } of TableServiceClient.fromConnectionString(connection, insecure).listTables()) {
    if (name === undefined) continue;
    const rows = await Array.fromAsync(
      TableClient.fromConnectionString(connection, name, insecure).listEntities(),
    );
    tables.set(
      name,
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    );
  }
  return tables;
}

async function blobsOf(connection: string, container: string): Promise<Map<string, string>> {
  const blobs = new Map<string, string>();
  const client = BlobServiceClient.fromConnectionString(connection).getContainerClient(container);
  for await (const { name } of client.listBlobsFlat())
    blobs.set(name, (await client.getBlobClient(name).downloadToBuffer()).toString());
  return blobs;
}

test('nothing of it is kept', async () => {
  const azurite = await startAzurite();
  try {
    const { connection } = azurite;
    const config = readConfig({
      AzureWebJobsStorage: connection,
      RARECALL_LOGS: connection,
      RARECALL_REVEAL: 'true',
      RARECALL_SEAL_AFTER: 'PT1S',
    });
    const app = composeWith(config, memoryLog());
    for (const [name, text] of markedLogs()) {
      await append(connection, name, text);
      await app.ingest(name);
    }
    expect(await app.rankCluster(aCluster, markedDay)).toBeGreaterThan(0);
    const tables = await tablesOf(connection);
    expect([...tables.keys()]).toEqual(expect.arrayContaining(['ledger', 'days', 'findings']));
    const blobs = await blobsOf(connection, config.reportContainer);
    expect(blobs.size).toBeGreaterThan(2);
    for (const [where, text] of [...tables, ...blobs]) expect([where, marksIn(text)]).toEqual([where, []]);
    for (const where of ['ledger', 'days', 'findings'])
      expect([where, /nginx:1/.test(tables.get(where) ?? '')]).toEqual([where, true]);
    expect([...blobs.values()].join('')).toContain('hostPath:/');
  } finally {
    await azurite.stop();
  }
});
