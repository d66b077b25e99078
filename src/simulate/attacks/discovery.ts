/** Attacks that look around, as data. After the ATT&CK Containers matrix and what scanners do. */

import { itemAt } from '../random.ts';
import type { Step } from '../request.ts';
import type { Scenario } from './scenario.ts';
import { daily, everywhere, one, others, whoAmI, within } from './steps.ts';

export const discoveryAttacks: readonly Scenario[] = [
  {
    id: 'anonymous-probing',
    technique: 'T1133',
    anonymous: true,
    steps: () => [
      ...[
        '/',
        '/api',
        '/apis',
        '/version',
        '/healthz',
        '/metrics',
        '/swagger.json',
        '/openapi/v2',
        '/logs',
        '/ui',
      ].map(
        (path): Step => ({
          verb: 'get',
          resource: null,
          path,
          code:
            path === '/version' || path === '/healthz' ? 200 : path === '/logs' || path === '/ui' ? 401 : 403,
        }),
      ),
      ...everywhere('pods', 'secrets', 'nodes').map((step) => ({ ...step, code: 403 })),
    ],
  },
  {
    id: 'enumeration',
    technique: 'T1613',
    steps: (prey) => [
      ...whoAmI,
      { verb: 'get', resource: null, path: '/version', query: 'timeout=32s' },
      ...everywhere(
        'namespaces',
        'pods',
        'services',
        'endpoints',
        'serviceaccounts',
        'roles',
        'rolebindings',
        'clusterroles',
        'clusterrolebindings',
        'daemonsets',
        'cronjobs',
        'ingresses',
        'networkpolicies',
        'customresourcedefinitions',
        'nodes',
      ),
      { verb: 'get', resource: null, path: '/metrics' },
      ...within(prey.system, 'configmaps', 'secrets'),
    ],
    living: (prey) => [
      ...daily(
        prey,
        others(prey, 4),
        'get services',
        'get ingress',
        'get configmaps',
        'get cronjobs',
        'get statefulsets',
      ),
    ],
  },
  {
    id: 'nodes-proxy',
    technique: 'T1609',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('nodes'),
      ...prey.nodes
        .slice(0, 3)
        .flatMap((node) => [
          one('get', 'nodes', null, node, { subresource: 'proxy', path: '/pods', seconds: 1 }),
          one('get', 'nodes', null, node, { subresource: 'proxy', path: '/runningpods/', seconds: 1 }),
        ]),
      one('create', 'nodes', null, itemAt(prey.nodes, 0), {
        subresource: 'proxy',
        path: `/run/${prey.system.name}/coredns-0/coredns`,
        query: 'cmd=id',
        seconds: 1,
      }),
      one('get', 'nodes', null, itemAt(prey.nodes, 0), { subresource: 'proxy', path: '/logs/', seconds: 1 }),
      one('get', 'nodes', null, itemAt(prey.nodes, 0), {
        subresource: 'proxy',
        path: '/metrics/cadvisor',
        seconds: 1,
      }),
      ...within(prey.system, 'pods'),
    ],
  },
  {
    id: 'configmap-harvest',
    technique: 'T1552',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('configmaps'),
      ...[prey.system, ...others(prey, 4)].flatMap((space) =>
        space.configs.slice(0, 3).map((name) => one('get', 'configmaps', space, name)),
      ),
    ],
    living: (prey) => daily(prey, others(prey, 5), 'get configmaps', 'get configmap', 'get configmap'),
  },
  {
    id: 'log-scraping',
    technique: 'T1552',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('pods'),
      ...daily(prey, [prey.system, ...others(prey, 5)], 'logs', 'logs'),
    ],
    living: (prey) => daily(prey, others(prey, 5), 'get pods', 'logs', 'get events', 'logs'),
  },
];
