/**
 * A new log blob that Event Grid put a message in our queue for. Registered only where RARECALL_BLOB_SOURCE wants it. What is
 * no log of ours is dropped with a warning: whoever may write to the queue must not be able to fill the one of failed messages.
 */
import { app, type InvocationContext } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { readBindings } from '../src/config.ts';
import { announcedUrl } from './messages.ts';

export async function ingestAnnounced(message: unknown, context: InvocationContext): Promise<void> {
  const rarecall = compose(context);
  const url = announcedUrl(message);
  const blob = url === null ? null : rarecall.logNamed(url);
  if (blob === null) context.warn('ingest: a message names no blob of the log container; it is dropped');
  else await rarecall.ingestAnnounced(blob);
}

if (readBindings().blobSource === 'EventGridQueue') {
  app.storageQueue('ingestAnnounced', {
    queueName: 'rarecall-announced',
    connection: 'AzureWebJobsStorage',
    handler: ingestAnnounced,
  });
}
