/** What every trigger gets to work with, and what the host asks of it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RegisteredFunction } from '../functions-core.ts';
import type { HostSettings } from '../host-json.ts';
import type { HostLog } from '../host-log.ts';
import type { Invoke } from '../invocation.ts';
import { LocalError } from '../local-error.ts';

export interface TriggerWorld {
  readonly invoke: Invoke;
  readonly log: HostLog;
  readonly settings: HostSettings;
  readonly env: NodeJS.ProcessEnv;
  /** Connection string of the setting a trigger names. @throws LocalError when it is not set */
  connectionOf(setting: string): string;
  /** Whose notes are whose, where hosts share an account. */
  readonly hostId: string;
  /** Pause between two looks for work. */
  readonly pollMs: number;
}

export interface Trigger {
  readonly called: RegisteredFunction;
  /** Runs the function now, as `POST /admin/functions/{name}` asks; its failure is told already. */
  runByHand(input: string): Promise<void>;
  /** Takes no more work. Settles when what it had taken is finished and booked. */
  stop(): Promise<void>;
}

/** `%NAME%` replaced by its setting. @throws LocalError naming what is not set */
export const expand = (written: string, env: NodeJS.ProcessEnv): string =>
  written.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) throw new LocalError(`the setting ${name} is not set`);
    return value;
  });

/** Waits, or ends early, without a complaint, when stopped. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** HTTP status of a storage error, and the service's code for it. */
export function storageError(error: unknown): { readonly status?: number; readonly code?: string } {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  return {
    ...(typeof statusCode === 'number' && { status: statusCode }),
    ...(typeof code === 'string' && { code }),
  };
}

/** Where the Functions host keeps its own notes, in the account of AzureWebJobsStorage. */
export const notesContainer = 'azure-webjobs-hosts';
