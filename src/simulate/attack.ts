/**
 * How an attacker goes about it: whose credentials, from where, with which kubectl, when.
 * Refuses to know what he does: that is a scenario's.
 */

import { type Client, run, userAgentOf } from './client.ts';
import { addressFrom, isThere, type Person } from './people.ts';
import { choice, draw, itemAt, type Random } from './random.ts';
import type { Identity, Request, Step } from './request.ts';
import type { Role } from './roles.ts';
import { type Namespace, podName, type Scene } from './scene.ts';
import { clientOf, machineOf } from './session.ts';
import type { Today } from './time.ts';
import type { World } from './world.ts';

/**
 * How much it shows: `loud` comes from a new address with a new agent; `quiet` uses the usual machine of the person it
 * robbed; `living` does that too, and only things that others in the cluster do every day.
 */
export const loudness = ['loud', 'quiet', 'living'] as const;
export type Loudness = (typeof loudness)[number];

/** What lies before an attacker. */
export interface Prey {
  readonly random: Random;
  readonly day: number;
  readonly minor: number;
  /** The namespace of the robbed one. */
  readonly own: Namespace;
  /** Namespaces of others, the system's left out, in random order. */
  readonly others: readonly Namespace[];
  readonly system: Namespace;
  readonly nodes: readonly string[];
  /** A scene in a namespace. */
  readonly at: (namespace: Namespace) => Scene;
}

/** Steps in order; `as` is the identity that they assume by impersonation. */
export interface Scenario {
  readonly id: string;
  /** ATT&CK technique, version 18.1. */
  readonly technique: string;
  readonly steps?: (prey: Prey) => readonly Step[];
  /** The same goal by what others do every day, with the command that matters in it. */
  readonly living?: { readonly command: string; readonly steps: (prey: Prey) => readonly Step[] };
  readonly as?: Identity;
  /** Done without any credentials. */
  readonly anonymous?: boolean;
}

export interface AttackOptions {
  readonly cluster: string;
  /** Day of the simulation, the first being 0. */
  readonly day: number;
  readonly scenario: Scenario;
  readonly loudness: Loudness;
  /** Hour in UTC; by default one of the working day. */
  readonly hour?: number;
  /** Whose credentials; by default anybody's, rather one's who may do much. */
  readonly victim?: Role;
}

const anonymous: Identity = {
  username: 'system:anonymous',
  uid: null,
  groups: ['system:unauthenticated'],
  extra: null,
};
/** Refusals after which an attacker gives up. */
const patience = 8;
const attackerBlocks = [45, 91, 103, 141, 185, 193];

function preyOf(world: World, random: Random, day: number, team: string, minor: number): Prey {
  const there = world.namespaces.filter(({ since }) => since <= day);
  const own = there.find((space) => space.team === team) ?? itemAt(there, 0);
  const shuffled = there
    .filter((space) => space.team !== team && space.name !== 'kube-system')
    .map((space) => [random.next(), space] as const)
    .sort(([a], [b]) => a - b)
    .map(([, space]) => space);
  return {
    random,
    day,
    minor,
    own,
    others: shuffled.length === 0 ? [own] : shuffled,
    system: itemAt(there, 0),
    nodes: world.nodes,
    at: (namespace) => {
      const workload = random.pick(namespace.workloads);
      return {
        random,
        day,
        namespace,
        workload,
        pod: podName(workload, day, random.int(workload.replicas)),
        nodes: world.nodes,
        minor,
      };
    },
  };
}

/** How much of a person's habit a command is, in 0..1. */
function habit(person: Person, command: string): number {
  const { items, sums } = person.taste;
  const at = items.indexOf(command);
  return at === -1 ? 0 : ((sums[at] ?? 0) - (sums[at - 1] ?? 0)) / (sums.at(-1) ?? 1);
}

/**
 * The robbed one: somebody who is there these days and has been for a while. Who lives off the land robs one who may
 * do what he wants to do and is not used to it.
 */
function robbed(world: World, random: Random, options: AttackOptions): Person {
  const there = world.people.filter(
    (person) => isThere(person, options.day) && person.from <= Math.max(0, options.day - 7),
  );
  const may = (person: Person): boolean =>
    person.role === 'operator' || (person.role === 'developer' && world.options.open === true);
  const wanted = options.victim;
  const fitting = there.filter((person) => wanted === undefined || person.role === wanted);
  const pool = fitting.length === 0 ? world.people : fitting;
  const { living } = options.scenario;
  if (options.loudness === 'living' && living !== undefined && pool.some(may)) {
    const able = pool.filter(may).sort((a, b) => habit(a, living.command) - habit(b, living.command));
    return random.pick(able.slice(0, Math.ceil(able.length / 2)));
  }
  const worth = { platform: 3, operator: 2, developer: 1, viewer: 0.2 };
  return draw(random, choice(pool.map((person) => [person, worth[person.role]] as const)));
}

function stranger(client: Client, random: Random): Client {
  const minor = 26 + random.int(9);
  const system = random.pick(['linux/amd64', 'linux/arm64']);
  return {
    ...client,
    ip: addressFrom(random, attackerBlocks),
    minor,
    userAgent: userAgentOf(system, minor, random.int(14)),
  };
}

/** The requests of an attack; labelled `scenario/loudness`. Empty when the scenario has no such form. */
export function attack(world: World, seed: Random, today: Today, options: AttackOptions): Request[] {
  const { scenario } = options;
  const random = seed.fork(`attack ${scenario.id} ${options.loudness} ${options.day}`);
  const person = robbed(world, random, options);
  const victim = clientOf(person, machineOf(person, random), options.day);
  const base = options.loudness === 'loud' ? stranger(victim, random) : victim;
  const who =
    scenario.anonymous === true ? { ...base, identity: anonymous, role: 'viewer' as const, team: '' } : base;
  const client =
    scenario.as === undefined
      ? who
      : {
          ...who,
          impersonating: scenario.as,
          role: person.role === 'platform' ? person.role : ('viewer' as const),
        };
  const prey = preyOf(world, random, options.day, victim.team, client.minor);
  const steps = (options.loudness === 'living' ? scenario.living?.steps : scenario.steps)?.(prey) ?? [];
  const requests: Request[] = [];
  let at = Math.round(today.midnight + (options.hour ?? 7 + 9 * random.next()) * 3_600_000_000);
  for (const step of steps) {
    if (
      requests.filter(({ code, step: { code: known } }) => code === 403 && known === undefined).length >=
      patience
    )
      break;
    const end = run(world, random, client, [step], at, `${scenario.id}/${options.loudness}`, requests);
    at = Math.min(end, at + 600_000_000) + Math.round(random.exponential(25_000_000));
  }
  return requests;
}
