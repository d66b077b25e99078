/** kubectl commands that ask how things stand: load, rollouts, the caller's rights, the API server itself. */

import { itemAt } from '../random.ts';
import type { Step } from '../request.ts';
import type { Command } from './command.ts';
import { listLimit } from './lists.ts';
import { getWorkload } from './reads.ts';

/** What kubectl asks when its cached list of APIs is old. */
export const discovery: readonly Step[] = [
  { verb: 'get', resource: null, path: '/api', query: 'timeout=32s' },
  { verb: 'get', resource: null, path: '/apis', query: 'timeout=32s' },
];

export const asking: Readonly<Record<string, Command>> = {
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
