/**
 * The Functions host of this laptop: loads the bundle that is deployed and runs its triggers in this process.
 * Knows which trigger is whose; refuses to know what the functions do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionIn } from '../connection.ts';
import { loadApp, type RegisteredFunction, triggerOf } from './functions-core.ts';
import { readHostJson } from './host-json.ts';
import type { HostLog } from './host-log.ts';
import type { HttpServer } from './http-server.ts';
import { invoker } from './invocation.ts';
import { LocalError, oneLine } from './local-error.ts';
import { whenStorageAnswers } from './storage-patience.ts';
import { blobTrigger } from './triggers/blob.ts';
import { answerer } from './triggers/http.ts';
import { queueTrigger } from './triggers/queue.ts';
import { timerTrigger } from './triggers/timer.ts';
import type { Trigger, TriggerWorld } from './triggers/trigger.ts';

export interface HostOptions {
  readonly server: HttpServer;
  /** The bundle. */
  readonly appFile: string;
  /** Where host.json lies. */
  readonly folder: string;
  /** Settings. The app reads the same from the process's environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: HostLog;
  /** Longest pause between two looks for new work. Default: 1 s. */
  readonly pollMs?: number;
  /** Ends waiting for a storage that does not answer yet. */
  readonly stopping?: AbortSignal;
}

export interface Host {
  readonly functions: readonly string[];
  /** Takes no more work, waits for what runs until the time is over, then runs the appTerminate hooks. */
  close(graceMs: number): Promise<void>;
}

const triggers: Readonly<
  Record<string, (called: RegisteredFunction, world: TriggerWorld) => Promise<Trigger>>
> = {
  blobtrigger: blobTrigger,
  queuetrigger: queueTrigger,
  timertrigger: timerTrigger,
};
const hooksTimeoutMs = 5000;

/** @throws LocalError when the app does not load or asks for what is not there */
export async function startHost({
  server,
  appFile,
  folder,
  env,
  log,
  pollMs = 1000,
  stopping,
}: HostOptions): Promise<Host> {
  const settings = readHostJson(folder);
  const app = await loadApp(appFile, log);
  const invoke = invoker(app, log);
  const connectionOf = (setting: string): string => {
    const connection = connectionIn(setting, env).connectionString;
    if (connection === undefined) throw new LocalError(`the setting ${setting} is not set`);
    return connection;
  };
  // The Functions host's own setting for it.
  const hostId = env.AzureFunctionsWebHost__hostid ?? 'rarecall-local';
  const world: TriggerWorld = { invoke, log, settings, env, connectionOf, hostId, pollMs };

  const started = new Map<string, Trigger>();
  const stopAll = () => Promise.all([...started.values()].map((trigger) => trigger.stop()));
  try {
    for (const [name, called] of app.functions) {
      const type = triggerOf(called.metadata).binding.type.toLowerCase();
      if (type === 'httptrigger') continue;
      const start = triggers[type];
      if (start === undefined) throw new LocalError(`the local host does not know the ${type} of ${name}`);
      started.set(name, await whenStorageAnswers(() => start(called, world), log, stopping));
    }
    server.serve(answerer({ app, invoke, routePrefix: settings.routePrefix, triggers: started }));
  } catch (error) {
    await stopAll();
    throw error;
  }

  return {
    functions: [...app.functions.keys()],
    async close(graceMs) {
      const timeout = new AbortController();
      const finished = Promise.all([server.close(graceMs), stopAll()]).then(() => true);
      const over = sleep(graceMs, false, { signal: timeout.signal }).catch(() => false);
      if (!(await Promise.race([finished, over]))) {
        log.say(`stopped without waiting any longer for what still runs (${graceMs / 1000} s)`);
      }
      timeout.abort();
      const hooks = app.runHooks('appTerminate', { hookData: {}, appHookData: {} });
      await Promise.race([hooks, sleep(hooksTimeoutMs, undefined, { ref: false })]).catch((error: unknown) =>
        log.say(`an appTerminate hook failed: ${oneLine(error)}`),
      );
    },
  };
}
