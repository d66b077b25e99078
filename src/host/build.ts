/**
 * Bundles the doors to the one file that is deployed. Knows the traps of bundling a function app;
 * refuses to know what the functions do.
 */
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { LocalError } from './local-error.ts';
import { appFile, projectFolder } from './project-folder.ts';

/** Module that imports every door. */
export const appEntry = join(projectFolder, 'functions/app.ts');

export interface BuildOptions {
  /** Module that imports every door. Default: `functions/app.ts`. */
  readonly entry?: string;
  /** The bundle; its name ends in `.cjs`, since the package's modules are ES modules. Default: `dist/app.cjs`. */
  readonly outfile?: string;
}

/**
 * Bundles `entry` to one CommonJS file, put in place whole.
 * @returns its size in bytes
 * @throws LocalError with the first problem of the sources
 */
export async function build(options: BuildOptions = {}): Promise<number> {
  const entry = options.entry ?? appEntry;
  const outfile = options.outfile ?? appFile;
  const { bytes } = await bundle(entry, outfile);
  await mkdir(dirname(outfile), { recursive: true });
  // Two builds may run at once, and a host may be loading: nobody may see half a file.
  const unfinished = `${outfile}.${process.pid}`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, outfile);
  return bytes.length;
}

/**
 * The first statement of the bundle. It ends the worker rather than throws: the Functions worker logs a throw as a warning
 * and goes on with an app of no functions. Source: Azure/azure-functions-nodejs-worker, startApp.
 */
const refuseOldNode = `if(parseInt(process.versions.node,10)<22){console.error("rarecall: the functions need Node 22 or newer, this is "+process.version);process.exit(1)}`;

export interface Bundle {
  readonly bytes: Uint8Array;
  /** The files that went into it, from the project's folder on. */
  readonly sources: readonly string[];
}

/** The same sources are the same bytes, wherever they lie. @throws LocalError with the first problem of the sources */
export async function bundle(entry: string, outfile: string): Promise<Bundle> {
  const require = createRequire(import.meta.url);
  try {
    const built = await esbuild.build({
      // Names of modules in the bundle begin here, not where somebody calls from.
      absWorkingDir: projectFolder,
      entryPoints: [entry],
      outfile,
      write: false,
      metafile: true,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // It runs on Node 22; what is older must still read it, to get as far as the banner and be told.
      target: 'node16.20',
      logLevel: 'silent',
      // The worker supplies it.
      external: ['@azure/functions-core'],
      // Its ES module build has a registry of its own, which @azure/functions (CommonJS) never reads.
      alias: {
        '@azure/functions-extensions-base': require.resolve('@azure/functions-extensions-base'),
      },
      // The Azure SDKs' ES modules ask for their own address, which CommonJS does not have.
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: `${refuseOldNode}const bundleUrl=require("node:url").pathToFileURL(__filename).href;` },
      // Names stay, for stack traces: shortening them saves 0.4 MB and no measurable time.
      minifyWhitespace: true,
      minifySyntax: true,
    });
    const [file] = built.outputFiles;
    if (file === undefined) throw new Error('nothing was bundled');
    return { bytes: file.contents, sources: Object.keys(built.metafile.inputs) };
  } catch (error) {
    throw new LocalError(`the functions cannot be built: ${problemOf(error)}`, { cause: error });
  }
}

/** The first problem of the sources, with its place. */
export function problemOf(error: unknown): string {
  const first = (error as Partial<esbuild.BuildFailure>).errors?.[0];
  if (first === undefined) return error instanceof Error ? error.message : String(error);
  const place = first.location === null ? '' : `${first.location.file}:${first.location.line}: `;
  return `${place}${first.text}`;
}

/** Builds where a source is newer than the bundle, or there is none. */
export async function buildIfStale(): Promise<void> {
  const built = await modified(appFile);
  for (const source of ['package-lock.json', 'functions', 'src']) {
    if ((await newest(join(projectFolder, source))) > built) {
      await build();
      return;
    }
  }
}

const modified = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );

async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = await readdir(path, { recursive: true });
  // A folder's own time moves when a file in it is taken away.
  return Math.max(found.mtimeMs, ...(await Promise.all(inside.map((name) => modified(join(path, name))))));
}

// Not import.meta.main, which Node 22 does not know.
if (process.argv[1] === import.meta.filename) {
  try {
    const bytes = await build();
    console.log(`dist/app.cjs ${(bytes / 1e6).toFixed(2)} MB`);
  } catch (error) {
    console.error(`rarecall: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
