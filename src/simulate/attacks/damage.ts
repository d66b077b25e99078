/** Attacks that hide or destroy, as data. After the ATT&CK Containers matrix. */

import { itemAt } from '../random.ts';
import type { Scenario } from './scenario.ts';
import { daily, everywhere, one, others, whoAmI, within } from './steps.ts';

export const damageAttacks: readonly Scenario[] = [
  {
    id: 'delete-events',
    technique: 'T1070',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('events', 'namespaces'),
      ...[prey.system, ...others(prey, 4)].flatMap((space) => [
        ...within(space, 'events'),
        { verb: 'deletecollection' as const, resource: 'events', namespace: space.name },
      ]),
    ],
  },
  {
    id: 'mass-delete',
    technique: 'T1485',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('persistentvolumes'),
      ...others(prey, 3).flatMap((space) => [
        ...within(space, 'deployments', 'persistentvolumeclaims'),
        ...space.workloads.slice(0, 2).map(({ name }) => one('delete', 'deployments', space, name)),
        { verb: 'deletecollection' as const, resource: 'persistentvolumeclaims', namespace: space.name },
      ]),
      one('delete', 'namespaces', null, itemAt(prey.others, 0).name),
    ],
    living: (prey) => daily(prey, others(prey, 5), 'get pods', 'delete pod', 'scale', 'get deployments'),
  },
  {
    id: 'disable-defences',
    technique: 'T1562.001',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('networkpolicies', 'validatingwebhookconfigurations', 'daemonsets'),
      one('delete', 'validatingwebhookconfigurations', null, 'azure-policy-validating-webhook-configuration'),
      ...others(prey, 3).flatMap((space) => [
        ...within(space, 'networkpolicies'),
        one('delete', 'networkpolicies', space, 'default-deny'),
      ]),
      one('get', 'daemonsets', prey.system, 'microsoft-defender-collector-ds'),
      one('delete', 'daemonsets', prey.system, 'microsoft-defender-collector-ds'),
    ],
  },
  {
    id: 'copy-data',
    technique: 'T1005',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('pods', 'persistentvolumeclaims'),
      ...daily(prey, others(prey, 4), 'get pvc', 'cp', 'cp'),
    ],
    living: (prey) => daily(prey, others(prey, 4), 'get pods', 'get pvc', 'cp'),
  },
  {
    id: 'drain-nodes',
    technique: 'T1489',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('nodes', 'pods'),
      ...prey.nodes
        .slice(0, 4)
        .flatMap((node) => [
          one('get', 'nodes', null, node),
          one('patch', 'nodes', null, node, { query: 'fieldManager=kubectl-drain' }),
        ]),
      ...daily(prey, others(prey, 3), 'drain'),
      one('delete', 'nodes', null, itemAt(prey.nodes, 0)),
    ],
  },
];
