/** A day of a cluster's people, as requests. Habits in, requests out; attacks and noise are elsewhere. */
import { addressOn, everyCommand, type Machine, type Person, versionOn } from './people.ts';
import { choice, draw, type Random } from './random.ts';
import type { Request } from './request.ts';
import { robotDay } from './robotday.ts';
import type { Namespace } from './scene.ts';
import { type Client, runCommand, sceneOf, userAgentOf } from './session.ts';
import { hour, minute, type Today } from './time.ts';
import type { World } from './world.ts';

/** The namespaces a person turns to today, with weights: the team's own first, then what the role looks after. */
function turf(world: World, person: Person, day: number): readonly (readonly [Namespace, number])[] {
  const wide = person.role === 'platform' || person.role === 'operator';
  return world.namespaces
    .filter(({ since }) => since <= day)
    .map((namespace, i) => {
      if (namespace.team === person.team) return [namespace, 10 / (1 + (i % 3))] as const;
      if (namespace.team === 'platform' && person.role === 'platform') return [namespace, 8] as const;
      return [namespace, wide ? 1 : 0.06] as const;
    });
}

export function clientOf(person: Person, machine: Machine, day: number): Client {
  const { minor, patch } = versionOn(machine, day);
  return {
    identity: person.identity,
    role: person.role,
    team: person.team,
    ip: addressOn(machine, day),
    userAgent: userAgentOf(machine.system, minor, patch),
    minor,
  };
}

export const machineOf = (person: Person, random: Random): Machine =>
  draw(random, choice(person.machines.map((machine) => [machine, machine.weight] as const)));

export const isThere = (person: Person, day: number): boolean =>
  day >= person.from && day <= person.to && !person.away.some(([from, to]) => day >= from && day <= to);

/** Some days of a project: another namespace and commands that are not the usual ones. */
function projectOn(
  world: World,
  person: Person,
  day: number,
): { namespace: Namespace; commands: string[] } | null {
  const weeks = Math.floor(day / 4);
  const random = world.seed.fork(`project ${person.identity.username} ${weeks}`);
  if (!random.chance(0.16)) return null;
  const theirs = world.namespaces.filter(
    ({ team, since }) => since <= day && (team === person.team || person.role !== 'developer'),
  );
  return {
    namespace: random.pick(theirs.length === 0 ? world.namespaces : theirs),
    commands: Array.from({ length: 2 + random.int(3) }, () => random.pick(everyCommand)),
  };
}

function session(
  world: World,
  random: Random,
  person: Person,
  today: Today,
  start: number,
  into: Request[],
  focus: Namespace | null,
): void {
  const machine = machineOf(person, random);
  const travelling = random.chance(0.015);
  const usual = clientOf(person, machine, today.day);
  const client = travelling
    ? {
        ...usual,
        ip: `${random.pick([37, 80, 89, 109])}.${random.int(255)}.${random.int(255)}.${1 + random.int(254)}`,
      }
    : usual;
  const spaces = choice(turf(world, person, today.day));
  const project = projectOn(world, person, today.day);
  let namespace = focus ?? draw(random, spaces);
  let at = start;
  const count = 1 + Math.floor(random.exponential(person.stamina));
  for (let i = 0; i < count; i++) {
    if (focus === null && random.chance(0.2)) namespace = draw(random, spaces);
    const onProject = project !== null && random.chance(0.3);
    const name = onProject
      ? random.pick(project.commands)
      : random.chance(person.curiosity)
        ? random.pick(everyCommand)
        : draw(random, person.taste);
    const scene = sceneOf(world, random, today.day, onProject ? project.namespace : namespace, client.minor);
    const end = runCommand(world, client, name, scene, at, into);
    at =
      Math.max(at + 5_000_000, Math.min(end, at + 10 * minute)) +
      Math.round(random.exponential(1.5 * minute));
  }
}

function personDay(world: World, person: Person, today: Today, random: Random, into: Request[]): void {
  if (!isThere(person, today.day)) return;
  const pace = world.options.pace ?? 1;
  const onCall = isOnCall(world, person, today.day);
  const presence = onCall ? Math.max(today.presence, 0.6) : today.presence;
  if (random.chance(0.85 * presence)) {
    // A newcomer looks around more in the first days.
    const settling = person.from > 0 && today.day - person.from < 4 ? 1.6 : 1;
    const sessions = random.poisson(person.pace * pace * settling);
    for (let i = 0; i < sessions; i++) {
      const at = today.midnight + Math.max(0.2, person.startHour + 8.5 * random.next()) * hour;
      session(world, random, person, today, Math.round(at), into, null);
    }
  }
  const ill = world.incidents.find(({ day }) => day === today.day);
  const helps =
    ill !== undefined &&
    (onCall || (random.chance(ill.helpers / world.people.length) && today.presence > 0.3));
  if (ill !== undefined && helps)
    session(
      world,
      random,
      person,
      today,
      Math.round(today.midnight + (1 + 20 * random.next()) * hour),
      into,
      ill.namespace,
    );
  if (onCall && random.chance(0.15))
    session(world, random, person, today, Math.round(today.midnight + 4 * hour * random.next()), into, null);
}

/** On call by turns, a week each. */
export function isOnCall(world: World, person: Person, day: number): boolean {
  const turns = world.people.filter(({ role }) => role === 'operator' || role === 'platform');
  return turns.length > 0 && turns[Math.floor(day / 7) % turns.length] === person;
}

/** All kubectl requests of a day, not yet in order of time. */
export function workday(world: World, today: Today, random: Random): Request[] {
  const requests: Request[] = [];
  for (const person of world.people)
    personDay(world, person, today, random.fork(person.identity.username), requests);
  robotDay(world, today, random, requests);
  return requests;
}
