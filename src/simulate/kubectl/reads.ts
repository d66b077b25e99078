/**
 * kubectl commands that read or open a stream, and the requests each one makes.
 * Since 1.30 exec, attach and cp, and since 1.31 port-forward, open a WebSocket by GET where they sent POST before
 * (kubernetes/kubernetes PR #125528).
 */

import { itemAt } from '../random.ts';
import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';
import { listLimit } from './lists.ts';

const eventsOf = (namespace: string | null, kind: string, name: string): Step => ({
  verb: 'list',
  resource: 'events',
  namespace,
  query: `fieldSelector=involvedObject.kind%3D${kind}%2CinvolvedObject.name%3D${name}&${listLimit}`,
});

const getPod = ({ namespace, pod }: Target): Step => ({
  verb: 'get',
  resource: 'pods',
  namespace: namespace.name,
  name: pod,
});

const getWorkload = ({ namespace, workload }: Target): Step => ({
  verb: 'get',
  resource: workload.kind,
  namespace: namespace.name,
  name: workload.name,
});

/** A stream into a pod: a long-running request, upgraded to WebSocket (GET) or SPDY (POST). */
function stream(
  target: Target,
  subresource: string,
  webSocketSince: number,
  seconds: number,
  query?: string,
): Step {
  return {
    verb: target.minor >= webSocketSince ? 'get' : 'create',
    resource: 'pods',
    subresource,
    namespace: target.namespace.name,
    name: target.pod,
    seconds,
    ...(query === undefined ? {} : { query }),
  };
}

const typed = [
  'sh',
  'bash',
  'ls',
  'env',
  'cat%20/etc/resolv.conf',
  'curl%20-s%20localhost:8080/health',
  'df',
  'ps%20aux',
];

export const execOf = (target: Target, command: string): Step =>
  stream(
    target,
    'exec',
    30,
    Math.ceil(target.random.exponential(200)),
    `command=${command}&container=${target.workload.name}&stdin=true&stdout=true&tty=true`,
  );

const logQuery = (target: Target, follow: boolean): string =>
  [
    `container=${target.workload.name}`,
    ...(follow ? ['follow=true'] : []),
    ...(target.random.chance(0.5) ? ['tailLines=100'] : []),
  ].join('&');

/** What kubectl asks when its cached list of APIs is old. */
export const discovery: readonly Step[] = [
  { verb: 'get', resource: null, path: '/api', query: 'timeout=32s' },
  { verb: 'get', resource: null, path: '/apis', query: 'timeout=32s' },
];

export const reading: Readonly<Record<string, Command>> = {
  'get configmap': ({ namespace, random }) => [
    { verb: 'get', resource: 'configmaps', namespace: namespace.name, name: random.pick(namespace.configs) },
  ],
  'get secret': ({ namespace, random }) => [
    { verb: 'get', resource: 'secrets', namespace: namespace.name, name: random.pick(namespace.secrets) },
  ],
  'get pods -w': (target) => [
    { verb: 'list', resource: 'pods', namespace: target.namespace.name, query: listLimit },
    {
      verb: 'watch',
      resource: 'pods',
      namespace: target.namespace.name,
      query: `allowWatchBookmarks=true&resourceVersion=${33_000_000 + target.random.int(9_000_000)}&timeoutSeconds=${300 + target.random.int(300)}&watch=true`,
      seconds: Math.ceil(target.random.exponential(180)),
    },
  ],
  'get deployment -o yaml': (target) => [getWorkload(target)],
  'describe pod': (target) => [getPod(target), eventsOf(target.namespace.name, 'Pod', target.pod)],
  'describe deployment': (target) => [
    getWorkload(target),
    {
      verb: 'list',
      resource: 'replicasets',
      namespace: target.namespace.name,
      query: `labelSelector=app%3D${target.workload.name}&${listLimit}`,
    },
    eventsOf(target.namespace.name, 'Deployment', target.workload.name),
  ],
  'describe service': ({ namespace, workload }) => [
    { verb: 'get', resource: 'services', namespace: namespace.name, name: workload.name },
    {
      verb: 'list',
      resource: 'endpointslices',
      namespace: namespace.name,
      query: `labelSelector=kubernetes.io%2Fservice-name%3D${workload.name}&${listLimit}`,
    },
    eventsOf(namespace.name, 'Service', workload.name),
  ],
  'describe node': ({ nodes, random }) => {
    const node = random.pick(nodes);
    return [
      { verb: 'get', resource: 'nodes', name: node },
      { verb: 'list', resource: 'pods', query: `fieldSelector=spec.nodeName%3D${node}&${listLimit}` },
      { verb: 'get', resource: 'leases', namespace: 'kube-node-lease', name: node },
      eventsOf(null, 'Node', node),
    ];
  },
  logs: (target) => [
    getPod(target),
    {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      namespace: target.namespace.name,
      name: target.pod,
      query: logQuery(target, false),
      seconds: 1,
    },
  ],
  'logs -f': (target) => [
    getPod(target),
    {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      namespace: target.namespace.name,
      name: target.pod,
      query: logQuery(target, true),
      seconds: Math.ceil(target.random.exponential(400)),
    },
  ],
  exec: (target) => [getPod(target), execOf(target, target.random.pick(typed))],
  cp: (target) => [
    getPod(target),
    stream(
      target,
      'exec',
      30,
      3,
      `command=tar&command=cf&command=-&command=%2Ftmp%2Fdump&container=${target.workload.name}&stderr=true&stdout=true`,
    ),
  ],
  attach: (target) => [
    getPod(target),
    stream(target, 'attach', 30, 60, `container=${target.workload.name}&stdin=true&stdout=true&tty=true`),
  ],
  'port-forward': (target) => [
    getPod(target),
    stream(target, 'portforward', 31, Math.ceil(target.random.exponential(900))),
  ],
  'top pods': ({ namespace }) => [
    { verb: 'get', resource: null, path: '/apis/metrics.k8s.io', query: 'timeout=32s' },
    { verb: 'list', resource: 'podmetrics', namespace: namespace.name },
  ],
  'top nodes': () => [
    { verb: 'list', resource: 'nodemetrics' },
    { verb: 'list', resource: 'nodes', query: listLimit },
  ],
  'rollout status': (target) => [
    getWorkload(target),
    {
      verb: 'watch',
      resource: target.workload.kind,
      namespace: target.namespace.name,
      query: `fieldSelector=metadata.name%3D${target.workload.name}&resourceVersion=${33_000_000 + target.random.int(9_000_000)}&timeoutSeconds=${300 + target.random.int(300)}&watch=true`,
      seconds: 5 + target.random.int(60),
    },
  ],
  'auth can-i': () => [{ verb: 'create', resource: 'selfsubjectaccessreviews' }],
  'auth can-i --list': () => [{ verb: 'create', resource: 'selfsubjectrulesreviews' }],
  'auth whoami': () => [{ verb: 'create', resource: 'selfsubjectreviews' }],
  explain: () => [{ verb: 'get', resource: null, path: '/openapi/v3', query: 'timeout=32s' }],
  version: () => [{ verb: 'get', resource: null, path: '/version', query: 'timeout=32s' }],
  'cluster-info': () => [
    {
      verb: 'list',
      resource: 'services',
      namespace: 'kube-system',
      query: 'labelSelector=kubernetes.io%2Fcluster-service%3Dtrue',
    },
  ],
  'api-resources': () => discovery,
  'get healthz': ({ random }) => [
    {
      verb: 'get',
      resource: null,
      path: itemAt(['/healthz', '/readyz', '/livez', '/metrics'], random.int(4)),
    },
  ],
};
