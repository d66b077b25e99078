/** Attacks that look around, as data. After the ATT&CK Containers matrix and what scanners do. */

import { itemAt } from '../random.ts';
import type { Step } from '../request.ts';
import type { Scenario } from './scenario.ts';
import { commandsIn, listEverywhere, listIn, others, step, whoAmI } from './steps.ts';

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
      ...listEverywhere('pods', 'secrets', 'nodes').map((refused) => ({ ...refused, code: 403 })),
    ],
  },
  {
    id: 'enumeration',
    technique: 'T1613',
    steps: (around) => [
      ...whoAmI,
      { verb: 'get', resource: null, path: '/version', query: 'timeout=32s' },
      ...listEverywhere(
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
      ...listIn(around.system, 'configmaps', 'secrets'),
    ],
    living: (around) => [
      ...commandsIn(
        around,
        others(around, 4),
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
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('nodes'),
      ...around.nodes
        .slice(0, 3)
        .flatMap((node) => [
          step('get', 'nodes', null, node, { subresource: 'proxy', path: '/pods', seconds: 1 }),
          step('get', 'nodes', null, node, { subresource: 'proxy', path: '/runningpods/', seconds: 1 }),
        ]),
      step('create', 'nodes', null, itemAt(around.nodes, 0), {
        subresource: 'proxy',
        path: `/run/${around.system.name}/coredns-0/coredns`,
        query: 'cmd=id',
        seconds: 1,
      }),
      step('get', 'nodes', null, itemAt(around.nodes, 0), {
        subresource: 'proxy',
        path: '/logs/',
        seconds: 1,
      }),
      step('get', 'nodes', null, itemAt(around.nodes, 0), {
        subresource: 'proxy',
        path: '/metrics/cadvisor',
        seconds: 1,
      }),
      ...listIn(around.system, 'pods'),
    ],
  },
  {
    id: 'configmap-harvest',
    technique: 'T1552',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('configmaps'),
      ...[around.system, ...others(around, 4)].flatMap((space) =>
        space.configs.slice(0, 3).map((name) => step('get', 'configmaps', space, name)),
      ),
    ],
    living: (around) =>
      commandsIn(around, others(around, 5), 'get configmaps', 'get configmap', 'get configmap'),
  },
  {
    id: 'log-scraping',
    technique: 'T1552',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('pods'),
      ...commandsIn(around, [around.system, ...others(around, 5)], 'logs', 'logs'),
    ],
    living: (around) => commandsIn(around, others(around, 5), 'get pods', 'logs', 'get events', 'logs'),
  },
];
