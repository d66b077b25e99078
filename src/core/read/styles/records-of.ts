/**
 * The records of a whole file, in any form that can be read: what a replay takes them from. The same records as a reader
 * finds. Refuses to know what they say.
 */
import { bomBytes, newline } from '../characters.ts';
import { parseJson } from '../json.ts';
import { textIn } from '../record.ts';
import { maxLineBytes } from '../sift/survey.ts';
import { csvReader } from './csv.ts';
import { styleOf } from './documents.ts';
import { oddLines } from './odd-lines.ts';
import { type Unpacked, unpack } from './unpack.ts';
import { isWrapper, itemsIn } from './wrapper.ts';

/** Bytes of a record as they lie in the file, or what was taken out of something else. */
export type FoundRecord =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | Extract<Unpacked, { kind: 'log' }>;

export function* recordsOf(file: Uint8Array): Generator<FoundRecord> {
  const bytes = file.subarray(bomBytes(file, 0));
  const style = styleOf(bytes, 0, true);
  if (style === 'documents') {
    yield* items(bytes);
    return;
  }
  if (style === 'table') {
    const table = csvReader(maxLineBytes);
    for (const { row, from, to } of [...table.push(bytes), ...table.finish()])
      yield* unpacked(row === null ? [] : unpack(row), bytes.subarray(from, to));
    return;
  }
  const odd = oddLines(maxLineBytes);
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(newline, from);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(from, end);
    from = end + 1;
    if (isWrapper(line)) yield* items(line);
    else if (line.length <= maxLineBytes && parseJson(textIn(line)) === undefined)
      yield* unpacked(odd.read(textIn(line)) ?? [], line);
    else yield { kind: 'bytes', bytes: line };
  }
  yield* unpacked(odd.finish(), new Uint8Array());
}

function* items(bytes: Uint8Array): Generator<FoundRecord> {
  for (const { from, to, packed } of itemsIn(bytes)) {
    const item = bytes.subarray(from, to);
    const value = packed ? parseJson(textIn(item)) : undefined;
    if (value === undefined) yield { kind: 'bytes', bytes: item };
    else yield* unpacked(unpack(value), item);
  }
}

/** What is no record is told by the bytes that it was found in. */
function* unpacked(found: readonly Unpacked[], bytes: Uint8Array): Generator<FoundRecord> {
  for (const one of found)
    if (one.kind === 'log') yield one;
    else
      yield {
        kind: 'bytes',
        bytes: one.value === undefined ? bytes : Buffer.from(JSON.stringify(one.value)),
      };
}
