/** The Bicep compiler of this machine: `BICEP`, else `bicep` on the PATH, else what `dotnet restore infra/compiler` brought. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../..');

/** Snapshots are as this version or a newer one makes them. */
const least = [0, 49];

export interface Compiled {
  readonly code: number;
  readonly out: string;
  /** Warnings and errors. */
  readonly said: string;
}

export type Compiler = (...args: readonly string[]) => Promise<Compiled>;

/** @throws Error that says how to get one, or a newer one */
export async function compiler(): Promise<Compiler> {
  const path = where();
  if (path === undefined)
    throw new Error(
      'there is no Bicep compiler: run dotnet restore infra/compiler, or set BICEP to its path',
    );
  const run: Compiler = async (...args) => {
    try {
      const { stdout, stderr } = await promisify(execFile)(path, args, { maxBuffer: 64 * 1024 * 1024 });
      return { code: 0, out: stdout, said: stderr };
    } catch (error) {
      const {
        code,
        stdout = '',
        stderr = '',
      } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== 'number') throw error;
      return { code, out: stdout, said: stderr };
    }
  };
  const version = /(\d+)\.(\d+)\.\d+/.exec((await run('--version')).out) ?? [];
  const [major = 0, minor = 0] = version.slice(1).map(Number);
  if (major === least[0] && minor < (least[1] ?? 0))
    throw new Error(`the Bicep compiler ${version[0]} at ${path} is older than ${least.join('.')}`);
  return run;
}

function where(): string | undefined {
  const { BICEP, PATH = '', NUGET_PACKAGES } = process.env;
  if (BICEP) return BICEP;
  const onPath = PATH.split(delimiter).map((folder) => join(folder, 'bicep'));
  const wanted = /Include="([^"]+)" Version="\[([^\]]+)\]"/.exec(
    readFileSync(join(root, 'infra/compiler/bicep.csproj'), 'utf8'),
  );
  const [, name = '', version = ''] = wanted ?? [];
  const packages = NUGET_PACKAGES ?? join(homedir(), '.nuget/packages');
  return [...onPath, join(packages, name.toLowerCase(), version, 'tools/bicep')].find((path) =>
    existsSync(path),
  );
}
