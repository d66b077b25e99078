/** Once a day: asks for every cluster's yesterday to be ranked, and for the day before once more. */
import { app, type InvocationContext, type Timer } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { readBindings } from '../src/config.ts';
import { daily } from './retry.ts';

export async function rankDay(_timer: Timer, context: InvocationContext): Promise<void> {
  await compose(context).rankDays();
}

app.timer('rankDay', { schedule: readBindings().rankSchedule, retry: daily, handler: rankDay });
