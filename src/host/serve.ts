/** All that serves on this laptop: build, storage, host, in this order. Knows settings; refuses to know when to stop. */
import { environment, over, readBindings, setEnvironment } from '../config.ts';
import { connected } from '../connection.ts';
import { type Host, startHost } from './host.ts';
import { hostLog } from './host-log.ts';
import { openServer } from './http-server.ts';
import { localSettings } from './local-settings.ts';
import { appFile, isCheckout, projectFolder, workFolder } from './project-folder.ts';
import { announce } from './running-host.ts';
import { type Accounts, accountsFor } from './storage-for.ts';

export interface ServeOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Connection string of an account that is there already; without, the settings name it, or an Azurite is started. */
  readonly storage?: string;
  readonly verbose: boolean;
  /** Where an Azurite of our own keeps its data; `null`: in memory. Default: `.rarecall/` and the port. */
  readonly dataFolder?: string | null;
  /** Neither local.settings.json nor any account that is set: what is shown must not reach anybody's real sinks. */
  readonly ignoreLocalSettings?: boolean;
  /** Ends waiting for a storage that does not answer yet. */
  readonly stopping?: AbortSignal;
  /** Another bundle, ready built, and the folder of its host.json. Default: this checkout's. */
  readonly app?: {
    readonly file: string;
    readonly folder: string;
    /** A package of Rarecall: commands of this checkout find its storage as they find that of the checkout's own bundle. */
    readonly isOurs?: boolean;
  };
}

export interface Running {
  readonly address: string;
  /** The account logs are in. */
  readonly connection: string;
  /** What other commands need to work on the same storage, in one line for people; `null` for another app's. */
  readonly hint: string | null;
  /** Finishes what runs and ends. May be called twice. */
  stop(): Promise<void>;
  /** Rejects with a LocalError when the storage of our own ends by itself. */
  readonly broken: Promise<never>;
}

/** The container the functions watch, by their own setting. */
export const logContainer = (): string => readBindings().logContainer;
const graceMs = 10_000;

/** What differs on a laptop unless it is set: its host watches the container, and old logs are brought in to be looked at. */
const onLaptops = { RARECALL_BLOB_SOURCE: 'LogsAndContainerScan', RARECALL_RETENTION_DAYS: '3650' };

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
    const ownSettings = options.ignoreLocalSettings === true;
    const settingsFolder = options.app?.folder ?? workFolder;
    setEnvironment(over(onLaptops, ownSettings ? {} : localSettings(settingsFolder), environment()));
    if (options.app === undefined && isCheckout) await (await import('./build.ts')).buildIfStale();
    const accounts = await accountsFor(
      { ...options, env: ownSettings ? {} : environment(), port: server.port, logContainer: logContainer() },
      undo,
      log,
    );
    const { store, logs, broken } = accounts;
    setEnvironment({ ...connected('AzureWebJobsStorage', store), ...connected('RARECALL_LOGS', logs) });
    const host: Host = await startHost({
      server,
      appFile: options.app?.file ?? appFile,
      folder,
      env: environment(),
      log,
      ...(options.stopping !== undefined && { stopping: options.stopping }),
    });
    undo.push(() => host.close(graceMs));
    log.detail(`functions: ${host.functions.join(', ')}`);
    const address = `http://localhost:${server.port}`;
    if (options.app !== undefined && options.app.isOurs !== true)
      return { address, connection: logs, hint: null, stop, broken };
    undo.push(await announce({ port: server.port, pid: process.pid, store, logs, ownSettings }));
    return { address, connection: logs, hint: hintFor(accounts), stop, broken };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The key of an emulator is known to everybody; any other stays where it was set. */
const hintFor = ({ store, isOwn }: Accounts): string =>
  `replay, rank, backfill and suppress ${isCheckout ? 'of this checkout' : 'in this folder'} find this storage by themselves; ${
    isOwn
      ? `elsewhere: --connection "${store}"`
      : 'elsewhere: --connection "<the connection string it was given>"'
  }`;
