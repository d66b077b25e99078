/**
 * What a host on this laptop leaves for commands beside it: where its storage is, in a file of its own under `.rarecall/`.
 * It holds a key, so that only its owner may read it. Refuses to know what the commands do.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { jsonFile } from './json-file.ts';
import { workFolder } from './project-folder.ts';

export interface RunningHost {
  readonly port: number;
  readonly pid: number;
  /** Connection string of the app's own account. */
  readonly store: string;
  /** Connection string of the account logs are in. */
  readonly logs: string;
  /** It reads no local.settings.json, and neither should who works on its storage. */
  readonly ownSettings: boolean;
}

const defaultFolder = join(workFolder, '.rarecall');
const nameShape = /^running-\d{1,5}\.json$/;
const answerTimeoutMs = 1000;

/** Writes the file, whole. @returns what takes it away again */
export async function announce(
  host: RunningHost,
  folder: string = defaultFolder,
): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `running-${host.port}.json`);
  const unfinished = `${path}.${host.pid}`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, JSON.stringify(host), { mode: 0o600, flag: 'wx' });
  await rename(unfinished, path);
  return () => rm(path, { force: true });
}

/** Those that run now: a killed one leaves its file behind, which then is passed over. */
export async function runningHosts(folder: string = defaultFolder): Promise<RunningHost[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => nameShape.test(name)).map((name) => readHost(join(folder, name)));
  const known = found.filter((host) => host !== null);
  const running = await Promise.all(
    known.map(async (host) => isAlive(host.pid) && (await listens(host.port))),
  );
  return known.filter((_, index) => running[index]);
}

function readHost(path: string): RunningHost | null {
  try {
    const { port, pid, store, logs, ownSettings } = jsonFile(path) ?? {};
    const isWhole =
      typeof port === 'number' &&
      typeof pid === 'number' &&
      typeof store === 'string' &&
      typeof logs === 'string' &&
      typeof ownSettings === 'boolean';
    return isWhole ? { port, pid, store, logs, ownSettings } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A number of a process is given away again: the port must be served, too. The kernel answers for a busy host. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: answerTimeoutMs });
    const tell = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', tell(true)).once('error', tell(false)).once('timeout', tell(false));
  });
}
