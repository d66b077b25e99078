/**
 * Living off the land, to the letter: every action is one that others in the cluster do on most working days, and
 * what the robbed one does is new for this one. Checked against the month, not assumed.
 */

import type { Scenario } from '../../src/simulate/attacks/scenario.ts';
import { mayElsewhere, victimsOn } from '../../src/simulate/attacks/victim.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { kindOf, type Request } from '../../src/simulate/request.ts';
import { attackIn, lastDay, type Month } from './months.ts';
import type { Manner } from './trial.ts';

/** Days of the thirty on which somebody else must have done an action. */
const commonDays = 10;
/** Share of what an attacker does (action and namespace) that is new for the robbed one. */
const newShare = 0.75;

type MonthCluster = Month['clusters'][number];

const streams = new Set(['exec', 'attach', 'portforward']);

function actionOf({ step: { verb, resource, subresource, path } }: Request): string {
  const way = subresource !== undefined && streams.has(subresource) ? 'open' : verb;
  return `${way} ${resource === null ? path : kindOf(resource).resource}/${subresource ?? ''}`;
}
const deedOf = (request: Request): string => `${actionOf(request)} ${request.step.namespace ?? ''}`;

interface Customs {
  /** Days on which a user did an action, by action and user. */
  readonly days: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly deeds: ReadonlySet<string>;
}

const known = new WeakMap<MonthCluster, Customs>();

function customsOf(cluster: MonthCluster): Customs {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const days = new Map<string, Map<string, number>>();
  const deeds = new Set<string>();
  for (const requests of cluster.days.slice(0, lastDay)) {
    const today = new Set<string>();
    for (const request of requests) {
      const user = request.who.username;
      deeds.add(`${user} ${deedOf(request)}`);
      const action = actionOf(request);
      if (request.code >= 400 || today.has(`${user} ${action}`)) continue;
      today.add(`${user} ${action}`);
      const byUser = days.get(action) ?? new Map<string, number>();
      days.set(action, byUser.set(user, (byUser.get(user) ?? 0) + 1));
    }
  }
  const customs = { days, deeds };
  known.set(cluster, customs);
  return customs;
}

/** Whether an attack is made of what others do all the time, and is new for the one whose credentials are used. */
export function livesOffTheLand(cluster: MonthCluster, attack: readonly Request[]): boolean {
  const { days, deeds } = customsOf(cluster);
  const user = attack[0]?.who.username ?? '';
  const isCommon = attack.every((request) => {
    let others = 0;
    for (const [name, count] of days.get(actionOf(request)) ?? []) if (name !== user) others += count;
    return others >= commonDays;
  });
  const done = [...new Set(attack.map(deedOf))];
  const fresh = done.filter((deed) => !deeds.has(`${user} ${deed}`)).length;
  return isCommon && done.length > 0 && fresh >= newShare * done.length;
}

/**
 * The attack with the credentials of the first fitting victim in random order; empty when nobody fits. Checked as it is with
 * kubectl in its own time, so that it is the same one with every program and at every pace: what a program asks by itself is
 * not checked.
 */
export function livingAttack(
  month: Month,
  cluster: MonthCluster,
  scenario: Scenario,
  manner: Manner = {},
): Request[] {
  if (scenario.living === undefined) return [];
  const random = randomFrom(`living ${month.seed} ${scenario.id} ${cluster.size}`);
  const able = victimsOn(cluster.world, lastDay)
    .filter(({ role }) => mayElsewhere(cluster.world, role))
    .map((victim) => [random.next(), victim] as const)
    .sort(([a], [b]) => a - b);
  for (const [, { identity }] of able) {
    const victim = (other: { identity: { username: string } }): boolean =>
      other.identity.username === identity.username;
    const planned = { scenario, loudness: 'living', victim } as const;
    if (livesOffTheLand(cluster, attackIn(month, cluster.world, planned)))
      return attackIn(month, cluster.world, { ...manner, ...planned });
  }
  return [];
}
