/** Attacks on credentials, as data. After stratus-red-team and the ATT&CK Containers matrix. */

import { itemAt } from '../random.ts';
import type { Scenario } from './scenario.ts';
import {
  commandsIn,
  create,
  exec,
  listEverywhere,
  listIn,
  others,
  readSecrets,
  step,
  whoAmI,
} from './steps.ts';

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export const credentialAttacks: readonly Scenario[] = [
  {
    id: 'dump-secrets',
    technique: 'T1552.007',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('namespaces', 'secrets'),
      ...[around.system, ...others(around, 3)].flatMap((space) => [
        ...listIn(space, 'secrets'),
        ...readSecrets(space, 3),
      ]),
    ],
    living: (around) =>
      commandsIn(around, others(around, 5), 'get secrets', 'get secret', 'get secret', 'get configmap'),
  },
  {
    id: 'steal-serviceaccount-token',
    technique: 'T1528',
    steps: (around) => [
      ...whoAmI,
      ...[around.system, ...others(around, 3)].flatMap((space) => {
        const { pod } = around.at(space);
        return [
          ...listIn(space, 'serviceaccounts', 'pods'),
          step('get', 'pods', space, pod),
          exec(around, space, pod, 'cat', tokenFile),
        ];
      }),
    ],
    living: (around) =>
      others(around, 4).flatMap((space) => {
        const { pod } = around.at(space);
        return [
          ...listIn(space, 'pods'),
          step('get', 'pods', space, pod),
          exec(around, space, pod, 'cat', tokenFile),
          ...commandsIn(around, [space], 'logs'),
        ];
      }),
  },
  {
    id: 'client-certificate',
    technique: 'T1098',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('certificatesigningrequests', 'clusterrolebindings'),
      create('certificatesigningrequests', null, 'node-csr-x7', {
        kind: 'CertificateSigningRequest',
        image: '',
      }),
      step('get', 'certificatesigningrequests', null, 'node-csr-x7'),
      step('update', 'certificatesigningrequests', null, 'node-csr-x7', { subresource: 'approval' }),
      step('get', 'certificatesigningrequests', null, 'node-csr-x7'),
      create('clusterrolebindings', null, 'node-csr-x7', { kind: 'ClusterRoleBinding', image: '' }),
      ...listIn(around.system, 'secrets', 'configmaps'),
    ],
  },
  {
    id: 'create-token',
    technique: 'T1528',
    steps: (around) => [
      ...whoAmI,
      ...[around.system, ...others(around, 3)].flatMap((space) => [
        ...listIn(space, 'serviceaccounts', 'rolebindings'),
        step(
          'create',
          'serviceaccounts',
          space,
          itemAt(['default', 'admin', 'deployer'], around.random.int(3)),
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
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('secrets', 'clusterrolebindings', 'nodes'),
      ...others(around, 2).flatMap((space) => [...listIn(space, 'pods'), ...readSecrets(space, 2)]),
      exec(around, itemAt(around.others, 0), around.at(itemAt(around.others, 0)).pod, 'env'),
    ],
  },
];
