/**
 * The app for commands that work on a storage account: the same jobs as the timers, by hand. Which account that is: the
 * one that is named, else of the environment, else of a host that runs beside, else of local.settings.json.
 */
import { composeWith } from '../compose.ts';
import { environment, over, readConfig } from '../config.ts';
import { connected, connectionIn, isSet } from '../connection.ts';
import { UsageError } from '../errors.ts';
import { localSettings } from '../host/local-settings.ts';
import { runningHosts } from '../host/running-host.ts';
import { say } from './say.ts';

type Settings = Readonly<Record<string, string | undefined>>;

const told = (...parts: readonly unknown[]): void =>
  say(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
const quiet = { info: () => undefined, warn: told, error: told };

/** The app on the given account, else on that of its settings. @throws ConfigError, LocalError, UsageError */
export async function appOn(connection: string | undefined) {
  return composeWith(readConfig(await settingsOn(connection)), quiet);
}

/** @throws UsageError when several hosts run, and nothing says which is meant */
export async function settingsOn(connection: string | undefined): Promise<Settings> {
  if (connection !== undefined) {
    const given = {
      ...connected('RARECALL_LOGS', connection),
      ...connected('AzureWebJobsStorage', connection),
    };
    return { ...over(localSettings(), environment()), ...given };
  }
  const env = environment();
  const unset = (['RARECALL_LOGS', 'AzureWebJobsStorage'] as const).filter(
    (name) => !isSet(connectionIn(name, env)),
  );
  const hosts = unset.length === 0 ? [] : await runningHosts();
  const [host, another] = hosts;
  if (host === undefined) return over(localSettings(), env);
  if (another !== undefined) {
    const ports = hosts.map(({ port }) => port).toSorted((a, b) => a - b);
    throw new UsageError(`hosts run on the ports ${ports.join(', ')}: name the account with --connection`);
  }
  console.error(`rarecall: works on the storage of http://localhost:${host.port}, which runs beside`);
  const beside = unset.map((name) => connected(name, name === 'RARECALL_LOGS' ? host.logs : host.store));
  return { ...over(host.ownSettings ? {} : localSettings(), env), ...Object.assign({}, ...beside) };
}
