/**
 * How an attacker goes about it: whose credentials, from where, with which program, when.
 * Refuses to know what he does: that is a scenario's.
 */

import { type Client, systemOf } from '../clients/client.ts';
import { type ClientName, clients } from '../clients/clients.ts';
import { type Caller, userAgentOf } from '../kubectl/caller.ts';
import { run } from '../kubectl/run.ts';
import { addressFrom } from '../people.ts';
import type { Random } from '../random.ts';
import type { Identity, Request, Step } from '../request.ts';
import type { Today } from '../time.ts';
import type { World } from '../world.ts';
import { callersIn, type Guise } from './guise.ts';
import { type Junk, junkOf } from './junk.ts';
import { daysBefore, type Pace, slowed } from './pace.ts';
import type { Loudness, Scenario } from './scenario.ts';
import { surroundingsOf } from './surroundings.ts';
import { mayElsewhere, robbed, type Victim } from './victim.ts';

export interface AttackOptions {
  readonly cluster: string;
  /** Day of the simulation, the first being 0. */
  readonly day: number;
  readonly scenario: Scenario;
  readonly loudness: Loudness;
  /** Hour in UTC; by default one of the working day. */
  readonly hour?: number;
  /** Typed or a script by chance when left out. All else is as it would be at another pace. */
  readonly pace?: Pace;
  /** As whom he calls, besides as the one he robbed. */
  readonly guise?: Guise;
  /** What he sends beside the attack. */
  readonly junk?: Junk;
  /** Whose credentials; by default anybody's, people's and robots' alike. */
  readonly victim?: (victim: Victim) => boolean;
  /** The program that he uses; kubectl when left out. All else is as it would be with kubectl. */
  readonly client?: ClientName;
}

const anonymous: Identity = {
  username: 'system:anonymous',
  uid: null,
  groups: ['system:unauthenticated'],
  extra: null,
};
/** Share of attacks that are scripts and not typed. */
const scriptedShare = 0.35;
/** Refusals after which an attacker gives up. */
const patience = 8;
const attackerBlocks = [45, 91, 103, 141, 185, 193];

function stranger(caller: Caller, random: Random): Caller {
  const minor = 26 + random.int(9);
  const system = random.pick(['linux/amd64', 'linux/arm64']);
  return {
    ...caller,
    ip: addressFrom(random, attackerBlocks),
    minor,
    userAgent: userAgentOf(system, minor, random.int(14)),
  };
}

/** The robbed one as the cluster sees him in the attacker's hands. */
function callerFor(victim: Caller, { scenario, loudness }: AttackOptions, random: Random): Caller {
  const place = loudness === 'loud' ? stranger(victim, random) : victim;
  const caller: Caller =
    scenario.anonymous === true ? { ...place, identity: anonymous, role: 'viewer', team: '' } : place;
  if (scenario.as === undefined) return caller;
  const role = victim.role === 'platform' ? 'platform' : 'viewer';
  return { ...caller, impersonating: scenario.as, role };
}

/** The robbed one with another program in hand, and what that program sends for what kubectl would send. */
function through(client: Client, caller: Caller, steps: readonly Step[], random: Random): [Caller, Step[][]] {
  const userAgent = client.agent(random, systemOf(caller.userAgent));
  const sent = [client.opens, ...steps.map((step) => client.sends(step, random))];
  return [{ ...caller, userAgent }, sent.filter(({ length }) => length > 0).map((some) => [...some])];
}

/**
 * The requests of an attack; labelled `scenario/loudness`. Empty when the scenario has no such form, or nobody fits.
 * A slow one began on days before: `today` is its last.
 */
export function attack(world: World, seed: Random, today: Today, options: AttackOptions): Request[] {
  const { scenario } = options;
  const random = seed.fork(`attack ${scenario.id} ${options.loudness} ${options.day}`);
  const ableTo = (able: Victim): boolean => options.loudness !== 'living' || mayElsewhere(world, able.role);
  const since = Math.max(0, options.day - (options.pace === undefined ? 0 : daysBefore[options.pace]));
  const victim = robbed(
    world,
    random,
    options.day,
    (able) => ableTo(able) && options.victim?.(able) !== false,
    since,
  );
  if (victim === null) return [];
  const withKubectl = callerFor(victim, options, random);
  const around = surroundingsOf(world, random, options.day, victim.team, withKubectl.minor);
  const steps = (options.loudness === 'living' ? scenario.living : scenario.steps)?.(around) ?? [];
  if (steps.length === 0) return [];
  const [caller, commands] =
    options.client === undefined
      ? [withKubectl, steps.map((step) => [step])]
      : through(clients[options.client], withKubectl, steps, random.fork('client'));
  const callers = callersFor(options, caller, { world, random: random.fork('guise'), day: since }, ableTo);
  // Many an attack is a script: then its requests follow each other as fast as a daily loop's do.
  const byChance = random.fork('pace').chance(scriptedShare) ? 'scripted' : 'typed';
  const pace = options.pace ?? byChance;
  const done: Request[][] = [];
  let refusals = 0;
  let at = Math.round(today.midnight + (options.hour ?? 7 + 9 * random.next()) * 3_600_000_000);
  for (const [n, command] of commands.entries()) {
    if (refusals >= patience) break;
    const requests: Request[] = [];
    const end = run(world, random, callers(n), command, at, `${scenario.id}/${options.loudness}`, requests);
    done.push(requests);
    refusals += requests.filter(
      ({ code, step: { code: known } }) => code === 403 && known === undefined,
    ).length;
    const pause = Math.round(random.exponential(25_000_000));
    at = pace === 'scripted' ? at + Math.round(pause / 60) : Math.min(end, at + 600_000_000) + pause;
  }
  const attacked =
    pace === 'patient' || pace === 'spread' ? slowed(pace, done, random.fork('slowly'), today) : done.flat();
  if (options.junk === undefined) return attacked;
  return [...attacked, ...junkOf(options.junk, world, random.fork('junk'), today, caller)].sort(
    (a, b) => a.at - b.at,
  );
}

/** Who calls with the n-th command. Who is anonymous, or takes on a name as the attack wants it, keeps that one. */
function callersFor(
  { scenario, guise }: AttackOptions,
  caller: Caller,
  around: Parameters<typeof callersIn>[2],
  suits: (victim: Victim) => boolean,
): (n: number) => Caller {
  const isFixed = scenario.anonymous === true || scenario.as !== undefined;
  return guise === undefined || isFixed ? () => caller : callersIn(guise, caller, around, suits);
}
