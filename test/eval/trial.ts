/**
 * One trial: a month, an attack that ends on its last day, and what a ranking has to work with.
 * Refuses to know any ranking.
 */
import type { AttackOptions } from '../../src/simulate/attacks/attack.ts';
import type { Loudness, Scenario } from '../../src/simulate/attacks/scenario.ts';
import { isOfAttack, type Request } from '../../src/simulate/request.ts';
import type { World } from '../../src/simulate/world.ts';
import { attackedDays, type MonthDay, type Prepared } from './history.ts';
import { livingAttack } from './living.ts';
import { attackIn, type Size } from './months.ts';

/** An attack in one cluster, on a day on which all clusters of the company are ranked. */
export interface Trial {
  readonly scenario: string;
  readonly loudness: Loudness;
  /** Role of the one whose credentials were used. */
  readonly victim: string;
  readonly pace: 'typed' | 'scripted';
  readonly attacked: MonthDay;
  /** Days before, on which the attack began; the first one first. */
  readonly earlier: readonly MonthDay[];
  /** The attacked cluster's day and those of the others. */
  readonly days: readonly MonthDay[];
}

/** How an attack is done: with which program, how fast, as whom and beside what. It changes neither who is robbed nor what is wanted. */
export type Manner = Pick<AttackOptions, 'client' | 'pace' | 'guise' | 'junk'>;

/** A script's requests follow each other within seconds. */
function paceOf(requests: readonly Request[]): Trial['pace'] {
  const attack = requests.filter(isOfAttack);
  const span = (attack.at(-1)?.at ?? 0) - (attack[0]?.at ?? 0);
  return span < attack.length * 3_000_000 ? 'scripted' : 'typed';
}

function roleOf({ people, robots }: World, attack: readonly Request[]): string {
  const name = attack.find(isOfAttack)?.who.username;
  if (robots.some(({ identity }) => identity.username === name)) return 'robot';
  return people.find(({ identity }) => identity.username === name)?.role ?? 'nobody';
}

/** @returns `null` where the scenario has no such form, or nobody fits */
export function trialOf(
  { month, quiet }: Prepared,
  size: Size,
  scenario: Scenario,
  loudness: Loudness,
  manner: Manner = {},
): Trial | null {
  const cluster = month.clusters.find((one) => one.size === size);
  const history = quiet.find((day) => day.history.size === size)?.history;
  if (cluster === undefined || history === undefined) return null;
  const attack =
    loudness === 'living'
      ? livingAttack(month, cluster, scenario, manner)
      : attackIn(month, cluster.world, { ...manner, scenario, loudness });
  if (attack.length === 0) return null;
  const days = attackedDays(month, history, attack);
  const attacked = days.at(-1);
  if (attacked === undefined || attacked.attackPatterns.size === 0) return null;
  const others = quiet.filter((day) => day.history.size !== size);
  return {
    scenario: scenario.id,
    loudness,
    victim: roleOf(cluster.world, attack),
    pace: paceOf(attack),
    attacked,
    // Days of junk alone are history, and nothing of the attack could be told on them.
    earlier: days.slice(0, -1).filter(({ attackPatterns }) => attackPatterns.size > 0),
    days: [attacked, ...others],
  };
}
