/** A day of a cluster's people and robots, as requests. Habits in, requests out; attacks and machinery are elsewhere. */
import { isThere, type Person } from './people.ts';
import type { Random } from './random.ts';
import type { Request } from './request.ts';
import { robotDay } from './robot-day.ts';
import { type Shift, session } from './session.ts';
import { hour, type Today } from './time.ts';
import type { World } from './world.ts';

/** On call by turns, a week each. */
function isOnCall(world: World, person: Person, day: number): boolean {
  const turns = world.people.filter(({ role }) => role === 'operator' || role === 'platform');
  return turns.length > 0 && turns[Math.floor(day / 7) % turns.length] === person;
}

/** Sessions in working hours, more of them in a newcomer's first days. */
function officeHours({ world, random, person, today }: Shift): number[] {
  const settling = person.from > 0 && today.day - person.from < 4 ? 1.6 : 1;
  const sessions = random.poisson(person.pace * (world.options.pace ?? 1) * settling);
  return Array.from({ length: sessions }, () => Math.max(0.2, person.startHour + 8.5 * random.next()));
}

function personDay(world: World, person: Person, today: Today, random: Random, into: Request[]): void {
  if (!isThere(person, today.day)) return;
  const shift: Shift = { world, random, person, today, into };
  const begin = (at: number): number => Math.round(today.midnight + at * hour);
  const onCall = isOnCall(world, person, today.day);
  const presence = onCall ? Math.max(today.presence, 0.6) : today.presence;
  if (random.chance(0.85 * presence)) for (const at of officeHours(shift)) session(shift, begin(at));
  const ill = world.incidents.find(({ day }) => day === today.day);
  if (ill !== undefined) {
    const helps = onCall || (random.chance(ill.helpers / world.people.length) && today.presence > 0.3);
    if (helps) session(shift, begin(1 + 20 * random.next()), ill.namespace);
  }
  if (onCall && random.chance(0.15)) session(shift, begin(4 * random.next()));
}

/** All kubectl requests of a day, not yet in order of time. */
export function workday(world: World, today: Today, random: Random): Request[] {
  const requests: Request[] = [];
  for (const person of world.people) {
    personDay(world, person, today, random.fork(person.identity.username), requests);
  }
  robotDay(world, today, random, requests);
  return requests;
}
