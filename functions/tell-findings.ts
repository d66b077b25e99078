/** Every ten minutes: delivers what a sink has not got yet, and tells whoever watches how Rarecall is, whatever became of that. */
import { app, type InvocationContext, type Timer } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { readBindings } from '../src/config.ts';
import { often } from './retry.ts';

export async function tellFindings(_timer: Timer, context: InvocationContext): Promise<void> {
  const rarecall = compose(context);
  try {
    await rarecall.tell();
  } finally {
    await rarecall.watched();
  }
}

app.timer('tellFindings', { schedule: readBindings().tellSchedule, retry: often, handler: tellFindings });
