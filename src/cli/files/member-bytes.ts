/** The bytes of a member of an archive, piece by piece as they come: gzip and UTF-16 unpacked. Keeps a head at most. */
import { Gunzip } from 'fflate';
import { UnreadableError } from '../../errors.ts';
import { headBytes, type Kind, kindOf, unreadableAs } from './file-kinds.ts';
import { pathInWords } from './log-names.ts';

/** Takes the bytes of a member, `null` at its end. @returns them unpacked; an empty member gives one empty piece */
export type MemberDecoder = (bytes: Uint8Array | null) => Uint8Array[];

export function memberDecoder(path: string): MemberDecoder {
  let held: Uint8Array | null = new Uint8Array();
  let pass: MemberDecoder = () => [];
  return (bytes) => {
    if (held === null) return pass(bytes);
    held = Buffer.concat([held, bytes ?? new Uint8Array()]);
    if (bytes !== null && held.length < headBytes) return [];
    const unread = unreadableAs(held);
    if (unread !== null) throw new UnreadableError(`${pathInWords(path)}: ${unread}`);
    const kind = kindOf(held);
    if (kind === 'tar' || kind === 'zip')
      throw new UnreadableError(
        `${pathInWords(path)}: is an archive in an archive, which is not read: unpack it first`,
      );
    pass = kind === 'gzip' ? gunzip(path) : passing(kind);
    const head = held;
    held = null;
    return bytes === null ? [...pass(head), ...pass(null)] : pass(head);
  };
}

function passing(kind: Exclude<Kind, 'gzip' | 'tar' | 'zip'>): MemberDecoder {
  if (kind === 'text') return (bytes) => (bytes === null ? [] : [bytes]);
  const decode = decoder(kind);
  return (bytes) => [decode(bytes)];
}

function gunzip(path: string): MemberDecoder {
  let out: Uint8Array[] = [];
  const stream = new Gunzip((bytes) => out.push(bytes));
  return (bytes) => {
    out = [];
    try {
      stream.push(bytes === null ? new Uint8Array() : Uint8Array.from(bytes), bytes === null);
    } catch (error) {
      throw new UnreadableError(`${pathInWords(path)}: is no whole gzip file`, { cause: error });
    }
    return out;
  };
}

/** UTF-16 becomes UTF-8. */
export function decoder(kind: 'utf-16le' | 'utf-16be'): (bytes: Uint8Array | null) => Uint8Array {
  const decode = new TextDecoder(kind);
  return (bytes) => Buffer.from(bytes === null ? decode.decode() : decode.decode(bytes, { stream: true }));
}
