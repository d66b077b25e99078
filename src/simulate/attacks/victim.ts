/**
 * Whose credentials an attacker has got. Anybody's may be stolen: a person's laptop, a pipeline's secret, a job's token.
 * Refuses to know what he does with them.
 */

import type { Caller } from '../kubectl/caller.ts';
import { isThere } from '../people.ts';
import type { Random } from '../random.ts';
import type { Identity } from '../request.ts';
import { callerOfRobot } from '../robot-day.ts';
import type { Role } from '../roles.ts';
import { callerOf, machineOf } from '../session.ts';
import type { World } from '../world.ts';

/** Somebody whose credentials may be stolen. */
export interface Victim {
  readonly identity: Identity;
  readonly role: Role;
  /** As the cluster would see him on a day. */
  readonly caller: (random: Random, day: number) => Caller;
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
      caller: (random: Random, on: number) => callerOf(person, machineOf(person, random), on),
    })),
    ...world.robots.map((robot) => ({
      identity: robot.identity,
      role: robot.role,
      caller: (random: Random, on: number) => callerOfRobot(world, robot, on, random),
    })),
  ];
}

/**
 * Anybody who suits, each as likely as the other, as the cluster sees him.
 * @param since the day on which he was robbed: from then on the thief stays where he is
 * @returns `null` when nobody does
 */
export function robbed(
  world: World,
  random: Random,
  day: number,
  suits: (victim: Victim) => boolean,
  since = day,
): Caller | null {
  const able = victimsOn(world, day).filter(suits);
  return able.length === 0 ? null : random.pick(able).caller(random, since);
}
