/**
 * The members of archives, one after another as their bytes come: tar and zip, by libraries. Keeps nothing: memory does not
 * grow with the archive. Knows members; refuses to know what is in them.
 */
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import { Parser } from 'tar';

/** Bytes of a member; the last piece of each is empty and `ends`. */
export interface MemberPiece {
  readonly member: string;
  readonly bytes: Uint8Array;
  readonly ends: boolean;
}

export interface ArchiveReader {
  /** The pieces that are in the next bytes. @throws Error where the archive is damaged */
  push(bytes: Uint8Array): MemberPiece[];
  /** @throws Error where the archive ends too early */
  end(): MemberPiece[];
}

/** A zipped byte becomes a thousand at most: so many of them are unzipped at a time. */
const zipped = 16 * 1024;

export function zipReader(isWanted: (member: string) => boolean): ArchiveReader {
  let found: MemberPiece[] = [];
  let open = 0;
  const unzip = new Unzip((file: UnzipFile) => {
    if (!isWanted(file.name)) return;
    open += 1;
    file.ondata = (error, bytes, ends) => {
      if (error !== null) throw error;
      if (bytes.length > 0) found.push({ member: file.name, bytes, ends: false });
      if (!ends) return;
      open -= 1;
      found.push({ member: file.name, bytes: new Uint8Array(), ends: true });
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const taken = (): MemberPiece[] => {
    const pieces = found;
    found = [];
    return pieces;
  };
  return {
    push(bytes) {
      // Copied: the library keeps what it cannot use yet.
      for (let from = 0; from < bytes.length; from += zipped)
        unzip.push(Uint8Array.from(bytes.subarray(from, from + zipped)));
      return taken();
    },
    end() {
      if (open > 0) throw new Error('the archive ends within a member');
      return taken();
    },
  };
}

export function tarReader(isWanted: (member: string) => boolean): ArchiveReader {
  let found: MemberPiece[] = [];
  let failure: Error | null = null;
  const parser = new Parser({
    strict: true,
    gzip: false,
    brotli: false,
    onReadEntry(entry) {
      if (entry.type !== 'File' && entry.type !== 'OldFile' && entry.type !== 'ContiguousFile')
        return entry.resume();
      if (!isWanted(entry.path)) return entry.resume();
      entry.on('data', (bytes: Uint8Array) => found.push({ member: entry.path, bytes, ends: false }));
      entry.on('end', () => found.push({ member: entry.path, bytes: new Uint8Array(), ends: true }));
    },
  });
  parser.on('error', (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error('damaged');
  });
  const taken = (): MemberPiece[] => {
    const pieces = found;
    found = [];
    if (failure !== null) throw failure;
    return pieces;
  };
  return {
    push(bytes) {
      parser.write(Buffer.from(bytes));
      return taken();
    },
    end() {
      parser.end();
      return taken();
    },
  };
}
