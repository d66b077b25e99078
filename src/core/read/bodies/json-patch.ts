/**
 * A JSON patch (`kubectl patch --type=json`) as the part of an object that it writes. What it takes away or tests is no part
 * of it. Knows RFC 6902 and 6901; refuses to know what the values mean.
 *
 * It may write one thing over another, or at places of lists that are not known here: then both stay, since who hides
 * something would do so. Source: evanphx/json-patch, which Kubernetes uses: a negative place counts from the end.
 */
import { type JsonObject, objectOf, objectsOf, textOf } from '../json.ts';

type Place = { [key: string]: unknown } | unknown[];

const index = /^(?:-|[-+]?\d+)$/;
/** Of a list that we make, these are its places; any other is a new one at its end. */
const ownIndex = /^\d{1,3}$/;

export function writtenBy(operations: readonly unknown[]): JsonObject {
  const root: Place = Object.create(null);
  for (const { op, path, from, value } of objectsOf(operations)) {
    const to = textOf(path);
    if (to === null) continue;
    if (op === 'add' || op === 'replace') writeAt(root, to, value);
    // What is moved or copied may have been written by the same patch; of what was there before nothing is known.
    if (op === 'move' || op === 'copy') writeAt(root, to, readAt(root, textOf(from) ?? ''));
  }
  return root as JsonObject;
}

function writeAt(root: Place, path: string, value: unknown): void {
  if (value === undefined) return;
  if (path === '') Object.assign(root, objectOf(value));
  else if (path.startsWith('/')) write(root, segmentsOf(path), value);
}

const segmentsOf = (path: string): string[] =>
  path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Values given before have a prototype, which is no part of what was written. */
const own = (place: unknown, key: string): unknown =>
  isPlace(place) && Object.hasOwn(place, key) ? Reflect.get(place, key) : undefined;

const readAt = (root: Place, path: string): unknown =>
  path.startsWith('/')
    ? segmentsOf(path).reduce<unknown>(
        (place, segment) =>
          Array.isArray(place) && !ownIndex.test(segment) ? place.at(-1) : own(place, segment),
        root,
      )
    : undefined;

function write(root: Place, segments: readonly string[], value: unknown): void {
  let place = root;
  for (const [at, segment] of segments.entries()) {
    // A name in a list is no place in it, and `length` would make a list of billions.
    if (segment === '__proto__' || (Array.isArray(place) && !index.test(segment))) return;
    const key = Array.isArray(place) && !ownIndex.test(segment) ? `${place.length}` : segment;
    const next = segments[at + 1];
    if (next === undefined) {
      if (Array.isArray(place) && Object.hasOwn(place, key)) place.push(value);
      else Reflect.set(place, key, value);
      return;
    }
    const known = own(place, key);
    const inner: Place = isPlace(known) ? known : index.test(next) ? [] : Object.create(null);
    Reflect.set(place, key, inner);
    place = inner;
  }
}

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null;
