/**
 * Timer triggers: fire by an NCRONTAB schedule in UTC, one run at a time, and late when the host was not there
 * at the due time. Source: azure-webjobs-sdk-extensions, TimerListener, StorageScheduleMonitor.
 */
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { Cron } from 'croner';
import { type RegisteredFunction, textOf, triggerOf } from '../functions-core.ts';
import { invokeWithRetries } from '../invocation.ts';
import { LocalError, oneLine } from '../local-error.ts';
import { expand, notesContainer, pause, storageError, type Trigger, type TriggerWorld } from './trigger.ts';

/** When it last ran, in the words the worker passes on. */
interface ScheduleStatus {
  readonly Last: string | null;
  readonly Next: string;
  readonly LastUpdated: string;
}

/** Timeouts of a month overflow, and a laptop sleeps: the clock is looked at this often. */
const longestWaitMs = 60_000;
const lateMs = 60_000;

export async function timerTrigger(called: RegisteredFunction, world: TriggerWorld): Promise<Trigger> {
  const { metadata } = called;
  const { name: bindingName, binding } = triggerOf(metadata);
  const schedule = scheduleOf(expand(textOf(metadata, 'schedule'), world.env), metadata.name);
  const notes = await notesOf(metadata.name, world);
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();
  let status = await statusOf(notes);

  const next = (after: Date): Date => {
    const due = schedule.nextRun(after);
    if (due === null) throw new LocalError(`the schedule of ${metadata.name} never comes`);
    return due;
  };

  const run = async (isPastDue: boolean): Promise<void> => {
    const timer = { Schedule: { AdjustForDST: true }, ScheduleStatus: status ?? null, IsPastDue: isPastDue };
    const inputData = [{ name: bindingName, data: { json: JSON.stringify(timer) } }];
    await invokeWithRetries(world.invoke, called, { inputData }, stopping.signal);
  };

  /** Never beside itself: a run by hand waits for one that is due, and the other way round. */
  const inTurn = (isPastDue: boolean): Promise<void> => {
    const mine = last.then(() => run(isPastDue));
    last = mine.catch(() => undefined);
    return mine;
  };

  const keep = async (ran: Date | null): Promise<void> => {
    const now = new Date();
    status = {
      Last: ran?.toISOString() ?? null,
      Next: next(now).toISOString(),
      LastUpdated: now.toISOString(),
    };
    await note(notes, status).catch((error: unknown) =>
      world.log.say(`${metadata.name}: its last run could not be noted: ${oneLine(error)}`),
    );
  };

  const fire = async (isPastDue: boolean): Promise<void> => {
    const began = new Date();
    await inTurn(isPastDue).catch(() => undefined);
    await keep(began);
  };

  const tick = async (): Promise<void> => {
    const isMissed = status !== null && next(new Date(status.Last ?? status.LastUpdated)) <= new Date();
    if (isMissed || binding.runOnStartup === true) await fire(isMissed);
    else if (status === null) await keep(null);
    while (!stopping.signal.aborted) {
      const due = next(new Date());
      for (
        let left = due.getTime() - Date.now();
        left > 0 && !stopping.signal.aborted;
        left = due.getTime() - Date.now()
      ) {
        await pause(Math.min(left, longestWaitMs), stopping.signal);
      }
      if (!stopping.signal.aborted) await fire(Date.now() - due.getTime() > lateMs);
    }
  };

  next(new Date());
  const ticking = tick().catch((error: unknown) =>
    world.log.say(`${metadata.name} stands still: ${oneLine(error)}`),
  );
  return {
    called,
    runByHand: () => inTurn(false),
    async stop() {
      stopping.abort();
      await ticking;
      await last;
    },
  };
}

/** Six fields as in NCRONTAB; a day must fit both the day of the month and the day of the week. */
function scheduleOf(written: string, functionName: string): Cron {
  const fields = written.trim().split(/\s+/).length;
  try {
    if (fields !== 5 && fields !== 6) throw new Error(`${fields} fields`);
    return new Cron(written, { timezone: 'UTC', domAndDow: true, paused: true });
  } catch (error) {
    throw new LocalError(`the schedule of ${functionName} is no NCRONTAB expression: ${oneLine(error)}`);
  }
}

async function notesOf(functionName: string, world: TriggerWorld): Promise<BlockBlobClient> {
  const account = BlobServiceClient.fromConnectionString(world.connectionOf('AzureWebJobsStorage'));
  const container = account.getContainerClient(notesContainer);
  await container.createIfNotExists();
  return container.getBlockBlobClient(`timers/${world.hostId}/${functionName}/status`);
}

async function statusOf(notes: BlockBlobClient): Promise<ScheduleStatus | null> {
  try {
    const status = JSON.parse((await notes.downloadToBuffer()).toString('utf8')) as ScheduleStatus;
    // A note that cannot be understood is as good as none.
    return Number.isNaN(Date.parse(status.Last ?? status.LastUpdated)) ? null : status;
  } catch (error) {
    if (storageError(error).status === 404 || error instanceof SyntaxError) return null;
    throw error;
  }
}

async function note(notes: BlockBlobClient, status: ScheduleStatus): Promise<void> {
  const written = JSON.stringify(status);
  await notes.upload(written, Buffer.byteLength(written));
}
