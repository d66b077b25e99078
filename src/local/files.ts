/** Log files as people have them: files, folders, standard input; plain or gzip. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { MissingError } from '../errors.ts';

export interface LogFile {
  /** As it was named, or found: what evidence refers to. */
  readonly path: string;
  /** Size on disk, `null` for standard input. */
  readonly size: number | null;
  /** Named by the user himself, not found in a folder. */
  readonly named: boolean;
}

const endings = /\.(json|jsonl|ndjson|log)(\.gz)?$/i;

/** The log files of the given paths; folders are walked, in path order. @throws MissingError */
export async function logFiles(paths: readonly string[]): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const path of paths) {
    if (path === '-') {
      files.push({ path: '-', size: null, named: true });
      continue;
    }
    const found = await stat(path).catch(() => null);
    if (found === null) throw new MissingError(`${path}: no such file or folder`);
    if (!found.isDirectory()) {
      files.push({ path, size: found.size, named: true });
      continue;
    }
    const before = files.length;
    for (const name of await readdir(path, { recursive: true }).then((names) => names.sort())) {
      if (!endings.test(name)) continue;
      const inside = join(path, name);
      const { size, isFile } = await stat(inside).then((one) => ({ size: one.size, isFile: one.isFile() }));
      if (isFile) files.push({ path: inside, size, named: false });
    }
    if (files.length === before) {
      throw new MissingError(`${path}: holds no log files (*.json, *.jsonl, *.ndjson, *.log, each also .gz)`);
    }
  }
  return files;
}

/**
 * The bytes of a file, gunzipped where its first bytes are gzip's.
 * @param onBytes told how many bytes were read from disk
 */
export async function* bytesOf(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const source: AsyncIterable<Buffer> =
    path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1024 * 1024 });
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;

  async function* rest(): AsyncGenerator<Buffer> {
    for (let next: IteratorResult<Buffer> = first; next.done !== true; next = await chunks.next()) {
      onBytes(next.value.length);
      yield next.value;
    }
  }
  const zipped = first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (!zipped) {
    yield* rest();
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 });
  const feed = (async () => {
    try {
      for await (const chunk of rest()) {
        if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
      }
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error instanceof Error ? error : new Error('unreadable'));
    }
  })();
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await feed;
  } catch (error) {
    throw new MissingError(`${path}: is no whole gzip file`, { cause: error });
  }
}
