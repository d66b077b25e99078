/**
 * Finds the items of a stream of JSON: documents one after another over any number of lines, members of a list,
 * records of `{"records":[…]}`. Knows brackets and quotes; refuses to keep bytes or to know values.
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
} from './characters.ts';

/** Bytes `[from, to)` belong to one item; pieces of an item that goes on in the next bytes follow one another. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly ends: boolean;
  /** `false`: what has begun is the head of a wrapper and no item. */
  readonly counts: boolean;
}

export interface ItemScanner {
  /** @returns the next piece at or after `from`, `null` where only what stands between items is left */
  next(bytes: Uint8Array, from: number): Piece | null;
}

/** With its white space left out. */
const wrapperHead = '{"records":[';
/** Containers nested deeper than this are counted, but not told apart. */
const knownDepth = 4096;

export function itemScanner(): ItemScanner {
  // 'scrap' begins with no bracket; 'rest' is what follows the list in a wrapper.
  let inside: 'nothing' | 'item' | 'scrap' | 'rest' = 'nothing';
  let list: 'none' | 'array' | 'wrapper' = 'none';
  let inText = false;
  let escaped = false;
  let depth = 0;
  const containers: number[] = [];
  let head = '';
  let last = newline;
  let lastSolid = 0;

  function begin(what: 'item' | 'scrap' | 'rest'): void {
    inside = what;
    inText = escaped = false;
    depth = what === 'rest' ? 1 : 0;
    containers[0] = openObject;
    head = '';
  }

  /** Takes a byte that stands between items. @returns whether an item begins with it */
  function between(byte: number): boolean {
    if (isSpace(byte) || (list !== 'none' && byte === comma)) return false;
    if (list === 'none' && byte === openList) {
      list = 'array';
    } else if (list !== 'none' && byte === closeList) {
      if (list === 'wrapper') begin('rest');
      list = 'none';
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
      return byte === newline || (list !== 'none' && (byte === comma || byte === closeList));
    }
    if (byte !== openObject || last !== newline || depth === 0) return false;
    const inList = depth > knownDepth || containers[depth - 1] === openList;
    return !(lastSolid === colon || lastSolid === openList || (lastSolid === comma && inList));
  }

  /** Whether a byte stands in a text and changes nothing, as most bytes do. */
  const isPlain = (byte: number): boolean =>
    inText &&
    inside !== 'nothing' &&
    !escaped &&
    byte !== quote &&
    byte !== backslash &&
    byte !== newline &&
    head.length === wrapperHead.length;

  /** Takes a byte of an item. @returns whether the item ends with it */
  function within(byte: number): boolean {
    if (head.length < wrapperHead.length && (inText || !isSpace(byte))) head += String.fromCharCode(byte);
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      else if (byte === quote) inText = false;
      return false;
    }
    if (byte === quote) {
      inText = true;
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
          if (shows) return { from: start, to: at, ends: true, counts: true };
        }
        if (inside === 'nothing') {
          if (!between(byte)) {
            last = byte;
            continue;
          }
          start = at;
        }
        const ends = within(byte);
        last = byte;
        if (!isSpace(byte)) lastSolid = byte;
        const wraps = depth === 2 && byte === openList && list === 'none' && head === wrapperHead;
        if (!ends && !wraps) continue;
        if (wraps) list = 'wrapper';
        const shows = inside !== 'rest';
        inside = 'nothing';
        if (shows) return { from: start, to: at + 1, ends: true, counts: !wraps };
      }
      return inside === 'nothing' || inside === 'rest' || start === bytes.length
        ? null
        : { from: start, to: bytes.length, ends: false, counts: true };
    },
  };
}
