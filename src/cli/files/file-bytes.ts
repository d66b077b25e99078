/**
 * The bytes of log files as people have them: plain, gzip, members of tar and zip, UTF-16. Knows how bytes are packed;
 * refuses to know what they say.
 */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UnreadableError } from '../../errors.ts';
import type { ArchiveReader } from './archives.ts';
import { headBytes, kindOf, unreadableAs } from './file-kinds.ts';
import { isLogName, pathInWords } from './log-names.ts';
import { decoder, type MemberDecoder, memberDecoder } from './member-bytes.ts';
import { openInto } from './open-into.ts';

export interface Piece {
  /** Name of the file in its archive, `null` where there is none. */
  readonly member: string | null;
  readonly bytes: Uint8Array;
}

/** Reads a file into the same bytes again and again. */
async function* readInto(path: string, size: number | null, bytes: Uint8Array): AsyncGenerator<Buffer> {
  const file = await openInto(path, size);
  try {
    for (let at = 0, length = 0; ; at += length) {
      length = await file.read(bytes, at);
      if (length === 0) return;
      yield Buffer.from(bytes.buffer, bytes.byteOffset, length);
    }
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a file, unpacked; members of an archive follow one another. An empty file gives nothing.
 * @param onBytes told how many bytes were read from disk
 * @param given.window read into where it is given: each piece is then gone when the next is asked for
 * @param given.size of the file when it was found
 * @throws UnreadableError, also behind the bytes of a file that has become shorter: nobody knows what was cut off
 */
export async function* piecesOf(
  path: string,
  onBytes: (bytes: number) => void,
  { window, size }: { readonly window?: Uint8Array; readonly size?: number | null } = {},
): AsyncGenerator<Piece> {
  const raw: AsyncIterable<Uint8Array> =
    path === '-'
      ? process.stdin
      : window === undefined
        ? createReadStream(path, { highWaterMark: 1024 * 1024 })
        : readInto(path, size ?? null, window);
  async function* counted(): AsyncGenerator<Uint8Array> {
    let had = 0;
    for await (const chunk of raw) {
      had += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
    if (had < (size ?? 0)) throw cutOff(path);
  }
  try {
    yield* unpacked(path, counted(), true);
  } catch (error) {
    throw error instanceof UnreadableError ? error : cannotBeRead(path, error);
  }
}

export const cannotBeRead = (path: string, cause: unknown): UnreadableError =>
  new UnreadableError(`${pathInWords(path)}: cannot be read${codeOf(cause)}`, { cause });

export const cutOff = (path: string): UnreadableError =>
  new UnreadableError(
    `${pathInWords(path)}: became shorter while it was read; what was cut off is not counted`,
  );

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_\d]{1,40}$/.test(code) ? ` (${code})` : '';
};

async function* unpacked(
  path: string,
  chunks: AsyncGenerator<Uint8Array>,
  mayBeGzip: boolean,
): AsyncGenerator<Piece> {
  const { head, whole } = await withHead(chunks);
  if (head.length === 0) return;
  const unread = unreadableAs(head);
  if (unread !== null) {
    // Nobody goes on to its end, where it would be closed.
    await chunks.return(undefined);
    throw new UnreadableError(`${pathInWords(path)}: ${unread}`);
  }
  const kind = kindOf(head);
  if (kind === 'gzip' && mayBeGzip) yield* unpacked(path, gunzipped(path, whole), false);
  else if (kind === 'tar' || kind === 'zip') yield* members(path, kind, whole);
  else if (kind === 'text' || kind === 'gzip') for await (const bytes of whole) yield { member: null, bytes };
  else {
    const decode = decoder(kind);
    for await (const bytes of whole) yield { member: null, bytes: decode(bytes) };
    yield { member: null, bytes: decode(null) };
  }
}

/** The first bytes, and all bytes with them; standard input may come byte by byte. */
async function withHead(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < headBytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    // The first chunk is taken as it is: most files are told by it.
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    if (head.length < headBytes) head = Uint8Array.from(head);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  }
  return { head: head.subarray(0, headBytes), whole: whole() };
}

async function* gunzipped(path: string, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 });
  const feed = (async () => {
    try {
      for await (const chunk of chunks) {
        if (gunzip.destroyed) return;
        // Copied: the next bytes may be read before these are unzipped.
        if (!gunzip.write(Buffer.from(chunk))) await drained(gunzip);
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
    throw new UnreadableError(`${pathInWords(path)}: is no whole gzip file`, { cause: error });
  } finally {
    // What it still reads would land among the bytes of the next file.
    gunzip.destroy();
    await feed;
  }
}

/** It drains, or is destroyed and never will. */
const drained = (gunzip: ReturnType<typeof createGunzip>): Promise<void> =>
  new Promise((resolve) => {
    gunzip.once('drain', resolve);
    gunzip.once('close', resolve);
  });

async function* members(
  path: string,
  kind: 'tar' | 'zip',
  chunks: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Piece> {
  const { tarReader, zipReader } = await import('./archives.ts');
  const archive: ArchiveReader = kind === 'tar' ? tarReader(isLogName) : zipReader(isLogName);
  let any = false;
  let decode: MemberDecoder | null = null;
  try {
    for await (const chunk of chunks) {
      for (const { member, bytes, ends } of archive.push(chunk)) {
        any = true;
        decode ??= memberDecoder(`${path}:${member}`);
        for (const one of decode(ends ? null : bytes)) yield { member, bytes: one };
        if (ends) decode = null;
      }
    }
    archive.end();
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`${pathInWords(path)}: is a damaged ${kind} archive`, { cause: error });
  }
  if (decode !== null)
    throw new UnreadableError(`${pathInWords(path)}: is a ${kind} archive without its end`);
  if (!any) throw new UnreadableError(`${pathInWords(path)}: is a ${kind} archive that holds no log files`);
}
