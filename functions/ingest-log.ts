/** A new log blob, or where the container is polled a grown one. Registered only where RARECALL_BLOB_SOURCE wants the trigger. */
import { app, type InvocationContext } from '@azure/functions';
import { account } from '../src/adapters/azure/account.ts';
import { boundBlobName, registerBlobBinding } from '../src/adapters/blob-binding.ts';
import { compose } from '../src/compose.ts';
import { connectionOf, readBindings } from '../src/config.ts';

const { logContainer, blobSource } = readBindings();
export async function ingestLog(blob: unknown, context: InvocationContext): Promise<void> {
  await compose(context).ingestAnnounced(boundBlobName(blob, context.triggerMetadata));
}

if (blobSource === 'EventGrid' || blobSource === 'LogsAndContainerScan') {
  registerBlobBinding(() => account(connectionOf('RARECALL_LOGS')));
  app.storageBlob('ingestLog', {
    path: `${logContainer}/{name}`,
    connection: 'RARECALL_LOGS',
    source: blobSource,
    sdkBinding: true,
    handler: ingestLog,
  });
}
