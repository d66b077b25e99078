/** A storage account on this laptop: the Azurite emulator as a child on free ports, gone when we are. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';
import { workFolder } from './project-folder.ts';

export interface Azurite {
  readonly connection: string;
  /** Ends it and saves what it holds. May be called twice. */
  stop(): Promise<void>;
  /** Settles when it ends, wanted or not; `true` when `stop` was called. */
  readonly ended: Promise<boolean>;
}

export interface AzuriteOptions {
  /** Where its data lies; without, it keeps all in memory. */
  readonly dataFolder?: string;
  /** Default: 30,000. */
  readonly startTimeoutMs?: number;
}

/** The emulator's public account, the same on every machine. Source: Azurite, README, "Default Storage Account". */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const stopTimeoutMs = 8000;

/** @throws LocalError when the emulator does not start in time, or its folder is in use */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const { dataFolder } = options;
  if (dataFolder !== undefined) await mkdir(dataFolder, { recursive: true });
  const lock = dataFolder === undefined ? undefined : join(dataFolder, 'azurite.pid');
  if (lock !== undefined) await waitForLast(lock);

  const child = spawn(process.execPath, programArguments(dataFolder), {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group: Ctrl-C in a terminal must reach us first, so that work in flight can still be saved.
    detached: true,
    windowsHide: true,
  });
  // Held until the child ends: without its parent's end of the pipe it stops by itself (end-with-parent.ts).
  child.stdin.on('error', () => undefined);
  if (lock !== undefined && child.pid !== undefined) await writeFile(lock, String(child.pid));

  let wanted = false;
  const ended = new Promise<boolean>((resolve) => child.once('close', () => resolve(wanted)));
  const stop = async (): Promise<void> => {
    wanted = true;
    await end(child, ended);
    if (lock !== undefined) await rm(lock, { force: true });
  };
  try {
    const ports = await listening(child, options.startTimeoutMs ?? 30_000);
    return { connection: connectionTo(ports), stop, ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Service = 'Blob' | 'Queue' | 'Table';
type Ports = Record<Service, string>;

function programArguments(dataFolder: string | undefined): string[] {
  // Of a bundle it is a file of its own, too.
  const watch = new URL(`end-with-parent${extname(import.meta.url)}`, import.meta.url).href;
  const place = dataFolder === undefined ? ['--inMemoryPersistence'] : ['--location', dataFolder];
  const ports = ['blob', 'queue', 'table'].flatMap((service) => [`--${service}Port`, '0']);
  const quiet = ['--silent', '--disableTelemetry', '--skipApiVersionCheck'];
  return ['--no-warnings', '--import', watch, azuriteProgram(), ...quiet, ...ports, ...place];
}

/** It comes with the checkout; beside an installed package whoever wants it installs it. @throws LocalError where nobody did */
function azuriteProgram(): string {
  for (const from of [import.meta.url, join(workFolder, 'package.json')]) {
    try {
      return createRequire(from).resolve('azurite/dist/src/azurite.js');
    } catch {
      // Perhaps in the other place.
    }
  }
  throw new LocalError(
    'this needs the storage emulator Azurite, which is not installed: npm install azurite, here or beside rarecall',
  );
}

/** Its own words say when it serves and where: `Azurite Blob service is successfully listening at http://…`. */
function listening(child: ChildProcess, timeoutMs: number): Promise<Ports> {
  return new Promise((resolve, reject) => {
    const found: Partial<Ports> = {};
    let said = '';
    let complaint = '';
    const fail = (why: string) =>
      reject(new LocalError(`the storage emulator Azurite did not start: ${why}`));
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
      for (const [, service, address] of said.matchAll(
        /Azurite (\w+) service is successfully listening at (\S+)\n/g,
      )) {
        found[service as Service] = address ?? '';
      }
      if (found.Blob === undefined || found.Queue === undefined || found.Table === undefined) return;
      clearTimeout(timer);
      resolve({ Blob: found.Blob, Queue: found.Queue, Table: found.Table });
    });
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(complaint.trim().split('\n').at(-1) || `it ended with code ${code}`);
    });
  });
}

const connectionTo = (ports: Ports): string =>
  [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    ...(['Blob', 'Queue', 'Table'] as const).map(
      (service) => `${service}Endpoint=${ports[service]}/${account}`,
    ),
  ].join(';');

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

/** One emulator a folder: a killed parent's may still be saving, so it is given a moment. */
async function waitForLast(lock: string): Promise<void> {
  const last = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (!Number.isInteger(last) || last <= 0) return;
  for (const until = Date.now() + stopTimeoutMs; isAlive(last); await sleep(50)) {
    if (Date.now() > until)
      throw new LocalError(
        `another Rarecall keeps its storage in this folder (process ${last}); stop it first, or delete ${lock} if there is none`,
      );
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
