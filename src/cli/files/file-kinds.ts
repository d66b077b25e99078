/**
 * What a file is by its first bytes, where that is no text. Knows what people keep logs in; refuses to read any of it.
 * Source: the specifications of the formats, and file(1).
 */

/** So many bytes tell every kind. */
export const headBytes = 512;

export type Kind = 'gzip' | 'tar' | 'zip' | 'utf-16le' | 'utf-16be' | 'text';

const starts = (head: Uint8Array, magic: string | readonly number[], at = 0): boolean =>
  Buffer.from(head.subarray(at)).indexOf(Buffer.from(magic as string)) === 0;

const convert = 'turn it into JSON Lines first';
const unpack = 'unpack it first';

/** Formats that are not read, and what to do. */
const unread: readonly (readonly [string | readonly number[], string, string, number?])[] = [
  ['Obj\u0001', 'an Avro file (Event Hubs Capture)', `${convert}, as with avro-tools tojson`],
  ['PAR1', 'a Parquet file', `${convert}, as with DuckDB: COPY (FROM 'file.parquet') TO 'file.json'`],
  ['ORC', 'an ORC file', convert],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7-Zip archive', unpack],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'an xz file', `${unpack}, as with xz -d`],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard file', `${unpack}, as with zstd -d`],
  ['BZh', 'a bzip2 file', `${unpack}, as with bzip2 -d`],
  [[0x04, 0x22, 0x4d, 0x18], 'an LZ4 file', `${unpack}, as with lz4 -d`],
  [[0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50], 'a Snappy file', unpack],
  ['Rar!', 'a RAR archive', unpack],
  ['SQLite format 3', 'an SQLite database', 'export its table as JSON Lines first'],
  ['ElfFile', 'a Windows event log', 'no AKS audit log is kept so'],
  ['%PDF-', 'a PDF document', 'no log is kept so'],
  [[0x1f, 0x9d], 'a file of compress(1)', `${unpack}, as with uncompress`],
  [[0xff, 0xfe, 0x00, 0x00], 'text in UTF-32', 'save it as UTF-8 first'],
  [[0x00, 0x00, 0xfe, 0xff], 'text in UTF-32', 'save it as UTF-8 first'],
];

/** @returns what it is and how to get something that can be read; `null` for what may be a log */
export function unreadableAs(head: Uint8Array): string | null {
  const found = unread.find(([magic]) => starts(head, magic));
  return found === undefined ? null : `is ${found[1]}, which is not read: ${found[2]}`;
}

/** @param head the first bytes: `headBytes`, or all there are */
export function kindOf(head: Uint8Array): Kind {
  if (starts(head, [0x1f, 0x8b])) return 'gzip';
  if (starts(head, 'PK\u0003\u0004') || starts(head, 'PK\u0005\u0006')) return 'zip';
  if (starts(head, 'ustar', 257)) return 'tar';
  if (starts(head, [0xff, 0xfe])) return 'utf-16le';
  if (starts(head, [0xfe, 0xff])) return 'utf-16be';
  // Without a mark: ASCII whose every other byte is NUL.
  if (head.length >= 4 && isAscii(head[0]) && head[1] === 0 && isAscii(head[2]) && head[3] === 0)
    return 'utf-16le';
  if (head.length >= 4 && head[0] === 0 && isAscii(head[1]) && head[2] === 0 && isAscii(head[3]))
    return 'utf-16be';
  return 'text';
}

const isAscii = (byte = 0): boolean => byte >= 0x09 && byte < 0x7f;
