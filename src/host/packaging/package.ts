/**
 * `npm run package`: exactly what is deployed, as a folder for azd and as one zip for everybody else. The same sources make the same
 * bytes, wherever and whenever. Knows what belongs into it; refuses to know where it is deployed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { appEntry, bundle } from '../build.ts';
import { LocalError, oneLine } from '../local-error.ts';
import { projectFolder } from '../project-folder.ts';
import { noticesOf, partsOf } from './parts.ts';
import { sbomOf } from './sbom.ts';

/** A Flex Consumption instance fetches the package at each cold start. */
const mostBytes = 2_000_000;

export interface Packaged {
  readonly bytes: number;
  readonly sha256: string;
}

/** Where the folder and the zip are put. */
export const packageFolder = join(projectFolder, 'dist/package');
export const packageFile = join(projectFolder, 'dist/rarecall.zip');

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly main: string;
  readonly engines: object;
}

/** The files of a package, by their paths in it. */
async function filesOf(): Promise<Map<string, Uint8Array>> {
  const read = (name: string) => readFile(join(projectFolder, name));
  const { name, version, license, main, engines } = JSON.parse(
    (await read('package.json')).toString(),
  ) as PackageJson;
  const { bytes, sources } = await bundle(appEntry, join(projectFolder, main));
  const parts = await partsOf(sources);
  const text = (written: string) => Buffer.from(written);
  const small = { name, version, private: true, license, main, engines };
  return new Map<string, Uint8Array>([
    ['host.json', await read('host.json')],
    ['package.json', text(`${JSON.stringify(small, null, 2)}\n`)],
    [main, bytes],
    ['LICENSE', await read('LICENSE')],
    ['THIRD-PARTY-NOTICES.txt', text(noticesOf(parts))],
    ['sbom.cdx.json', text(sbomOf({ name, version, licence: license }, bytes, parts))],
  ]);
}

/** One moment for all files: the first that a zip can name, which has no time zone. */
const noTime = new Date(1980, 0, 1);

/** @throws LocalError where it does not build, or is too big */
export async function makePackage(folder = packageFolder, file = packageFile): Promise<Packaged> {
  const files = await filesOf();
  const zip = zipSync(Object.fromEntries([...files].map(([name, bytes]) => [name, bytes])), {
    level: 9,
    mtime: noTime,
    os: 3,
    attrs: 0o644 << 16,
  });
  if (zip.length > mostBytes)
    throw new LocalError(`the package has ${zip.length} bytes, and must not have more than ${mostBytes}`);
  await rm(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  await mkdir(dirname(file), { recursive: true });
  // Nobody may see half a package.
  await writeFile(`${file}.${process.pid}`, zip);
  await rename(`${file}.${process.pid}`, file);
  return { bytes: zip.length, sha256: createHash('sha256').update(zip).digest('hex') };
}

// Not import.meta.main, which Node 22 does not know.
if (process.argv[1] === import.meta.filename) {
  try {
    const { bytes, sha256 } = await makePackage();
    console.log(`dist/rarecall.zip ${(bytes / 1e6).toFixed(2)} MB, sha256 ${sha256}`);
  } catch (error) {
    console.error(`rarecall: ${oneLine(error)}`);
    process.exitCode = 1;
  }
}
