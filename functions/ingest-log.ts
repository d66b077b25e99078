/** A new log blob, or on polling plans a grown one. */
import { app, type InvocationContext } from '@azure/functions';
import { account } from '../src/adapters/azure/account.ts';
import { boundBlobName, registerBlobBinding } from '../src/adapters/azure/blob-binding.ts';
import { compose } from '../src/compose.ts';
import { connectionOf, readBindings } from '../src/config.ts';

const { logContainer, blobSource } = readBindings();
registerBlobBinding(() => account(connectionOf('RARECALL_LOGS')));

export async function ingestLog(blob: unknown, context: InvocationContext): Promise<void> {
  await compose(context).ingest(boundBlobName(blob, context.triggerMetadata));
}

app.storageBlob('ingestLog', {
  path: `${logContainer}/{name}`,
  connection: 'RARECALL_LOGS',
  source: blobSource,
  sdkBinding: true,
  handler: ingestLog,
});
