/** Attacks on credentials and knowledge, as data. After stratus-red-team and the ATT&CK Containers matrix. */
import type { Scenario } from './attack.ts';
import { daily, everywhere, make, one, others, secretsOf, shell, whoAmI, within } from './moves.ts';
import { itemAt } from './random.ts';
import type { Step } from './request.ts';

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export const accessAttacks: readonly Scenario[] = [
  {
    id: 'dump-secrets',
    technique: 'T1552.007',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('namespaces', 'secrets'),
      ...[prey.system, ...others(prey, 3)].flatMap((space) => [
        ...within(space, 'secrets'),
        ...secretsOf(space, 3),
      ]),
    ],
    living: (prey) =>
      daily(prey, others(prey, 5), 'get secrets', 'get secret', 'get secret', 'get configmap'),
  },
  {
    id: 'steal-serviceaccount-token',
    technique: 'T1528',
    steps: (prey) => [
      ...whoAmI,
      ...[prey.system, ...others(prey, 3)].flatMap((space) => {
        const { pod } = prey.at(space);
        return [
          ...within(space, 'serviceaccounts', 'pods'),
          one('get', 'pods', space, pod),
          shell(prey, space, pod, 'cat', tokenFile),
        ];
      }),
    ],
    living: (prey) =>
      others(prey, 4).flatMap((space) => {
        const { pod } = prey.at(space);
        return [
          ...within(space, 'pods'),
          one('get', 'pods', space, pod),
          shell(prey, space, pod, 'cat', tokenFile),
          ...daily(prey, [space], 'logs'),
        ];
      }),
  },
  {
    id: 'client-certificate',
    technique: 'T1098',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('certificatesigningrequests', 'clusterrolebindings'),
      make('certificatesigningrequests', null, 'node-csr-x7', {
        kind: 'CertificateSigningRequest',
        image: '',
      }),
      one('get', 'certificatesigningrequests', null, 'node-csr-x7'),
      one('update', 'certificatesigningrequests', null, 'node-csr-x7', { subresource: 'approval' }),
      one('get', 'certificatesigningrequests', null, 'node-csr-x7'),
      make('clusterrolebindings', null, 'node-csr-x7', { kind: 'ClusterRoleBinding', image: '' }),
      ...within(prey.system, 'secrets', 'configmaps'),
    ],
  },
  {
    id: 'create-token',
    technique: 'T1528',
    steps: (prey) => [
      ...whoAmI,
      ...[prey.system, ...others(prey, 3)].flatMap((space) => [
        ...within(space, 'serviceaccounts', 'rolebindings'),
        one(
          'create',
          'serviceaccounts',
          space,
          itemAt(['default', 'admin', 'deployer'], prey.random.int(3)),
          { subresource: 'token' },
        ),
      ]),
    ],
  },
  {
    id: 'impersonation',
    technique: 'T1078',
    as: {
      username: 'system:serviceaccount:kube-system:clusterrole-aggregation-controller',
      uid: null,
      groups: ['system:masters'],
      extra: null,
    },
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('secrets', 'clusterrolebindings', 'nodes'),
      ...others(prey, 2).flatMap((space) => [...within(space, 'pods'), ...secretsOf(space, 2)]),
      shell(prey, itemAt(prey.others, 0), prey.at(itemAt(prey.others, 0)).pod, 'env'),
    ],
  },
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
