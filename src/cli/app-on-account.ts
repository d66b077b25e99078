/** The app for commands that work on a storage account: the same jobs as the timers, by hand. */
import { composeWith } from '../compose.ts';
import { environment, readConfig } from '../config.ts';
import { localSettings } from '../host/local-settings.ts';
import { say } from './say.ts';

const told = (...parts: readonly unknown[]): void =>
  say(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
const quiet = { info: () => undefined, warn: told, error: told };

/** The app on the given account, else on that of its settings. */
export function appOn(connection: string | undefined) {
  const env = { ...localSettings(), ...environment() };
  const given =
    connection === undefined ? {} : { RARECALL_LOGS: connection, AzureWebJobsStorage: connection };
  return composeWith(readConfig({ ...env, ...given }), quiet);
}
