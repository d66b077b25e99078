/**
 * The months on which rankings are judged: three clusters of different size, with everything that makes days differ.
 * Knows the simulation; refuses to know rankings.
 */
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { AttackOptions } from '../../src/simulate/attacks/attack.ts';
import { itemAt } from '../../src/simulate/random.ts';
import type { Request } from '../../src/simulate/request.ts';
import {
  attackOn,
  machineryOn,
  requestsOn,
  type SimulationOptions,
  worldsOf,
} from '../../src/simulate/simulate.ts';
import type { Upgrade, World } from '../../src/simulate/world.ts';

/** The day that is ranked, counted from the first; the days before are its baseline. */
export const lastDay = 30;

export const sizes = ['small', 'medium', 'large'] as const;
export type Size = (typeof sizes)[number];

/** Whose calls the month is made of: those with kubectl, or with whatever program people and scripts use. */
export type Clients = 'kubectl' | 'interactive';

/** What of a month is not as usual. */
export interface Setting {
  /** Everybody comes from one address, as behind a Private Link. */
  readonly behindNat?: boolean;
  /** People are as noisy as real ones. */
  readonly noise?: boolean;
  /** The nodes are upgraded on the last day: by AKS in one cluster, by a person and a pipeline in the others. */
  readonly upgraded?: boolean;
}

const upgraders = ['aks', 'operator', 'pipeline'] as const;

/** A month by its seed; the weekday of the last day, holidays, new teams and lax rights differ between seeds. */
export function monthOptions(seed: number, clients: Clients, setting: Setting = {}): SimulationOptions {
  const { upgraded = false, ...everywhere } = setting;
  // The machinery is far below a real cluster's, but every node and controller shows.
  const around = { machinery: 3, controllers: 2, otherClients: clients === 'interactive', ...everywhere };
  const upgradeOf = (i: number): { upgrade?: Upgrade } =>
    upgraded ? { upgrade: { day: lastDay, by: itemAt(upgraders, seed + i) } } : {};
  const from = addDays('2026-08-31' as Day, seed % 7);
  const newTeam = (shift: number): { newTeamOn?: number } =>
    (seed + shift) % 3 === 0 ? { newTeamOn: 5 + (seed % 26) } : {};
  return {
    seed,
    from,
    days: lastDay + 1,
    clusters: [
      {
        name: 'small',
        people: 7,
        teams: 2,
        robots: 2,
        open: seed % 2 === 0,
        ...newTeam(0),
        ...upgradeOf(0),
        ...around,
      },
      {
        name: 'medium',
        people: 24,
        teams: 5,
        robots: 6,
        open: seed % 3 === 0,
        ...newTeam(1),
        ...upgradeOf(1),
        ...around,
      },
      {
        name: 'large',
        people: 60,
        teams: 11,
        robots: 14,
        open: seed % 5 === 0,
        ...newTeam(2),
        ...upgradeOf(2),
        ...around,
      },
    ],
    holidays: seed % 4 === 0 ? [addDays(from, 9), addDays(from, 10)] : [],
    busyWeekends: [addDays(from, lastDay)],
  };
}

/** A simulated month without attacks; attacks are made for its last day one by one. */
export interface Month {
  readonly seed: number;
  readonly clients: Clients;
  readonly options: SimulationOptions;
  readonly clusters: readonly {
    readonly size: Size;
    readonly world: World;
    /** Requests of people, robots and programs by day, the first day first. */
    readonly days: readonly (readonly Request[])[];
    /** Those of the machinery: they leave a trace of where it is. */
    readonly machinery: readonly (readonly Request[])[];
  }[];
}

export function monthOf(seed: number, clients: Clients, setting?: Setting): Month {
  const options = monthOptions(seed, clients, setting);
  const clusters = worldsOf(options).map((world, i) => ({
    size: sizes[i] ?? 'large',
    world,
    days: Array.from({ length: options.days }, (_, day) => requestsOn(options, world, day, false)),
    machinery: Array.from({ length: clients === 'kubectl' ? 0 : options.days }, (_, day) =>
      machineryOn(options, world, day),
    ),
  }));
  return { seed, clients, options, clusters };
}

/** The requests of one attack on the last day. */
export const attackIn = (
  month: Month,
  world: World,
  planned: Omit<AttackOptions, 'cluster' | 'day'>,
): Request[] => attackOn(month.options, world, { ...planned, cluster: world.options.name, day: lastDay });
