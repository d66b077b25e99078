/** A package laid out in a folder of its own, as Azure does before it runs it. Knows the zip; refuses to know the checkout. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { unzipSync } from 'fflate';
import { MissingError } from '../../errors.ts';
import { jsonFile } from '../json-file.ts';
import { LocalError } from '../local-error.ts';

export interface OpenedPackage {
  /** For `serve`: the bundle, and the folder of host.json. */
  readonly app: { readonly file: string; readonly folder: string; readonly isOurs: true };
  remove(): Promise<void>;
}

/** @throws MissingError where there is no such file, LocalError where it is no package */
export async function openPackage(zip: string): Promise<OpenedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'rarecall-package-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [name, bytes] of Object.entries(await filesIn(zip))) {
      const path = join(folder, name);
      if (relative(folder, path).startsWith('..')) throw new LocalError(`${zip} names files outside itself`);
      if (name.endsWith('/')) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    const main = jsonFile(join(folder, 'package.json'))?.main;
    if (typeof main !== 'string')
      throw new LocalError(`${zip} is no package: its package.json names no main`);
    return { app: { file: join(folder, main), folder, isOurs: true }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function filesIn(zip: string): Promise<Record<string, Uint8Array>> {
  const bytes = await readFile(zip).catch((error: unknown) => {
    throw new MissingError(`there is no package ${zip}: npm run package makes dist/rarecall.zip`, {
      cause: error,
    });
  });
  try {
    return unzipSync(bytes);
  } catch (error) {
    throw new LocalError(`${zip} is no zip file`, { cause: error });
  }
}
