/**
 * Habits of real people as calls: commands that somebody typed, as numbers, each number one call for good.
 * Knows the files' form; refuses to know which windows of them are judged. What the numbers meant is lost, so that risk
 * has no counterpart here.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../../src/core/read/call.ts';

/** Commands in the order in which they were typed; over all people a number is the same command. */
export interface Person {
  readonly name: string;
  readonly commands: readonly number[];
}

/** A line is a sitting, its words are numbers. @throws RangeError for a word that is none */
export const personOf = (name: string, text: string): Person => ({
  name,
  commands: text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      if (!/^\d+$/.test(word)) throw new RangeError('a command of a person is a number');
      return Number(word);
    }),
});

/** `person*.txt` of a folder, by name. */
export const peopleIn = (folder: string): Person[] =>
  readdirSync(folder)
    .filter((file) => /^person.*\.txt$/.test(file))
    .sort()
    .map((file) => personOf(file.slice(0, -'.txt'.length), readFileSync(join(folder, file), 'utf8')));

const verbs: readonly (readonly [verb: string, percent: number])[] = [
  ['get', 35],
  ['list', 25],
  ['create', 10],
  ['patch', 10],
  ['delete', 10],
  ['watch', 5],
  ['update', 5],
];

const things = [
  'order',
  'route',
  'widget',
  'batch',
  'ticket',
  'sample',
  'lesson',
  'recipe',
  'parcel',
  'survey',
];
const kinds = ['', 'plan', 'slot', 'group', 'draft', 'review', 'price', 'note', 'label', 'queue'];
const spaces = ['north', 'south', 'east', 'west', 'upper', 'lower', 'inner', 'outer'];
const floors = ['', '-test', '-stage'];

/** A number from 0 to below a bound, the same for the same text. */
export const hashed = (text: string, below: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % below;

/** One of about a hundred resources that are not dangerous as such. */
export const resourceOf = (at: number): string =>
  `${things[at % things.length]}${kinds[Math.floor(at / things.length) % kinds.length]}s`;

/** One of 24 namespaces. */
export const namespaceOf = (at: number): string =>
  `${spaces[at % spaces.length]}${floors[Math.floor(at / spaces.length) % floors.length]}`;

export const verbOf = (percent: number): string => {
  let left = percent;
  for (const [verb, share] of verbs) {
    left -= share;
    if (left < 0) return verb;
  }
  return 'get';
};

/** Who calls, and how it looks from the cluster. */
export interface Seat {
  readonly user: string;
  /** None where none was logged. */
  readonly ip: string | null;
  readonly userAgent: string;
}

/** A call of a resource in a namespace, as the API's paths go. */
export function plainCall(seat: Seat, verb: string, resource: string, namespace: string): Call {
  const named = ['get', 'patch', 'update', 'delete'].includes(verb) ? '/item' : '';
  return {
    user: `${seat.user}@northwind.example`,
    impersonated: null,
    impersonatedGroups: [],
    groups: ['system:authenticated'],
    sourceIPs: seat.ip === null ? [] : [seat.ip],
    userAgent: seat.userAgent,
    verb,
    resource,
    subresource: null,
    namespace,
    requestURI: `/apis/work.example/v1/namespaces/${namespace}/${resource}${named}`,
    code: verb === 'create' ? 201 : 200,
  };
}

/** The call that a command is. */
export const callOf = (seat: Seat, command: number): Call =>
  plainCall(
    seat,
    verbOf(hashed(`verb:${command}`, 100)),
    resourceOf(hashed(`resource:${command}`, 100)),
    namespaceOf(hashed(`namespace:${command}`, 24)),
  );

/** The one place that a person works from. */
export const seatOf = ({ name }: Person): Seat => {
  const at = hashed(`seat:${name}`, 1 << 16);
  return {
    user: name,
    ip: `84.20.${at >> 8}.${1 + (at % 250)}`,
    userAgent: `kubectl/v1.${28 + (at % 7)}.${at % 5} (linux/amd64) kubernetes/0a1b2c3`,
  };
};
