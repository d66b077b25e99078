/** kubectl commands that read single objects and what belongs to them, and the requests each one makes. */

import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';
import { listLimit } from './lists.ts';

const eventsOf = (namespace: string | null, kind: string, name: string): Step => ({
  verb: 'list',
  resource: 'events',
  namespace,
  query: `fieldSelector=involvedObject.kind%3D${kind}%2CinvolvedObject.name%3D${name}&${listLimit}`,
});

export const getPod = ({ namespace, pod }: Target): Step => ({
  verb: 'get',
  resource: 'pods',
  namespace: namespace.name,
  name: pod,
});

export const getWorkload = ({ namespace, workload }: Target): Step => ({
  verb: 'get',
  resource: workload.kind,
  namespace: namespace.name,
  name: workload.name,
});

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
};
