/** Attacks that run something or stay, as data. After stratus-red-team and the ATT&CK Containers matrix. */

import type { Namespace } from '../namespace.ts';
import { itemAt } from '../random.ts';
import type { Body, Step } from '../request.ts';
import type { Scenario } from './scenario.ts';
import { commandsIn, create, exec, listEverywhere, listIn, others, step, whoAmI } from './steps.ts';
import type { Surroundings } from './surroundings.ts';

/** A pod that gets at its node: made, entered, used, removed. */
const escapeBy = (
  around: Surroundings,
  name: string,
  at: Namespace,
  dangerous: readonly string[],
  ...entry: string[]
): Step[] => [
  ...whoAmI,
  ...listEverywhere('nodes'),
  ...listIn(at, 'pods', 'serviceaccounts'),
  create('pods', at, name, { kind: 'Pod', image: 'docker.io/library/alpine:3', dangerous }),
  step('get', 'pods', at, name),
  exec(around, at, name, ...entry),
  ...listIn(around.system, 'secrets'),
  step('get', 'secrets', around.system, 'bootstrap-token-4ad1pq'),
  step('delete', 'pods', at, name),
];
const firstOther = (around: Surroundings): Namespace => itemAt(around.others, 0);
const binding: Body = { kind: 'ClusterRoleBinding', image: '' };
const pythonJob: Body = { kind: 'CronJob', image: 'docker.io/library/python:3' };

export const footholdAttacks: readonly Scenario[] = [
  {
    id: 'privileged-pod',
    technique: 'T1611',
    steps: (around) =>
      escapeBy(
        around,
        'node-checker',
        around.system,
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
    steps: (around) =>
      escapeBy(
        around,
        'disk-usage',
        firstOther(around),
        ['hostPath'],
        'cat',
        '/host/var/lib/kubelet/kubeconfig',
      ),
  },
  {
    id: 'admin-clusterrole',
    technique: 'T1098.006',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('clusterroles', 'clusterrolebindings'),
      create('serviceaccounts', around.system, 'addon-manager', { kind: 'ServiceAccount', image: '' }),
      create('clusterroles', null, 'addon-manager', { kind: 'ClusterRole', image: '' }),
      create('clusterrolebindings', null, 'addon-manager', binding),
      step('create', 'serviceaccounts', around.system, 'addon-manager', { subresource: 'token' }),
      create('secrets', around.system, 'addon-manager-token', { kind: 'Secret', image: '' }),
      step('get', 'secrets', around.system, 'addon-manager-token'),
      ...listIn(around.system, 'rolebindings'),
    ],
  },
  {
    id: 'exec-elsewhere',
    technique: 'T1609',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('namespaces'),
      ...commandsIn(around, [around.system, ...others(around, 3)], 'get pods', 'exec', 'exec'),
    ],
    living: (around) => commandsIn(around, others(around, 4), 'get pods', 'describe pod', 'exec', 'logs'),
  },
  {
    id: 'cronjob-persistence',
    technique: 'T1053.007',
    steps: (around) => [
      ...whoAmI,
      ...[around.system, ...others(around, 2)].flatMap((space) => [
        ...listIn(space, 'cronjobs', 'serviceaccounts'),
        create('cronjobs', space, 'log-rotate', pythonJob),
        step('create', 'jobs', space, 'log-rotate-manual', {
          query: 'fieldManager=kubectl-create',
          body: pythonJob,
        }),
      ]),
    ],
    living: (around) =>
      commandsIn(around, others(around, 4), 'get cronjobs', 'apply cronjob', 'create job', 'get jobs'),
  },
  {
    id: 'webhook',
    technique: 'T1546',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'namespaces'),
      create('services', firstOther(around), 'policy', { kind: 'Service', image: '' }),
      create('deployments', firstOther(around), 'policy', {
        kind: 'Deployment',
        image: 'docker.io/library/golang:1',
      }),
      create('secrets', firstOther(around), 'policy-tls', { kind: 'Secret', image: '' }),
      create('mutatingwebhookconfigurations', null, 'policy', {
        kind: 'MutatingWebhookConfiguration',
        image: '',
      }),
      step('get', 'mutatingwebhookconfigurations', null, 'policy'),
      step('get', 'deployments', firstOther(around), 'policy'),
    ],
  },
  {
    id: 'coredns',
    technique: 'T1557',
    steps: (around) => [
      ...whoAmI,
      ...listIn(around.system, 'configmaps', 'deployments', 'services', 'pods'),
      step('get', 'configmaps', around.system, 'coredns'),
      step('get', 'configmaps', around.system, 'coredns-custom'),
      step('patch', 'configmaps', around.system, 'coredns-custom', { query: 'fieldManager=kubectl-edit' }),
      step('get', 'deployments', around.system, 'coredns'),
      step('patch', 'deployments', around.system, 'coredns', { query: 'fieldManager=kubectl-rollout' }),
      step('get', 'pods', around.system, 'coredns-0', { subresource: 'log', seconds: 1 }),
    ],
  },
  {
    id: 'database-tunnel',
    technique: 'T1572',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('services'),
      ...commandsIn(around, others(around, 4), 'get services', 'get secret', 'port-forward'),
    ],
    living: (around) => commandsIn(around, others(around, 5), 'get services', 'get secret', 'port-forward'),
  },
  {
    id: 'image-swap',
    technique: 'T1610',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('deployments'),
      ...commandsIn(around, others(around, 4), 'get deployments', 'set image', 'rollout status'),
    ],
    living: (around) =>
      commandsIn(around, others(around, 5), 'get deployments', 'set image', 'rollout status'),
  },
  {
    id: 'miner-daemonset',
    technique: 'T1543.005',
    steps: (around) => [
      ...whoAmI,
      ...listEverywhere('nodes', 'daemonsets', 'nodemetrics'),
      create('daemonsets', around.system, 'node-tuner', {
        kind: 'DaemonSet',
        image: 'docker.io/library/ubuntu:24.04',
        dangerous: ['hostNetwork'],
      }),
      step('get', 'daemonsets', around.system, 'node-tuner'),
      ...listIn(around.system, 'pods', 'events'),
      create('limitranges', firstOther(around), 'none', { kind: 'LimitRange', image: '' }),
      step('delete', 'resourcequotas', firstOther(around), 'compute'),
    ],
  },
  {
    id: 'ephemeral-container',
    technique: 'T1609',
    steps: (around) => [
      ...whoAmI,
      ...[around.system, ...others(around, 3)].flatMap((space) => {
        const { pod } = around.at(space);
        return [
          ...listIn(space, 'pods'),
          step('patch', 'pods', space, pod, {
            subresource: 'ephemeralcontainers',
            body: { kind: 'Pod', image: 'docker.io/library/alpine:3' },
          }),
          step('get', 'pods', space, pod, { subresource: 'attach', seconds: 300 }),
        ];
      }),
    ],
  },
];
