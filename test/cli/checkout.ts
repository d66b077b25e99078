/** A checkout of its own: settings and state of this one are left alone, and it has none to begin with. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly address: string;
  readonly child: ReturnType<typeof spawn>;
  err(): string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

type Env = Readonly<Record<string, string>>;

/** What a shell that never heard of Rarecall would give it. */
const bare = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(RARECALL_|AzureWebJobs|npm_)/i.test(name)),
  );

export async function checkout() {
  const folder = await mkdtemp(join(tmpdir(), 'rarecall-checkout-'));
  for (const part of ['bin', 'src', 'functions', 'host.json', 'package.json', 'package-lock.json'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const launcher = join(folder, 'bin/rarecall.js');
  const children: ReturnType<typeof spawn>[] = [];

  return {
    folder,
    async file(name: string, content: string): Promise<string> {
      const path = join(folder, name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    settings(values: Env): Promise<string> {
      return this.file('local.settings.json', JSON.stringify({ IsEncrypted: false, Values: values }));
    },
    /** @param cwd the folder it is called in; that of the tests unless said */
    run: (args: readonly string[], env: Env = {}, cwd = process.cwd()): Promise<Run> =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          [launcher, ...args],
          { cwd, env: { ...bare(), ...env }, maxBuffer: 1e8 },
          (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
        );
      }),
    /** `rarecall start`; settles when it is ready or has ended, with no address then. */
    async start(args: readonly string[] = [], env: Env = {}): Promise<Started> {
      const child = spawn(process.execPath, [launcher, 'start', '--port', '0', ...args], {
        env: { ...bare(), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      let err = '';
      let out = '';
      child.stderr?.on('data', (chunk) => {
        err += chunk;
      });
      const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
      const ready = new Promise<void>((resolve) => {
        child.stdout?.on('data', (chunk) => {
          out += chunk;
          if (out.includes('\n')) resolve();
        });
      });
      await Promise.race([ready, ended]);
      return { address: /^ready (\S+)$/m.exec(out)?.[1] ?? '', child, err: () => err, ended };
    },
    async remove(): Promise<void> {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'close');
      }
      await rm(folder, { recursive: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}
