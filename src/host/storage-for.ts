/**
 * Which accounts a host on this laptop works on: those it is told, those that are set, else an Azurite of its own.
 * Knows what settings mean; refuses to know where they stand.
 */
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { connectionIn, isSet } from '../connection.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { checkStorage, isUnanswered } from './check-storage.ts';
import type { HostLog } from './host-log.ts';
import { LocalError } from './local-error.ts';
import { workFolder } from './project-folder.ts';
import { whenStorageAnswers } from './storage-patience.ts';

export interface Asked {
  /** The one account for all, whatever is set. */
  readonly storage?: string;
  /** Where an Azurite of our own keeps its data; `null`: in memory. Default: `.rarecall/` and the port. */
  readonly dataFolder?: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
  readonly logContainer: string;
  /** Ends waiting for a storage that does not answer yet. */
  readonly stopping?: AbortSignal;
}

export interface Accounts {
  readonly store: string;
  readonly logs: string;
  /** Whether all of it is in an Azurite of our own. */
  readonly isOwn: boolean;
  /** Rejects with a LocalError when the storage of our own ends by itself. */
  readonly broken: Promise<never>;
}

const never: Promise<never> = new Promise(() => undefined);

/**
 * `AzureWebJobsStorage` is the store, `RARECALL_LOGS` the archive; an archive that is not set is where the store is, a
 * store that is not set is an Azurite. So is "UseDevelopmentStorage=true" where nothing answers: the example of
 * local.settings.json says so, and nobody need start an emulator by hand for it.
 * @param undo gets what ends what was started
 * @throws LocalError with what is in the way
 */
export async function accountsFor(
  asked: Asked,
  undo: (() => Promise<unknown>)[],
  log: HostLog,
): Promise<Accounts> {
  const { storage, env } = asked;
  const check = (connection: string) =>
    whenStorageAnswers(() => checkStorage(connection), log, asked.stopping);
  if (storage !== undefined) {
    await check(storage);
    return { store: storage, logs: storage, isOwn: false, broken: never };
  }
  const [setStore, setLogs] = [textIn('AzureWebJobsStorage', env), textIn('RARECALL_LOGS', env)];
  const store = setStore === null ? null : await reached('AzureWebJobsStorage', setStore, check);
  const logs =
    setLogs === null || setLogs === setStore ? store : await reached('RARECALL_LOGS', setLogs, check);
  if (store !== null && logs !== null) return { store, logs, isOwn: false, broken: never };
  if ([setStore, setLogs].some((text) => text !== null && isDevelopment(text)))
    log.say(
      'nothing answers at the ports of UseDevelopmentStorage=true: an emulator of our own takes its place',
    );
  const { connection, broken } = await ownAzurite(asked, undo);
  return {
    store: store ?? connection,
    logs: logs ?? connection,
    isOwn: store === null && logs === null,
    broken,
  };
}

/** @returns `null` where nothing is set. @throws LocalError where it is an identity */
function textIn(name: string, env: Asked['env']): string | null {
  const connection = connectionIn(name, env);
  if (connection.connectionString === undefined && isSet(connection))
    throw new LocalError(
      `${name} is set by its account and identity; the local host needs a connection string, or --storage`,
    );
  return connection.connectionString ?? null;
}

const isDevelopment = (text: string): boolean =>
  /(^|;)\s*UseDevelopmentStorage\s*=\s*true\s*(;|$)/i.test(text);

/** @returns `null` where it is development storage that nobody serves. @throws LocalError where it cannot be used */
async function reached(
  name: string,
  connection: string,
  check: (connection: string) => Promise<unknown>,
): Promise<string | null> {
  try {
    await check(connection);
    return connection;
  } catch (error) {
    if (isDevelopment(connection) && isUnanswered(error)) return null;
    if (error instanceof LocalError) throw new LocalError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

async function ownAzurite(
  { dataFolder, port, logContainer }: Asked,
  undo: (() => Promise<unknown>)[],
): Promise<{ connection: string; broken: Promise<never> }> {
  const folder = dataFolder === undefined ? join(workFolder, `.rarecall/azurite-${port}`) : dataFolder;
  const azurite = await startAzurite(folder === null ? {} : { dataFolder: folder });
  undo.push(() => azurite.stop());
  await BlobServiceClient.fromConnectionString(azurite.connection)
    .getContainerClient(logContainer)
    .createIfNotExists();
  const broken = brokenBy(azurite);
  // Whoever serves without looking at it is told by the first call to the storage.
  broken.catch(() => undefined);
  return { connection: azurite.connection, broken };
}

async function brokenBy(azurite: Azurite): Promise<never> {
  const wasWanted = await azurite.ended;
  if (wasWanted) return never;
  throw new LocalError('the storage emulator Azurite ended by itself');
}
