import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import { auditLogsContract } from '../../contract/audit-logs.contract.ts';

let made = 0;

auditLogsContract(async () => {
  const { blobs } = account({ name: 'RARECALL_LOGS', connectionString: inject('azurite') });
  const containerName = `logs-${process.pid}-${++made}`;
  const container = blobs().getContainerClient(containerName);
  await container.create();
  const append = async (name: string, text: string) => {
    const blob = container.getAppendBlobClient(name);
    await blob.createIfNotExists();
    await blob.appendBlock(text, Buffer.byteLength(text));
  };
  return {
    logs: auditBlobs(blobs, containerName),
    append,
    async replace(name, text) {
      await container.deleteBlob(name);
      // Creation times have a resolution of one second.
      await sleep(1_100);
      await append(name, text);
    },
  };
});
