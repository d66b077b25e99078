/**
 * The people of a made-up company and what each one is used to: commands, namespaces, hours, machines, addresses.
 * Refuses to know what they do on a given day.
 */
import { type Choice, choice, itemAt, type Random } from './random.ts';
import type { Identity } from './request.ts';
import { type Role, usual } from './roles.ts';

/** A place a person works from, with the kubectl that is installed there. */
export interface Machine {
  readonly system: 'linux/amd64' | 'darwin/arm64' | 'windows/amd64';
  readonly ip: string;
  /** Replaces `ip` from a day on, as home routers do; ascending by day. */
  readonly moves: readonly (readonly [day: number, ip: string])[];
  /** kubectl minor and patch version from a day on; ascending by day. */
  readonly versions: readonly (readonly [day: number, minor: number, patch: number])[];
  readonly weight: number;
}

export interface Person {
  readonly identity: Identity;
  readonly role: Role;
  readonly team: string;
  /** Commands by name, with the weights of this person. */
  readonly taste: Choice<string>;
  /** Share of commands from outside of the taste. */
  readonly curiosity: number;
  readonly machines: readonly Machine[];
  /** First and last day of the simulation on which the person is there. */
  readonly from: number;
  readonly to: number;
  readonly away: readonly (readonly [from: number, to: number])[];
  /** Sessions on a working day, in the mean. */
  readonly pace: number;
  /** Commands in a session, in the mean. */
  readonly stamina: number;
  /** Hour in UTC at which the working day begins. */
  readonly startHour: number;
}

const firstNames = [
  'anna', 'ben', 'clara', 'david', 'elif', 'felix', 'greta', 'hugo', 'ines', 'jonas', 'katja', 'lukas', 'maja', 'nils',
  'olga', 'pavel', 'quentin', 'rosa', 'sven', 'tara', 'uwe', 'vera', 'wim', 'xenia', 'yusuf', 'zoe',
]; // biome-ignore format: a list of words
const lastNames = [
  'adler', 'berg', 'conti', 'dahl', 'eriksen', 'falk', 'grund', 'holm', 'ivanov', 'jansen', 'kern', 'lorenz', 'moretti',
  'novak', 'olsen', 'petit', 'quast', 'rossi', 'sandberg', 'thomsen', 'urban', 'vogel', 'weiss', 'young', 'zeman',
]; // biome-ignore format: a list of words

/** A unicast address that belongs to nobody we know of; the simulation never sends anything. */
export const addressFrom = (random: Random, blocks: readonly number[]): string =>
  `${random.pick(blocks)}.${random.int(254) + 1}.${random.int(256)}.${random.int(254) + 1}`;

const homeBlocks = [77, 84, 87, 92, 178, 188];
const newestMinor = 35;

/** Versions a machine has over the days: one to begin with, and upgrades now and then. */
function versionsOver(random: Random, days: number): [number, number, number][] {
  const versions: [number, number, number][] = [
    [0, newestMinor - Math.min(9, random.poisson(3)), random.int(12)],
  ];
  for (let day = random.exponential(45); day < days; day += random.exponential(45)) {
    const [, minor] = itemAt(versions, versions.length - 1);
    versions.push([Math.floor(day), Math.min(newestMinor, minor + 1 + random.int(2)), random.int(6)]);
  }
  return versions;
}

function movesOver(random: Random, days: number, mean: number): [number, string][] {
  const moves: [number, string][] = [];
  for (let day = random.exponential(mean); day < days; day += random.exponential(mean)) {
    moves.push([Math.floor(day), addressFrom(random, homeBlocks)]);
  }
  return moves;
}

function machinesOf(random: Random, days: number, office: readonly string[]): Machine[] {
  const system = random.pick(['linux/amd64', 'darwin/arm64', 'darwin/arm64', 'windows/amd64'] as const);
  const versions = versionsOver(random, days);
  const home = { system, versions, ip: addressFrom(random, homeBlocks), moves: movesOver(random, days, 18) };
  const machines: Machine[] = [
    { system, versions, ip: random.pick(office), moves: [], weight: 1 + 2 * random.next() },
    { ...home, weight: 0.3 + 2 * random.next() },
  ];
  if (random.chance(0.2)) {
    // A jump host: another kubectl, a fixed address.
    machines.push({
      system: 'linux/amd64',
      versions: versionsOver(random, days),
      ip: `10.1.0.${4 + random.int(3)}`,
      moves: [],
      weight: 0.4,
    });
  }
  return machines;
}

/** Everyone likes the commands of the role, each in another measure: weights are log-normal about the role's. */
function tasteOf(random: Random, role: Role): Choice<string> {
  return choice(
    Object.entries(usual[role]).map(
      ([name, weight]) => [name, weight * Math.exp(1.1 * random.normal())] as const,
    ),
  );
}

export function personOf(
  random: Random,
  place: {
    role: Role;
    team: string;
    number: number;
    days: number;
    office: readonly string[];
    groups: readonly string[];
    from: number;
  },
): Person {
  const { role, team, number, days } = place;
  const name = `${itemAt(firstNames, number * 7 + random.int(26))}.${itemAt(lastNames, number)}${number < lastNames.length ? '' : number}`;
  const away: [number, number][] = [];
  if (random.chance(0.35)) {
    const start = random.int(days);
    away.push([start, start + 3 + random.int(12)]);
  }
  return {
    identity: {
      username: `${name}@northwind.example`,
      uid: null,
      groups: [...place.groups, 'system:authenticated'],
      extra: { oid: [random.uuid()] },
    },
    role,
    team,
    taste: tasteOf(random, role),
    curiosity: 0.004 + 0.02 * random.next(),
    machines: machinesOf(random, days, place.office),
    from: place.from,
    to: random.chance(0.04) ? random.int(days) : days,
    away,
    pace: { developer: 1.6, platform: 3, operator: 2.4, viewer: 0.7 }[role] * Math.exp(0.6 * random.normal()),
    stamina: 2 + 4 * random.next(),
    startHour: 6 + random.normal(),
  };
}

/** The kubectl that ran on a machine on a day. */
export function versionOn(machine: Pick<Machine, 'versions'>, day: number): { minor: number; patch: number } {
  let [, minor, patch] = itemAt(machine.versions, 0);
  for (const [since, nextMinor, nextPatch] of machine.versions) {
    if (since <= day) [minor, patch] = [nextMinor, nextPatch];
  }
  return { minor, patch };
}

export function addressOn(machine: Machine, day: number): string {
  let ip = machine.ip;
  for (const [since, next] of machine.moves) if (since <= day) ip = next;
  return ip;
}

export const isThere = (person: Person, day: number): boolean =>
  day >= person.from && day <= person.to && !person.away.some(([from, to]) => day >= from && day <= to);
