/** Once a day: forgets counts that are older than configured. */
import { app, type InvocationContext, type Timer } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { readBindings } from '../src/config.ts';
import { daily } from './retry.ts';

export async function forgetOld(_timer: Timer, context: InvocationContext): Promise<void> {
  await compose(context).forget();
}

app.timer('forgetOld', { schedule: readBindings().forgetSchedule, retry: daily, handler: forgetOld });
