/**
 * Whose credentials an attacker has got. Anybody's may be stolen: a person's laptop, a pipeline's secret, a job's token.
 * Refuses to know what he does with them.
 */

import type { Client } from '../kubectl/run.ts';
import { isThere } from '../people.ts';
import type { Random } from '../random.ts';
import type { Identity } from '../request.ts';
import { clientOfRobot } from '../robot-day.ts';
import type { Role } from '../roles.ts';
import { clientOf, machineOf } from '../session.ts';
import type { World } from '../world.ts';

/** Somebody whose credentials may be stolen, with a client as it was on the day of the attack. */
export interface Victim {
  readonly identity: Identity;
  readonly role: Role;
  readonly client: (random: Random) => Client;
}

/** Who may do a developer's work in namespaces of others, as living off the land needs. */
export const mayElsewhere = (world: World, role: Role): boolean =>
  role === 'platform' || role === 'operator' || (role === 'developer' && world.options.open === true);

/** People who are there and have been for a week, and robots. */
export function victimsOn(world: World, day: number): Victim[] {
  const people = world.people.filter((person) => isThere(person, day) && person.from <= Math.max(0, day - 7));
  return [
    ...people.map((person) => ({
      identity: person.identity,
      role: person.role,
      client: (random: Random) => clientOf(person, machineOf(person, random), day),
    })),
    ...world.robots.map((robot) => ({
      identity: robot.identity,
      role: robot.role,
      client: (random: Random) => clientOfRobot(world, robot, day, random),
    })),
  ];
}

/** The client of anybody who suits, each as likely as the other. @returns `null` when nobody does */
export function robbed(
  world: World,
  random: Random,
  day: number,
  suits: (victim: Victim) => boolean,
): Client | null {
  const able = victimsOn(world, day).filter(suits);
  return able.length === 0 ? null : random.pick(able).client(random);
}
