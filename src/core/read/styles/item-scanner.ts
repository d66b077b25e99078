/**
 * Finds the items of a stream of JSON: documents one after another over any number of lines, members of lists, what
 * messages hold (`{"records":[…]}`, `EventList`, CloudWatch's `events`). Knows brackets, quotes and a few keys; refuses
 * to keep bytes or to know values.
 */
import {
  backslash,
  closeList,
  closeObject,
  colon,
  comma,
  isSpace,
  newline,
  openList,
  openObject,
  quote,
} from '../characters.ts';
import { listKeys, packedKeys } from './unpack.ts';

/** Bytes `[from, to)` belong to one item; pieces of an item that goes on in the next bytes follow one another. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly ends: boolean;
  /** `false`: what has begun is the head of a message and no item. */
  readonly counts: boolean;
  /** A key of the item says that it is no record itself, but may hold some. */
  readonly packed: boolean;
}

export interface ItemScanner {
  /** @returns the next piece at or after `from`, `null` where only what stands between items is left */
  next(bytes: Uint8Array, from: number): Piece | null;
}

/** Lists of messages are read on the way, so they may be of any length. No record or event has such a key. */
const listKeyed = new Set(listKeys);
const longestKey = 32;
/** So many lists lie in each other; a torn message leaves one open, and no more are remembered. */
const knownLists = 16;
/** Containers nested deeper than this are counted, but not told apart. */
const knownDepth = 4096;

/** Bytes of the byte order mark, and NUL, with which a disk that was full or a rotated log is padded. */
const marks = new Set([0x00, 0xef, 0xbb, 0xbf]);

export function itemScanner(): ItemScanner {
  // 'scrap' begins with no bracket; 'rest' is what follows the list in a wrapper.
  let inside: 'nothing' | 'item' | 'scrap' | 'rest' = 'nothing';
  let lists: ('array' | 'message')[] = [];
  let inText = false;
  let escaped = false;
  let depth = 0;
  const containers: number[] = [];
  /** The text that was read last at the top of an object, and where in it we are. */
  let key = '';
  let isKey = false;
  let packed = false;
  /** Whether a message may begin here: inside another only on a line of its own, since that other was torn. */
  let mayOpen = false;
  let last = newline;
  let lastSolid = 0;

  function begin(what: 'item' | 'scrap' | 'rest'): void {
    inside = what;
    inText = escaped = false;
    depth = what === 'rest' ? 1 : 0;
    containers[0] = openObject;
    key = '';
    isKey = packed = false;
    mayOpen = what === 'item' && (lists.at(-1) !== 'message' || last === newline);
  }

  /** Takes a byte that stands between items. @returns whether an item begins with it */
  function between(byte: number): boolean {
    // Commas, closing brackets, byte order marks and NULs between items are scraps of what was joined or torn.
    if (isSpace(byte) || byte === comma || byte === closeObject || marks.has(byte)) return false;
    if (lists.length === 0 && byte === openList) {
      lists.push('array');
    } else if (byte === closeList) {
      if (lists.pop() === 'message') begin('rest');
    } else {
      begin(byte === openObject || byte === openList ? 'item' : 'scrap');
      return true;
    }
    return false;
  }

  // No JSON has a newline in a text, nor an object where the last solid byte allows none: such an item was torn, and
  // a line that begins with a brace begins a new one.
  function endsAhead(byte: number): boolean {
    if (inText) return byte === newline;
    if (inside === 'scrap') {
      return byte === newline || (lists.length > 0 && (byte === comma || byte === closeList));
    }
    if (byte !== openObject || last !== newline || depth === 0) return false;
    const inList = depth > knownDepth || containers[depth - 1] === openList;
    return !(lastSolid === openList || (lastSolid === comma && inList));
  }

  /** Whether a byte stands in a text and changes nothing, as most bytes do. */
  const isPlain = (byte: number): boolean =>
    inText &&
    inside !== 'nothing' &&
    !escaped &&
    byte !== quote &&
    byte !== backslash &&
    byte !== newline &&
    !isKey;

  /** Takes a byte of an item. @returns whether the item ends with it */
  function within(byte: number): boolean {
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      else if (byte === quote) inText = false;
      if (isKey && inText && key.length < longestKey) key += String.fromCharCode(byte);
      if (isKey && !inText && packedKeys.has(key)) packed = true;
      return false;
    }
    if (byte === quote) {
      inText = true;
      // A text behind a colon is a value.
      isKey = depth === 1 && containers[0] === openObject && lastSolid !== colon;
      if (isKey) key = '';
    } else if (byte === openObject || byte === openList) {
      if (depth < knownDepth) containers[depth] = byte;
      depth += 1;
    } else if (byte === closeObject || byte === closeList) {
      depth -= 1;
      return depth <= 0 && inside !== 'scrap';
    }
    return false;
  }

  return {
    next(bytes, from) {
      let start = from;
      for (let at = from; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (isPlain(byte)) continue;
        if (inside !== 'nothing' && endsAhead(byte)) {
          const shows = inside !== 'rest';
          inside = 'nothing';
          if (shows) return { from: start, to: at, ends: true, counts: true, packed };
        }
        if (inside === 'nothing') {
          if (!between(byte)) {
            last = byte;
            continue;
          }
          start = at;
        }
        const opens =
          byte === openList && !inText && mayOpen && depth === 1 && lastSolid === colon && listKeyed.has(key);
        const ends = within(byte);
        last = byte;
        if (!isSpace(byte)) lastSolid = byte;
        if (!ends && !opens) continue;
        if (opens) lists = [...lists, 'message' as const].slice(-knownLists);
        const shows = inside !== 'rest';
        inside = 'nothing';
        if (shows) return { from: start, to: at + 1, ends: true, counts: !opens, packed };
      }
      return inside === 'nothing' || inside === 'rest' || start === bytes.length
        ? null
        : { from: start, to: bytes.length, ends: false, counts: true, packed };
    },
  };
}
