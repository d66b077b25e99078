/**
 * Months of AKS kube-audit logs that follow from a seed alone: people, robots, AKS itself, machinery and attacks.
 * Pure: no clock, no environment, no Math.random. What it assumes stands in docs/signal.md.
 */
import { addDays, type Day } from '../core/count/day.ts';
import { type AttackOptions, attack } from './attacks/attack.ts';
import { clientDay } from './clients/client-day.ts';
import { eventsOf, microTime } from './events.ts';
import { controllerDay, machineryDay } from './machinery-day.ts';
import { type Random, randomFrom } from './random.ts';
import type { SimulatedEvent } from './record.ts';
import type { Request } from './request.ts';
import type { Today } from './time.ts';
import { upgradeDay } from './upgrade.ts';
import { workday } from './work-day.ts';
import { type ClusterOptions, type World, worldOf } from './world.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly from: Day;
  readonly days: number;
  readonly clusters: readonly ClusterOptions[];
  readonly attacks?: readonly AttackOptions[];
  /** Days on which nearly nobody works although it is no weekend. */
  readonly holidays?: readonly Day[];
  /** Weekend days on which people work, as in a maintenance window. */
  readonly busyWeekends?: readonly Day[];
}

/** The clusters of a simulation, each a world of its own; they share the company's office and platform people. */
export function worldsOf(options: SimulationOptions): World[] {
  const seed = randomFrom(`rarecall ${options.seed}`);
  return options.clusters.map((cluster, i) => worldOf(seed, cluster, options.days, i));
}

function todayOf(options: SimulationOptions, day: number): Today {
  const date = addDays(options.from, day);
  const midnight = Date.parse(date) * 1000;
  const weekend = new Date(date).getUTCDay() % 6 === 0;
  const presence =
    options.holidays?.includes(date) === true
      ? 0.05
      : weekend
        ? options.busyWeekends?.includes(date) === true
          ? 0.6
          : 0.05
        : 1;
  return { day, midnight, presence };
}

/** The requests of one attack, whether planned in the options or not. */
export const attackOn = (options: SimulationOptions, world: World, planned: AttackOptions): Request[] =>
  attack(world, world.seed.fork(`day ${planned.day}`), todayOf(options, planned.day), planned);

/** What nobody types: the cluster's own parts, and the controllers that teams have installed; not in order of time. */
export function machineryOn(options: SimulationOptions, world: World, day: number): Request[] {
  const today = todayOf(options, day);
  const random = world.seed.fork(`day ${day}`);
  // The names of forks belong to the seed: another name makes another month.
  return [
    ...machineryDay(world, today, random.fork('noise')),
    ...controllerDay(world, today, random.fork('controllers')),
  ];
}

/** The requests of a day in a cluster, attacks included, in order of time. */
export function requestsOn(
  options: SimulationOptions,
  world: World,
  day: number,
  withMachinery: boolean,
): Request[] {
  const today = todayOf(options, day);
  const random = world.seed.fork(`day ${day}`);
  const requests = workday(world, today, random.fork('work'));
  if (world.options.otherClients === true) requests.push(...clientDay(world, today, random.fork('clients')));
  requests.push(...upgradeDay(world, today, random.fork('upgrade')));
  if (withMachinery) requests.push(...machineryOn(options, world, day));
  for (const planned of options.attacks ?? []) {
    if (planned.cluster === world.options.name && planned.day === day)
      requests.push(...attackOn(options, world, planned));
  }
  return requests.sort((a, b) => a.at - b.at);
}

interface Written {
  readonly at: number;
  readonly simulated: SimulatedEvent;
}

/** Most records arrive within minutes; a few are an hour or two late. */
function delay(random: Random): number {
  return random.chance(0.01)
    ? random.exponential(3_600_000_000)
    : 60_000_000 + random.exponential(90_000_000);
}

function written(world: World, request: Request, random: Random): Written[] {
  return eventsOf(request, random).map(({ at, event }) => {
    const nanoseconds = Math.round((150 + random.next() * 2_800) * 1000);
    const time =
      `${microTime(at + Math.floor(nanoseconds / 1000)).slice(0, -1)}${String(nanoseconds % 1000).padStart(3, '0')}`.replace(
        /0+$/,
        '',
      );
    return {
      at,
      simulated: {
        cluster: world.resourceId,
        time: `${time}Z`,
        arrived: microTime(at + Math.round(delay(random))).slice(0, 13),
        event,
        label: request.label,
        ...world.apiServer,
      },
    };
  });
}

/** All events in order of time; those of long requests may lie up to a day after the last day. */
export function* simulate(options: SimulationOptions): Generator<SimulatedEvent> {
  const worlds = worldsOf(options);
  let pending: Written[] = [];
  for (let day = 0; day < options.days; day++) {
    for (const world of worlds) {
      const random = world.seed.fork(`events ${day}`);
      for (const request of requestsOn(options, world, day, true))
        pending.push(...written(world, request, random));
    }
    pending.sort((a, b) => a.at - b.at);
    const end = todayOf(options, day + 1).midnight;
    const cut = pending.findIndex(({ at }) => at >= end);
    const done = cut === -1 ? pending : pending.slice(0, cut);
    pending = cut === -1 ? [] : pending.slice(cut);
    for (const { simulated } of done) yield simulated;
  }
  for (const { simulated } of pending) yield simulated;
}
