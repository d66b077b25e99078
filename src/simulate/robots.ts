/**
 * Identities that are no people: pipelines that deploy, jobs inside of the cluster, and AKS itself.
 * Knows what each one runs and when; a robot does the same things over and over, until somebody changes its script.
 */

import type { Namespace } from './namespace.ts';
import { addressFrom } from './people.ts';
import { itemAt, type Random } from './random.ts';
import type { Identity } from './request.ts';
import type { Role } from './roles.ts';

export interface Robot {
  readonly identity: Identity;
  readonly role: Role;
  readonly team: string;
  readonly namespaces: readonly Namespace[];
  /** Commands of one run, by the day from which this script is in use; ascending. */
  readonly scripts: readonly (readonly [day: number, commands: readonly string[]])[];
  /** Runs on a working day, in the mean; on other days a share of it. */
  readonly runs: number;
  readonly weekend: number;
  /** Empty: the cluster's own egress address. */
  readonly ips: readonly string[];
  readonly versions: readonly (readonly [day: number, minor: number, patch: number])[];
}

const deploy = ['apply configmap', 'apply service', 'apply deployment', 'rollout status'];
const extraSteps = [
  'apply ingress',
  'get pods',
  'apply secret',
  'apply cronjob',
  'set image',
  'annotate',
  'get deployments',
  'delete job',
  'version',
];
const inCluster: readonly (readonly [name: string, commands: readonly string[], runs: number])[] = [
  ['janitor', ['get jobs', 'delete job'], 8],
  ['secret-rotator', ['get secrets', 'get secret', 'apply secret'], 2],
  ['backup', ['get pvc', 'get statefulsets', 'exec'], 1],
  ['reporter', ['get pods -A', 'get nodes', 'get deployments -A'], 6],
];

function pipeline(random: Random, team: string, namespaces: readonly Namespace[], days: number): Robot {
  const script = [...deploy, ...extraSteps.filter(() => random.chance(0.2))];
  const scripts: [number, string[]][] = [[0, script]];
  if (random.chance(0.3)) scripts.push([random.int(days), [...script, random.pick(extraSteps)]]);
  // Hosted runners come from everywhere in a data centre; own ones have a fixed address.
  const hosted = random.chance(0.5);
  const minor = 29 + random.int(6);
  const versions: [number, number, number][] = [[0, minor, random.int(9)]];
  if (random.chance(0.4)) versions.push([random.int(days), minor + 1, random.int(4)]);
  return {
    identity: {
      username: random.uuid(),
      uid: null,
      groups: ['system:authenticated'],
      extra: { oid: [random.uuid()] },
    },
    // Many a pipeline has far more rights than it needs.
    role: random.chance(0.5) ? 'platform' : 'developer',
    team,
    namespaces,
    scripts,
    runs: 0.7 + random.exponential(2.5),
    weekend: 0.15,
    ips: Array.from({ length: hosted ? 240 : 1 }, () => addressFrom(random, [4, 13, 20, 40, 52])),
    versions,
  };
}

function jobInside(random: Random, index: number, namespaces: readonly Namespace[]): Robot {
  const [name, commands, runs] = itemAt(inCluster, index);
  return {
    identity: {
      username: `system:serviceaccount:ops:${name}`,
      uid: random.uuid(),
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ops', 'system:authenticated'],
      extra: {
        'authentication.kubernetes.io/pod-name': [`${name}-${random.hex(5)}`],
        'authentication.kubernetes.io/pod-uid': [random.uuid()],
      },
    },
    role: 'platform',
    team: 'ops',
    namespaces,
    scripts: [[0, commands]],
    runs,
    weekend: 1,
    ips: [],
    versions: [[0, 27 + random.int(6), random.int(9)]],
  };
}

export function robotsOf(
  random: Random,
  place: { count: number; namespaces: readonly Namespace[]; days: number },
): Robot[] {
  const teams = [...new Set(place.namespaces.map(({ team }) => team))].filter((team) => team !== 'platform');
  return Array.from({ length: place.count }, (_, i) => {
    const own = random.fork(`robot ${i}`);
    if (i % 3 === 2) return jobInside(own, (i - 2) / 3, place.namespaces);
    const team = itemAt(teams, i);
    return pipeline(
      own,
      team,
      place.namespaces.filter((space) => space.team === team),
      place.days,
    );
  });
}

/** AKS keeps its own add-ons in place with kubectl, from the control plane. */
export const aks: Identity = {
  username: 'aksService',
  uid: null,
  groups: ['system:masters', 'system:authenticated'],
  extra: null,
};

/** The script of a robot on a day. */
export function scriptOn(robot: Robot, day: number): readonly string[] {
  let [, script] = itemAt(robot.scripts, 0);
  for (const [since, next] of robot.scripts) if (since <= day) script = next;
  return script;
}
