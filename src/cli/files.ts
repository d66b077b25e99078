/** Log files as people have them: files, folders, standard input; plain or gzip. */
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
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

/** Reads a file into the same bytes again and again. */
async function* readInto(path: string, bytes: Uint8Array): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(bytes);
      if (bytesRead === 0) return;
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a file, gunzipped where its first bytes are gzip's.
 * @param onBytes told how many bytes were read from disk
 * @param window read into where it is given: each piece is then gone when the next is asked for
 */
export async function* bytesOf(
  path: string,
  onBytes: (bytes: number) => void,
  window?: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const fromDisk = (): AsyncIterable<Buffer> =>
    window === undefined ? createReadStream(path, { highWaterMark: 1024 * 1024 }) : readInto(path, window);
  const source: AsyncIterable<Buffer> = path === '-' ? process.stdin : fromDisk();
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;

  async function* rest(): AsyncGenerator<Buffer> {
    try {
      for (let next: IteratorResult<Buffer> = first; next.done !== true; next = await chunks.next()) {
        onBytes(next.value.length);
        yield next.value;
      }
    } finally {
      await chunks.return?.();
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
        // Copied: the next bytes may be read before these are unzipped.
        if (!gunzip.write(Buffer.from(chunk))) await new Promise((resolve) => gunzip.once('drain', resolve));
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
