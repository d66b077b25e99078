/** Every five minutes: follows the growth of log blobs, which raises no event. */
import { app, type InvocationContext, type Timer } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { readBindings } from '../src/config.ts';
import { often } from './retry.ts';

export async function sweepLogs(_timer: Timer, context: InvocationContext): Promise<void> {
  await compose(context).sweep();
}

app.timer('sweepLogs', { schedule: readBindings().sweepSchedule, retry: often, handler: sweepLogs });
