/** A day of a cluster's people and robots with other programs than kubectl, as requests, beside the day with kubectl. */
import type { Caller } from '../kubectl/caller.ts';
import { targetIn } from '../kubectl/command.ts';
import { run } from '../kubectl/run.ts';
import type { Namespace } from '../namespace.ts';
import { isThere, type Person } from '../people.ts';
import { choice, draw, type Random } from '../random.ts';
import type { Request } from '../request.ts';
import { callerOfRobot } from '../robot-day.ts';
import { scriptOn } from '../robots.ts';
import { callerOf, machineOf, namespaceWeights } from '../session.ts';
import { hour, minute, type Today } from '../time.ts';
import type { World } from '../world.ts';
import { type Automaton, automataOf } from './automata.ts';
import { type Client, systemOf } from './client.ts';
import { type ClientName, clients } from './clients.ts';
import { type Habit, habitsOf } from './habits.ts';
import { stepsBy } from './programs.ts';

/** Days after which a program is brought up to date. */
const era = 40;

interface Desk {
  readonly world: World;
  readonly today: Today;
  readonly random: Random;
  readonly caller: Caller;
  readonly client: Client;
  readonly into: Request[];
}

/** Somebody with a program in hand; of the same version for some weeks. */
function withProgram(world: World, caller: Caller, program: ClientName, day: number): Caller {
  const owner = `${program} of ${caller.identity.username}`;
  const since = Math.floor((day + world.seed.fork(owner).int(era)) / era);
  const system = systemOf(caller.userAgent);
  return { ...caller, userAgent: clients[program].agent(world.seed.fork(`${owner} ${since}`), system) };
}

function command(
  { world, today, random, caller, client, into }: Desk,
  name: string,
  namespace: Namespace,
  at: number,
): number {
  const around = { random, day: today.day, nodes: world.nodes, minor: caller.minor };
  const steps = stepsBy(name, targetIn(namespace, around));
  return run(
    world,
    random,
    caller,
    steps.flatMap((step) => client.sends(step, random)),
    at,
    null,
    into,
  );
}

function sitting(desk: Desk, person: Person, habit: Habit, start: number): void {
  const { world, today, random, caller, client, into } = desk;
  const spaces = choice(namespaceWeights(world, person, today.day));
  let namespace = draw(random, spaces);
  let at = run(world, random, caller, client.opens, start, null, into);
  const count = 1 + Math.floor(random.exponential(habit.stamina));
  for (let i = 0; i < count; i++) {
    if (random.chance(0.2)) namespace = draw(random, spaces);
    const end = command(desk, draw(random, habit.taste), namespace, at);
    at = Math.max(at + 5_000_000, Math.min(end, at + 5 * minute)) + Math.round(random.exponential(minute));
  }
}

function personDay(world: World, person: Person, today: Today, random: Random, into: Request[]): void {
  if (!isThere(person, today.day) || !random.chance(0.85 * today.presence)) return;
  for (const habit of habitsOf(world, person)) {
    const own = random.fork(habit.program);
    const sittings = own.poisson(habit.pace * (world.options.pace ?? 1));
    for (let i = 0; i < sittings; i++) {
      const usually = callerOf(person, machineOf(person, own), today.day);
      const caller = withProgram(world, usually, habit.program, today.day);
      const at = Math.max(0.2, person.startHour + 8.5 * own.next());
      const desk = { world, today, random: own, caller, client: clients[habit.program], into };
      sitting(desk, person, habit, Math.round(today.midnight + at * hour));
    }
  }
}

function automatonDay(
  world: World,
  automaton: Automaton,
  today: Today,
  random: Random,
  into: Request[],
): void {
  const runs = random.poisson(automaton.runs * (today.presence > 0.5 ? 1 : automaton.weekend));
  for (let i = 0; i < runs; i++) {
    const usually = callerOfRobot(world, automaton, today.day, random);
    const caller = withProgram(world, usually, automaton.program, today.day);
    const desk = { world, today, random, caller, client: clients[automaton.program], into };
    const namespace = random.pick(automaton.namespaces);
    let at = Math.round(today.midnight + random.next() * 23.9 * hour);
    for (const name of scriptOn(automaton, today.day)) at = command(desk, name, namespace, at);
  }
}

/** What is asked on a day with other programs than kubectl, not yet in order of time. */
export function clientDay(world: World, today: Today, random: Random): Request[] {
  const requests: Request[] = [];
  for (const person of world.people)
    personDay(world, person, today, random.fork(person.identity.username), requests);
  for (const automaton of automataOf(world))
    automatonDay(world, automaton, today, random.fork(automaton.identity.username), requests);
  return requests;
}
