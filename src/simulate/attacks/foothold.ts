/** Attacks that run something or stay, as data. After stratus-red-team and the ATT&CK Containers matrix. */

import type { Namespace } from '../namespace.ts';
import { itemAt } from '../random.ts';
import type { Body, Step } from '../request.ts';
import type { Scenario } from './scenario.ts';
import { daily, everywhere, make, one, others, shell, whoAmI, within } from './steps.ts';
import type { Surroundings } from './surroundings.ts';

/** A pod that gets at its node: made, entered, used, removed. */
const escapeBy = (
  prey: Surroundings,
  name: string,
  at: Namespace,
  dangerous: readonly string[],
  ...entry: string[]
): Step[] => [
  ...whoAmI,
  ...everywhere('nodes'),
  ...within(at, 'pods', 'serviceaccounts'),
  make('pods', at, name, { kind: 'Pod', image: 'docker.io/library/alpine:3', dangerous }),
  one('get', 'pods', at, name),
  shell(prey, at, name, ...entry),
  ...within(prey.system, 'secrets'),
  one('get', 'secrets', prey.system, 'bootstrap-token-4ad1pq'),
  one('delete', 'pods', at, name),
];
const first = (prey: Surroundings): Namespace => itemAt(prey.others, 0);
const rbac: Body = { kind: 'ClusterRoleBinding', image: '' };
const agent: Body = { kind: 'CronJob', image: 'docker.io/library/python:3' };

export const footholdAttacks: readonly Scenario[] = [
  {
    id: 'privileged-pod',
    technique: 'T1611',
    steps: (prey) =>
      escapeBy(
        prey,
        'node-checker',
        prey.system,
        ['privileged', 'hostPID', 'hostPath'],
        'nsenter',
        '-t',
        '1',
        '-a',
        'bash',
      ),
  },
  {
    id: 'hostpath-volume',
    technique: 'T1611',
    steps: (prey) =>
      escapeBy(prey, 'disk-usage', first(prey), ['hostPath'], 'cat', '/host/var/lib/kubelet/kubeconfig'),
  },
  {
    id: 'admin-clusterrole',
    technique: 'T1098.006',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('clusterroles', 'clusterrolebindings'),
      make('serviceaccounts', prey.system, 'addon-manager', { kind: 'ServiceAccount', image: '' }),
      make('clusterroles', null, 'addon-manager', { kind: 'ClusterRole', image: '' }),
      make('clusterrolebindings', null, 'addon-manager', rbac),
      one('create', 'serviceaccounts', prey.system, 'addon-manager', { subresource: 'token' }),
      make('secrets', prey.system, 'addon-manager-token', { kind: 'Secret', image: '' }),
      one('get', 'secrets', prey.system, 'addon-manager-token'),
      ...within(prey.system, 'rolebindings'),
    ],
  },
  {
    id: 'exec-elsewhere',
    technique: 'T1609',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('namespaces'),
      ...daily(prey, [prey.system, ...others(prey, 3)], 'get pods', 'exec', 'exec'),
    ],
    living: (prey) => daily(prey, others(prey, 4), 'get pods', 'describe pod', 'exec', 'logs'),
  },
  {
    id: 'cronjob-persistence',
    technique: 'T1053.007',
    steps: (prey) => [
      ...whoAmI,
      ...[prey.system, ...others(prey, 2)].flatMap((space) => [
        ...within(space, 'cronjobs', 'serviceaccounts'),
        make('cronjobs', space, 'log-rotate', agent),
        one('create', 'jobs', space, 'log-rotate-manual', {
          query: 'fieldManager=kubectl-create',
          body: agent,
        }),
      ]),
    ],
    living: (prey) => daily(prey, others(prey, 4), 'get cronjobs', 'apply cronjob', 'create job', 'get jobs'),
  },
  {
    id: 'webhook',
    technique: 'T1546',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'namespaces'),
      make('services', first(prey), 'policy', { kind: 'Service', image: '' }),
      make('deployments', first(prey), 'policy', { kind: 'Deployment', image: 'docker.io/library/golang:1' }),
      make('secrets', first(prey), 'policy-tls', { kind: 'Secret', image: '' }),
      make('mutatingwebhookconfigurations', null, 'policy', {
        kind: 'MutatingWebhookConfiguration',
        image: '',
      }),
      one('get', 'mutatingwebhookconfigurations', null, 'policy'),
      one('get', 'deployments', first(prey), 'policy'),
    ],
  },
  {
    id: 'coredns',
    technique: 'T1557',
    steps: (prey) => [
      ...whoAmI,
      ...within(prey.system, 'configmaps', 'deployments', 'services', 'pods'),
      one('get', 'configmaps', prey.system, 'coredns'),
      one('get', 'configmaps', prey.system, 'coredns-custom'),
      one('patch', 'configmaps', prey.system, 'coredns-custom', { query: 'fieldManager=kubectl-edit' }),
      one('get', 'deployments', prey.system, 'coredns'),
      one('patch', 'deployments', prey.system, 'coredns', { query: 'fieldManager=kubectl-rollout' }),
      one('get', 'pods', prey.system, 'coredns-0', { subresource: 'log', seconds: 1 }),
    ],
  },
  {
    id: 'database-tunnel',
    technique: 'T1572',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('services'),
      ...daily(prey, others(prey, 4), 'get services', 'get secret', 'port-forward'),
    ],
    living: (prey) => daily(prey, others(prey, 5), 'get services', 'get secret', 'port-forward'),
  },
  {
    id: 'image-swap',
    technique: 'T1610',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('deployments'),
      ...daily(prey, others(prey, 4), 'get deployments', 'set image', 'rollout status'),
    ],
    living: (prey) => daily(prey, others(prey, 5), 'get deployments', 'set image', 'rollout status'),
  },
  {
    id: 'miner-daemonset',
    technique: 'T1543.005',
    steps: (prey) => [
      ...whoAmI,
      ...everywhere('nodes', 'daemonsets', 'nodemetrics'),
      make('daemonsets', prey.system, 'node-tuner', {
        kind: 'DaemonSet',
        image: 'docker.io/library/ubuntu:24.04',
        dangerous: ['hostNetwork'],
      }),
      one('get', 'daemonsets', prey.system, 'node-tuner'),
      ...within(prey.system, 'pods', 'events'),
      make('limitranges', first(prey), 'none', { kind: 'LimitRange', image: '' }),
      one('delete', 'resourcequotas', first(prey), 'compute'),
    ],
  },
  {
    id: 'ephemeral-container',
    technique: 'T1609',
    steps: (prey) => [
      ...whoAmI,
      ...[prey.system, ...others(prey, 3)].flatMap((space) => {
        const { pod } = prey.at(space);
        return [
          ...within(space, 'pods'),
          one('patch', 'pods', space, pod, {
            subresource: 'ephemeralcontainers',
            body: { kind: 'Pod', image: 'docker.io/library/alpine:3' },
          }),
          one('get', 'pods', space, pod, { subresource: 'attach', seconds: 300 }),
        ];
      }),
    ],
  },
];
