/**
 * Folds the parts of names that machines make up, so that what differs only in them is the same.
 * Knows how Kubernetes and build systems generate names; refuses to know what a name is for.
 */

/** Alphabet of Kubernetes' generated suffixes: no vowels, no 0, 1, 3. Source: apimachinery `util/rand`. */
const suffix = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;
const templateHash = /^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/;
const hex = /^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,}$|^[0-9a-f]{16,}$/;
/** Letters and digits that take turns at least three times, eight or more of them. */
const mixed = /^(?=.{8,})(?:[a-z]+\d+){2,}[a-z]*$|^(?=.{8,})(?:\d+[a-z]+){2,}\d*$/;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const isHash = (part: string): boolean => templateHash.test(part) || hex.test(part) || mixed.test(part);

/**
 * `web-7d9c5b8f6d-x2x4z` becomes `web-{id}-{id}`, `pr-1234` becomes `pr-{n}`; UUIDs, hashes and
 * numbers of three or more digits fold. Shorter numbers stay: `team-1` and `team-2` are two teams.
 * Folding twice changes nothing.
 */
export function foldGenerated(name: string): string {
  const [first = '', ...parts] = name.replace(uuid, '{uuid}').split('-');
  const fold = (part: string): string => (isHash(part) ? '{id}' : part.replace(/\d{3,}/g, '{n}'));
  // A short first part is a name, however few its vowels.
  return [fold(first), ...parts.map((part) => (suffix.test(part) ? '{id}' : fold(part)))].join('-');
}
