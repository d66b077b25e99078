/**
 * Reads the beginning of a JSON object whose end is missing or broken.
 * Complete texts, numbers and members before the break count; a text, number or list that the break goes
 * through is missing, and so is an earlier value of the same key. Of a list in a member that holds a body, what stands
 * before the break counts. Knows JSON; refuses to know events.
 */
import type { JsonObject } from './json.ts';

export interface Salvage {
  readonly value: JsonObject;
  /** Index after the object's closing brace, `null` where it was broken before. */
  readonly end: number | null;
}

/** Deeper than any real event; what is nested deeper counts as a break. */
const maxDepth = 1000;

type Container = { [key: string]: unknown } | unknown[];

const space = /[ \t\r\n]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[ \t\r\n,\]}])/y;

/**
 * @param bodies members of the object whose lists are evidence: a part of one says more than none
 * @returns `null` where the text does not begin with an object.
 */
export function salvage(text: string, bodies: readonly string[] = []): Salvage | null {
  let at = match(space, text, 0);
  if (text[at] !== '{') return null;
  // No prototype: `__proto__` is a key like any other.
  const root: Container = Object.create(null);
  const open: Container[] = [root];
  // Where a finished list goes once it is whole: a list that is cut is missing.
  const lists: (() => void)[] = [];
  let fresh = true;
  let member = '';
  at += 1;
  for (;;) {
    const inside = open.at(-1);
    if (inside === undefined) return { value: root as JsonObject, end: at };
    at = match(space, text, at);
    const list = Array.isArray(inside);
    if (text[at] === (list ? ']' : '}')) {
      open.pop();
      if (list) lists.pop()?.();
      fresh = false;
      at += 1;
      continue;
    }
    if (!fresh) {
      if (text[at] !== ',') break;
      at = match(space, text, at + 1);
    }
    let key = '';
    if (!list) {
      const end = textEnd(text, at);
      const read = end === null ? undefined : decoded(text, at, end);
      if (end === null || read === undefined) break;
      at = match(space, text, end);
      if (text[at] !== ':') break;
      at = match(space, text, at + 1);
      key = read;
      if (inside === root) member = key;
      delete inside[key];
    }
    const place = (value: unknown): void => {
      if (Array.isArray(inside)) inside.push(value);
      else inside[key] = value;
    };
    fresh = false;
    if (text[at] === '{' || text[at] === '[') {
      if (open.length === maxDepth) break;
      const value: Container = text[at] === '[' ? [] : Object.create(null);
      if (Array.isArray(value)) lists.push(() => place(value));
      else place(value);
      open.push(value);
      fresh = true;
      at += 1;
      continue;
    }
    const end = text[at] === '"' ? textEnd(text, at) : match(scalar, text, at);
    const value = end === null || end === at ? undefined : decoded(text, at, end);
    if (end === null || value === undefined) break;
    place(value);
    at = end;
  }
  if (bodies.includes(member)) for (const give of lists) give();
  return { value: root as JsonObject, end: null };
}

/** @returns the index after the match at `at`, `at` itself where there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** @returns the index after the closing quote of the text that begins at `at`. */
function textEnd(text: string, at: number): number | null {
  if (text[at] !== '"') return null;
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text[first - 1] === '\\') first -= 1;
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return null;
}

function decoded(text: string, from: number, to: number) {
  try {
    return JSON.parse(text.slice(from, to));
  } catch {
    return undefined;
  }
}
