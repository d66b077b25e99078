/** Attacks that hide or destroy, as data. After the ATT&CK Containers matrix. */

import { itemAt } from '../random.ts';
import type { Scenario } from './scenario.ts';
import { commandsIn, listEverywhere, listIn, others, step, whoAmI } from './steps.ts';

export const damageAttacks: readonly Scenario[] = [
  {
    id: 'delete-events',
    technique: 'T1070',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('events', 'namespaces'),
      ...[around.system, ...others(around, 4)].flatMap((space) => [
        ...listIn(space, 'events'),
        { verb: 'deletecollection' as const, resource: 'events', namespace: space.name },
      ]),
    ],
  },
  {
    id: 'mass-delete',
    technique: 'T1485',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('persistentvolumes'),
      ...others(around, 3).flatMap((space) => [
        ...listIn(space, 'deployments', 'persistentvolumeclaims'),
        ...space.workloads.slice(0, 2).map(({ name }) => step('delete', 'deployments', space, name)),
        { verb: 'deletecollection' as const, resource: 'persistentvolumeclaims', namespace: space.name },
      ]),
      step('delete', 'namespaces', null, itemAt(around.others, 0).name),
    ],
    living: (around) =>
      commandsIn(around, others(around, 5), 'get pods', 'delete pod', 'scale', 'get deployments'),
  },
  {
    id: 'disable-defences',
    technique: 'T1685',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('networkpolicies', 'validatingwebhookconfigurations', 'daemonsets'),
      step(
        'delete',
        'validatingwebhookconfigurations',
        null,
        'azure-policy-validating-webhook-configuration',
      ),
      ...others(around, 3).flatMap((space) => [
        ...listIn(space, 'networkpolicies'),
        step('delete', 'networkpolicies', space, 'default-deny'),
      ]),
      step('get', 'daemonsets', around.system, 'microsoft-defender-collector-ds'),
      step('delete', 'daemonsets', around.system, 'microsoft-defender-collector-ds'),
    ],
  },
  {
    id: 'copy-data',
    technique: 'T1005',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('pods', 'persistentvolumeclaims'),
      ...commandsIn(around, others(around, 4), 'get pvc', 'cp', 'cp'),
    ],
    living: (around) => commandsIn(around, others(around, 4), 'get pods', 'get pvc', 'cp'),
  },
  {
    id: 'drain-nodes',
    technique: 'T1489',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('nodes', 'pods'),
      ...around.nodes
        .slice(0, 4)
        .flatMap((node) => [
          step('get', 'nodes', null, node),
          step('patch', 'nodes', null, node, { query: 'fieldManager=kubectl-drain' }),
        ]),
      ...commandsIn(around, others(around, 3), 'drain'),
      step('delete', 'nodes', null, itemAt(around.nodes, 0)),
    ],
  },
];
