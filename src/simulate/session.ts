/**
 * Somebody sits down and works for a while: which machine, which namespace, which commands.
 * Odd things happen in daily life too: journeys, projects, sweeps over all namespaces, the emergency account.
 */

import { type Caller, userAgentOf } from './kubectl/caller.ts';
import { type Target, targetIn } from './kubectl/command.ts';
import { commands } from './kubectl/commands.ts';
import { runCommand } from './kubectl/run.ts';
import type { Namespace } from './namespace.ts';
import { busier, newsFor } from './noise.ts';
import { addressFrom, addressOn, type Machine, type Person, versionOn } from './people.ts';
import { choice, draw, type Random } from './random.ts';
import type { Identity, Request } from './request.ts';
import { type Role, usual } from './roles.ts';
import { minute, type Today } from './time.ts';
import type { World } from './world.ts';

/** A person on a day. */
export interface Shift {
  readonly world: World;
  readonly random: Random;
  readonly person: Person;
  readonly today: Today;
  /** Where requests go. */
  readonly into: Request[];
}

/** `az aks get-credentials --admin`: the local account that passes by Entra. */
const emergencyAccount: Identity = {
  username: 'masterclient',
  uid: null,
  groups: ['system:masters', 'system:authenticated'],
  extra: null,
};

const everyCommand: readonly string[] = Object.keys(commands);
const commandsOf: Readonly<Record<Role, readonly string[]>> = {
  developer: Object.keys(usual.developer),
  platform: Object.keys(usual.platform),
  operator: Object.keys(usual.operator),
  viewer: Object.keys(usual.viewer),
};

/** How often the odd things happen, per session; sweeps and the emergency account to those who look after the cluster. */
const journeys = 0.015;
const sweeps = 0.02;
const emergencies = 0.015;

/** The namespaces a person turns to today, with weights: the team's own first, then what the role looks after. */
export function namespaceWeights(
  world: World,
  person: Person,
  day: number,
): readonly (readonly [Namespace, number])[] {
  const wide = person.role === 'platform' || person.role === 'operator';
  return world.namespaces
    .filter(({ since }) => since <= day)
    .map((namespace, i) => {
      if (namespace.team === person.team) return [namespace, 10 / (1 + (i % 3))] as const;
      if (namespace.team === 'platform' && person.role === 'platform') return [namespace, 8] as const;
      return [namespace, wide ? 1 : 0.06] as const;
    });
}

export function callerOf(person: Person, machine: Machine, day: number): Caller {
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

/** A command that is not this person's habit: mostly one that colleagues of the role use, at times any. */
const unusual = (random: Random, { role }: Person): string =>
  random.pick(random.chance(0.75) ? commandsOf[role] : everyCommand);

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
    commands: Array.from({ length: 2 + random.int(3) }, () => unusual(random, person)),
  };
}

/** Who the cluster sees in this session: the person at a machine of his own, nearly always. */
function callerIn({ random, person, today }: Shift): Caller {
  const usually = callerOf(person, machineOf(person, random), today.day);
  if (random.chance(journeys)) return { ...usually, ip: addressFrom(random, [37, 80, 89, 109]) };
  if (person.role === 'platform' && random.chance(emergencies))
    return { ...usually, identity: emergencyAccount };
  return usually;
}

const targetOf = ({ world, random, today }: Shift, { minor }: Caller, namespace: Namespace): Target =>
  targetIn(namespace, { random, day: today.day, nodes: world.nodes, minor });

/** One command, and how long until the next one. */
function command(shift: Shift, caller: Caller, name: string, namespace: Namespace, at: number): number {
  const target = targetOf(shift, caller, namespace);
  const end = runCommand(shift.world, caller, name, target, at, shift.into);
  const busy = Math.max(at + 5_000_000, Math.min(end, at + 10 * minute));
  return busy + Math.round(shift.random.exponential(1.5 * minute));
}

/** The same question to one namespace after the other, as a loop in the shell does. */
function sweep(shift: Shift, caller: Caller, start: number): void {
  const name = shift.random.pick([
    'get pods',
    'get deployments',
    'get events',
    'get configmaps',
    'get jobs',
    'get secrets',
    'get ingress',
  ]);
  let at = start;
  for (const namespace of shift.world.namespaces.filter(({ since }) => since <= shift.today.day)) {
    const target = targetOf(shift, caller, namespace);
    at = runCommand(shift.world, caller, name, target, at, shift.into) + 300_000;
  }
}

/** A session from a time on; `focus` is the namespace of an incident. */
export function session(shift: Shift, start: number, focus: Namespace | null = null): void {
  const { world, random, person, today } = shift;
  const caller = callerIn(shift);
  const wide = person.role === 'platform' || person.role === 'operator';
  if (wide && random.chance(sweeps)) sweep(shift, caller, start);
  const spaces = choice(namespaceWeights(world, person, today.day));
  const project = projectOn(world, person, today.day);
  let namespace = focus ?? draw(random, spaces);
  let at = start;
  const isNoisy = world.options.noise === true;
  const count = 1 + Math.floor(random.exponential(person.stamina) * (isNoisy ? busier : 1));
  for (let i = 0; i < count; i++) {
    if (focus === null && random.chance(0.2)) namespace = draw(random, spaces);
    const news = isNoisy ? newsFor(world, person, today.day, random) : null;
    if (news !== null) {
      at = command(shift, caller, news, namespace, at);
    } else if (project !== null && random.chance(0.3)) {
      at = command(shift, caller, random.pick(project.commands), project.namespace, at);
    } else {
      const name = random.chance(person.curiosity) ? unusual(random, person) : draw(random, person.taste);
      at = command(shift, caller, name, namespace, at);
    }
  }
}
