/** All that serves on this laptop: build, storage, host, in this order. Knows settings; refuses to know when to stop. */
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { readBindings } from '../config.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { buildIfStale } from './build.ts';
import { checkStorage } from './check-storage.ts';
import { type Host, startHost } from './host.ts';
import { type HostLog, hostLog } from './host-log.ts';
import { type HttpServer, openServer } from './http-server.ts';
import { LocalError } from './local-error.ts';
import { localSettings } from './local-settings.ts';
import { appFile, projectFolder } from './project-folder.ts';
import { whenStorageAnswers } from './storage-patience.ts';

export interface ServeOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Connection string of an account that is there already; without, an Azurite of our own is started. */
  readonly storage?: string;
  readonly verbose: boolean;
  /** Where an Azurite of our own keeps its data; `null`: in memory. Default: `.rarecall/` and the port. */
  readonly dataFolder?: string | null;
  /** Do not read local.settings.json: what is shown must not reach anybody's real sinks. */
  readonly ignoreLocalSettings?: boolean;
  /** Ends waiting for a storage that does not answer yet. */
  readonly stopping?: AbortSignal;
  /** Another bundle, ready built, and the folder of its host.json. Default: this checkout's. */
  readonly app?: { readonly file: string; readonly folder: string };
}

export interface Running {
  readonly address: string;
  readonly connection: string;
  /** Finishes what runs and ends. May be called twice. */
  stop(): Promise<void>;
  /** Rejects with a LocalError when the storage of our own ends by itself. */
  readonly broken: Promise<never>;
}

/** The container the functions watch, by their own setting. */
export const logContainer = (): string => readBindings().logContainer;
const graceMs = 10_000;

/** Starts all and serves. @throws LocalError with what is in the way; nothing is left running then */
export async function serve(options: ServeOptions): Promise<Running> {
  const log = hostLog(options.verbose);
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // The port first: it is ours alone, and so is then the folder that is named after it.
    const server = await openServer(options.port);
    undo.push(() => server.close(0));
    const folder = options.app?.folder ?? projectFolder;
    if (options.ignoreLocalSettings !== true) takeSettings(folder);
    if (options.app === undefined) await buildIfStale();
    const { connection, broken } = await storageFor(options, server, log, undo);
    process.env.AzureWebJobsStorage = connection;
    process.env.RARECALL_LOGS = connection;
    const host: Host = await startHost({
      server,
      appFile: options.app?.file ?? appFile,
      folder,
      env: process.env,
      log,
      ...(options.stopping !== undefined && { stopping: options.stopping }),
    });
    undo.push(() => host.close(graceMs));
    log.detail(`functions: ${host.functions.join(', ')}`);
    return { address: `http://localhost:${server.port}`, connection, stop, broken };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The environment wins over local.settings.json. */
function takeSettings(folder: string): void {
  for (const [name, value] of Object.entries(localSettings(folder))) process.env[name] ??= value;
}

async function storageFor(
  { storage, dataFolder, stopping }: ServeOptions,
  server: HttpServer,
  log: HostLog,
  undo: (() => Promise<unknown>)[],
): Promise<{ connection: string; broken: Promise<never> }> {
  if (storage !== undefined) {
    await whenStorageAnswers(() => checkStorage(storage), log, stopping);
    return { connection: storage, broken: new Promise(() => undefined) };
  }
  const folder =
    dataFolder === undefined ? join(projectFolder, `.rarecall/azurite-${server.port}`) : dataFolder;
  const azurite = await startAzurite(folder === null ? {} : { dataFolder: folder });
  undo.push(() => azurite.stop());
  await BlobServiceClient.fromConnectionString(azurite.connection)
    .getContainerClient(logContainer())
    .createIfNotExists();
  const broken = brokenBy(azurite);
  // Whoever serves without looking at it is told by the first call to the storage.
  broken.catch(() => undefined);
  return { connection: azurite.connection, broken };
}

async function brokenBy(azurite: Azurite): Promise<never> {
  const wasWanted = await azurite.ended;
  if (wasWanted) return new Promise(() => undefined);
  throw new LocalError('the storage emulator Azurite ended by itself');
}
