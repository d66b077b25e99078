/**
 * What `npm pack` packs beside the launcher: the command line as one bundle in parts, so that a command loads what it works
 * with and no more; the functions it hosts; and who made what is in both. Knows what belongs into it; refuses to know npm.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { appEntry, build, bundle, problemOf } from '../build.ts';
import { LocalError, oneLine } from '../local-error.ts';
import { appFile, projectFolder } from '../project-folder.ts';
import { noticesOf, partsOf } from './parts.ts';
import { sbomOf } from './sbom.ts';

/** Where the launcher looks for it. */
const commandFolder = join(projectFolder, 'dist/cli');

/** Each is a file under its own name; what they share, and what is loaded later, is in parts beside them. */
const entries = {
  rarecall: 'src/cli/cli.ts',
  // Loaded by their addresses, into a child and into a thread.
  'end-with-parent': 'src/host/end-with-parent.ts',
  'reading-thread': 'src/cli/reading/reading-thread.ts',
};

/** CommonJS packages among the parts ask for Node's own modules. No source has such a name. */
const withRequire =
  'import{createRequire as $ofNode}from"node:module";const require=$ofNode(import.meta.url);';

interface CommandBundle {
  /** By their names; all lie side by side, and find the package's folder from there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What went into it, from the project's folder on. */
  readonly sources: readonly string[];
}

/** @throws LocalError with the first problem of the sources */
async function bundleCommand(): Promise<CommandBundle> {
  try {
    const { metafile, outputFiles } = await esbuild.build({
      absWorkingDir: projectFolder,
      entryPoints: entries,
      outdir: commandFolder,
      write: false,
      bundle: true,
      splitting: true,
      metafile: true,
      platform: 'node',
      format: 'esm',
      target: 'node22.0',
      logLevel: 'silent',
      // What builds the functions, in a checkout alone.
      external: ['esbuild'],
      chunkNames: 'part-[hash]',
      banner: { js: withRequire },
      minifyWhitespace: true,
      minifySyntax: true,
    });
    const files = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
    return {
      files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))),
      sources: Object.keys(metafile.inputs),
    };
  } catch (error) {
    throw new LocalError(`the command cannot be built: ${problemOf(error)}`, { cause: error });
  }
}

/** Writes all of it into the project's folder. @throws LocalError where it does not build */
export async function makeCommand(): Promise<void> {
  const { files, sources } = await bundleCommand();
  await build();
  const app = await bundle(appEntry, appFile);
  await rm(commandFolder, { recursive: true, force: true });
  await mkdir(commandFolder, { recursive: true });
  for (const [file, bytes] of files) await writeFile(join(commandFolder, file), bytes);
  const { name, version, license } = JSON.parse(
    await readFile(join(projectFolder, 'package.json'), 'utf8'),
  ) as { readonly name: string; readonly version: string; readonly license: string };
  const parts = await partsOf([...sources, ...app.sources]);
  const bytes = Buffer.concat([...files.values(), app.bytes]);
  const dist = dirname(commandFolder);
  await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), noticesOf(parts));
  await writeFile(join(dist, 'sbom.cdx.json'), sbomOf({ name, version, licence: license }, bytes, parts));
}

// Not import.meta.main, which Node 22 does not know.
if (process.argv[1] === import.meta.filename) {
  try {
    await makeCommand();
  } catch (error) {
    console.error(`rarecall: ${oneLine(error)}`);
    process.exitCode = 1;
  }
}
