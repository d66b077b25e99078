/** Attacks on credentials, as data. After stratus-red-team and the ATT&CK Containers matrix. */

import { itemAt } from '../random.ts';
import type { Scenario } from './scenario.ts';
import { daily, everywhere, make, one, others, secretsOf, shell, whoAmI, within } from './steps.ts';

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
];
