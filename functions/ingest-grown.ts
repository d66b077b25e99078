/** A log blob that the sweep found longer than its cursor. */
import { app, type InvocationContext } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { countMessage } from './messages.ts';

export async function ingestGrown(message: unknown, context: InvocationContext): Promise<void> {
  await compose(context).ingest(countMessage(message).blob);
}

app.storageQueue('ingestGrown', {
  queueName: 'rarecall-grown',
  connection: 'AzureWebJobsStorage',
  handler: ingestGrown,
});
