/** One cluster's day: ranks it, keeps its findings and tells them. */
import { app, type InvocationContext } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { rankMessage } from './messages.ts';

export async function rankCluster(message: unknown, context: InvocationContext): Promise<void> {
  const { cluster, day } = rankMessage(message);
  if (day === null) context.warn('rank: a message names a day that no logs can be of; it is dropped');
  else await compose(context).rankMessage(cluster, day);
}

app.storageQueue('rankCluster', {
  queueName: 'rarecall-rank',
  connection: 'AzureWebJobsStorage',
  handler: rankCluster,
});
