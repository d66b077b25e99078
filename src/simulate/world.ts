/**
 * A made-up cluster with all around it: its namespaces and nodes, the people and robots of its company, and their places.
 * Knows who and what is there over the simulated days; refuses to know what happens on one.
 */

import { kubeSystem, monitoring, type Namespace, namespaceOf } from './namespace.ts';
import { addressFrom, type Person, personOf } from './people.ts';
import { itemAt, type Random } from './random.ts';
import { type Robot, robotsOf } from './robots.ts';
import type { Role } from './roles.ts';

/** A day on which the nodes are upgraded, and who does it: AKS, or somebody with kubectl. */
export interface Upgrade {
  readonly day: number;
  readonly by: 'aks' | 'operator' | 'pipeline';
}

export interface ClusterOptions {
  readonly name: string;
  readonly people: number;
  readonly teams: number;
  readonly robots: number;
  /** Requests of the machinery an hour, in the mean. */
  readonly machinery: number;
  /** Requests an hour, in the mean, of controllers that teams have installed; none when left out. */
  readonly controllers?: number;
  /** How busy people and robots are, 1 being usual. */
  readonly pace?: number;
  readonly crlf?: boolean;
  /** A team with namespaces of its own begins on this day. */
  readonly newTeamOn?: number;
  /** Developers may change things in every team's namespaces, as is usual outside of production. */
  readonly open?: boolean;
  /** All callers come from one address, as behind a Private Link. */
  readonly behindNat?: boolean;
  /** Some use other programs than kubectl as well; what is done with kubectl stays as it is. */
  readonly otherClients?: boolean;
  /** People type more, and things that are new to them, as real ones do. */
  readonly noise?: boolean;
  readonly upgrade?: Upgrade;
}

/** One cluster with all around it. */
export interface World {
  /** Where draws about the cluster's longer stories come from. */
  readonly seed: Random;
  readonly options: ClusterOptions;
  /** Upper case, as AKS writes it. */
  readonly resourceId: string;
  readonly namespaces: readonly Namespace[];
  readonly people: readonly Person[];
  readonly robots: readonly Robot[];
  readonly nodes: readonly string[];
  /** Addresses of the control plane, of which one is often the last of `sourceIPs`. */
  readonly hops: readonly string[];
  readonly egress: string;
  readonly nat: string;
  /** Incidents: a day, the namespace that is ill, and how many people look at it. */
  readonly incidents: readonly {
    readonly day: number;
    readonly namespace: Namespace;
    readonly helpers: number;
  }[];
  readonly apiServer: { readonly pod: string; readonly containerID: string };
}

const teamNames = [
  'shop', 'billing', 'search', 'data', 'identity', 'logistics', 'crm', 'media', 'risk', 'loyalty', 'pricing', 'mobile',
]; // biome-ignore format: a list of words

const subscription = '5F1C7A52-0B7E-4E0F-9C36-2D8A41B7E9D0';

function roleOf(random: Random, index: number, count: number): Role {
  if (index < Math.max(1, Math.round(count * 0.15))) return 'platform';
  if (index < Math.max(2, Math.round(count * 0.27))) return 'operator';
  return random.chance(0.12) ? 'viewer' : 'developer';
}

export function worldOf(seed: Random, options: ClusterOptions, days: number, number: number): World {
  const company = seed.fork('company');
  const office = [addressFrom(company, [62, 80]), addressFrom(company, [62, 80])];
  const everybody = company.uuid();
  const random = seed.fork(`cluster ${options.name}`);
  const teams = Array.from({ length: options.teams }, (_, i) => itemAt(teamNames, i + number * 3));
  const newTeam = `${itemAt(teamNames, options.teams + number * 3)}-lab`;

  const namespaces: Namespace[] = [kubeSystem, monitoring];
  for (const team of teams) {
    const count = 1 + random.int(4);
    for (let i = 0; i < count; i++) namespaces.push(namespaceOf(random, team, i, 0));
    // Now and then a team makes itself one namespace more.
    if (random.chance(0.35)) namespaces.push(namespaceOf(random, team, 4, random.int(days)));
  }
  if (options.newTeamOn !== undefined) {
    namespaces.push(
      namespaceOf(random, newTeam, 0, options.newTeamOn),
      namespaceOf(random, newTeam, 1, options.newTeamOn),
    );
  }

  const people: Person[] = [];
  for (let i = 0; i < options.people; i++) {
    const role = roleOf(random, i, options.people);
    // The first of the platform people look after every cluster; the rest belong to one.
    const shared = role === 'platform' && i < 2;
    const who = shared ? seed.fork(`platform ${i}`) : random.fork(`person ${i}`);
    const joinsNewTeam = options.newTeamOn !== undefined && i >= options.people - 3;
    const team = joinsNewTeam ? newTeam : role === 'platform' ? 'platform' : itemAt(teams, i);
    const newcomer = i > 3 && who.chance(0.1) ? who.int(days) : 0;
    people.push(
      personOf(who, {
        role,
        team,
        number: shared ? i : 2 + number * 40 + i,
        days,
        office,
        groups: [everybody, seed.fork(`group ${team}`).uuid()],
        from: joinsNewTeam ? Math.max(newcomer, options.newTeamOn ?? 0) : newcomer,
      }),
    );
  }

  const incidents = [];
  for (let day = random.exponential(7); day < days; day += random.exponential(7)) {
    incidents.push({ day: Math.floor(day), namespace: random.pick(namespaces), helpers: 1 + random.int(3) });
  }
  const scaleSet = random.int(90_000_000) + 10_000_000;
  return {
    seed: random.fork('stories'),
    options,
    resourceId: `/SUBSCRIPTIONS/${subscription}/RESOURCEGROUPS/RG-${options.name.toUpperCase()}/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/${options.name.toUpperCase()}`,
    namespaces,
    people,
    robots: robotsOf(random.fork('robots'), { count: options.robots, namespaces, days }),
    nodes: Array.from(
      { length: 3 + Math.ceil(options.people / 8) },
      (_, i) => `aks-pool1-${scaleSet}-vmss${i.toString(36).padStart(6, '0')}`,
    ),
    hops: Array.from({ length: 3 }, () => `172.31.${random.int(50)}.${random.int(254) + 1}`),
    egress: addressFrom(random, [20, 51]),
    nat: `10.240.0.${4 + random.int(4)}`,
    incidents,
    apiServer: { pod: `kube-apiserver-${random.hex(10)}-${random.hex(5)}`, containerID: random.hex(64) },
  };
}
