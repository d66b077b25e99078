/** Pipelines and jobs of a cluster that use other programs than kubectl: Terraform, playbooks, Helm, scripts in pods. */
import type { Namespace } from '../namespace.ts';
import { addressFrom } from '../people.ts';
import { itemAt, type Random } from '../random.ts';
import type { Robot } from '../robots.ts';
import type { World } from '../world.ts';
import type { ClientName } from './clients.ts';

/** A robot whose program is not kubectl; its versions of kubectl say nothing. */
export interface Automaton extends Robot {
  readonly program: ClientName;
}

const pipelines: readonly (readonly [program: ClientName, script: readonly string[], runs: number])[] = [
  ['terraform', ['terraform plan', 'terraform apply'], 1.2],
  ['helm', ['helm upgrade'], 2],
  ['python', ['playbook'], 0.8],
];
const inPods: readonly (readonly [
  name: string,
  program: ClientName,
  script: readonly string[],
  runs: number,
])[] = [
  ['pod-exporter', 'python', ['get pods', 'get jobs'], 20],
  ['config-reloader', 'go', ['get configmap'], 12],
  ['healthcheck', 'curl', ['get endpoints'], 16],
];
/** Share of the teams that have a pipeline of this kind, and of the jobs that there are. */
const teamShare = 0.25;
const jobShare = 0.6;

function pipeline(random: Random, team: string, namespaces: readonly Namespace[]): Automaton {
  const [program, script, runs] = random.pick(pipelines);
  const hosted = random.chance(0.5);
  return {
    program,
    identity: {
      username: random.uuid(),
      uid: null,
      groups: ['system:authenticated'],
      extra: { oid: [random.uuid()] },
    },
    role: random.chance(0.5) ? 'platform' : 'developer',
    team,
    namespaces,
    scripts: [[0, script]],
    runs: runs * Math.exp(0.5 * random.normal()),
    weekend: 0.15,
    ips: Array.from({ length: hosted ? 240 : 1 }, () => addressFrom(random, [4, 13, 20, 40, 52])),
    versions: [[0, 30, 0]],
  };
}

function job(
  random: Random,
  [name, program, script, runs]: (typeof inPods)[number],
  space: Namespace,
): Automaton {
  return {
    program,
    identity: {
      username: `system:serviceaccount:${space.name}:${name}`,
      uid: random.uuid(),
      groups: ['system:serviceaccounts', `system:serviceaccounts:${space.name}`, 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/pod-name': [`${name}-${random.hex(5)}`] },
    },
    role: 'operator',
    team: space.team,
    namespaces: [space],
    scripts: [[0, script]],
    runs,
    weekend: 1,
    ips: [],
    versions: [[0, 30, 0]],
  };
}

export function automataOf(world: World): Automaton[] {
  const random = world.seed.fork('automata');
  const spaces = world.namespaces.filter(({ team, since }) => team !== 'platform' && since === 0);
  const teams = [...new Set(spaces.map(({ team }) => team))];
  return [
    ...teams.flatMap((team) => {
      const own = random.fork(`pipeline ${team}`);
      return own.chance(teamShare)
        ? [
            pipeline(
              own,
              team,
              spaces.filter((space) => space.team === team),
            ),
          ]
        : [];
    }),
    ...inPods.flatMap((kind, i) => {
      const own = random.fork(`job ${kind[0]}`);
      return own.chance(jobShare) ? [job(own, kind, itemAt(spaces, i + own.int(spaces.length)))] : [];
    }),
  ];
}
