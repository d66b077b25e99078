/**
 * A JSON patch (`kubectl patch --type=json`) as the part of an object that it writes. What it takes away, tests or moves
 * is no part of it. Knows RFC 6902 and 6901; refuses to know what the values mean.
 */
import { type JsonObject, objectOf, objectsOf, textOf } from '../json.ts';

type Place = { [key: string]: unknown } | unknown[];

const index = /^(?:-|\d{1,3})$/;

export function writtenBy(operations: readonly unknown[]): JsonObject {
  const root: Place = Object.create(null);
  for (const operation of objectsOf(operations)) {
    const path = textOf(operation.path);
    const isWritten = operation.op === 'add' || operation.op === 'replace';
    if (isWritten && path === '') Object.assign(root, objectOf(operation.value));
    if (isWritten && path?.startsWith('/'))
      write(root, path.slice(1).split('/').map(unescaped), operation.value);
  }
  return root as JsonObject;
}

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

function write(root: Place, segments: readonly string[], value: unknown): void {
  let place = root;
  for (const [at, segment] of segments.entries()) {
    // A name in a list is no place in it, and `length` would make a list of billions.
    if (segment === '__proto__' || (Array.isArray(place) && !index.test(segment))) return;
    const key = Array.isArray(place) && segment === '-' ? place.length : segment;
    const next = segments[at + 1];
    if (next === undefined) {
      put(place, key, value);
      return;
    }
    // Values given before have a prototype, which is no part of what was written.
    const known: unknown = Object.hasOwn(place, key) ? Reflect.get(place, key) : null;
    const inner: Place = isPlace(known) ? known : index.test(next) ? [] : Object.create(null);
    put(place, key, inner);
    place = inner;
  }
}

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null;

function put(place: Place, key: string | number, value: unknown): void {
  Reflect.set(place, key, value);
}
