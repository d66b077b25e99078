/**
 * What a cluster's own parts keep asking: kubelets, controllers, probes and add-ons, as data with weights.
 * None of it is kubectl, though some of it mentions kubectl. Shapes as in records of AKS clusters.
 */

import { podName } from '../namespace.ts';
import { choice, type Random, suffixOf } from '../random.ts';
import type { Identity, Step } from '../request.ts';
import { aks } from '../robots.ts';
import type { World } from '../world.ts';

export interface Murmur {
  readonly who: Identity;
  readonly ip: string;
  readonly userAgent: string;
  readonly step: Step;
}

const identity = (username: string, ...groups: string[]): Identity => ({
  username,
  uid: null,
  groups: [...groups, 'system:authenticated'],
  extra: null,
});
const apiServer: Identity = {
  username: 'system:apiserver',
  uid: '6f1d2a8e-6d0c-4a9e-b4a5-0d9c1fe2b7aa',
  groups: ['system:masters'],
  extra: null,
};
const readiness: Identity = {
  username: 'readinessChecker',
  uid: '1',
  groups: ['system:authenticated'],
  extra: null,
};
const hcp: Identity = { username: 'hcpService', uid: '6', groups: ['', 'system:authenticated'], extra: null };
const account = (space: string, name: string): Identity =>
  identity(
    `system:serviceaccount:${space}:${name}`,
    'system:serviceaccounts',
    `system:serviceaccounts:${space}`,
  );
const version = 'v1.34.2 (linux/amd64) kubernetes/8b7e3a1';

const lease = (name: string): Step => ({
  verb: 'update',
  resource: 'leases',
  namespace: 'kube-system',
  name,
  query: 'timeout=5s',
});

type Source = (world: World, random: Random, day: number) => Murmur;

const controller =
  (program: string, name: string): Source =>
  (world, random) => ({
    who: aks,
    ip: random.pick(world.hops),
    userAgent: `${program}/${version}/leader-election`,
    step: lease(name),
  });

const kubelet =
  (stepIn: (node: string, world: World, random: Random, day: number) => Step): Source =>
  (world, random, day) => {
    const node = random.pick(world.nodes);
    return {
      who: identity(`system:node:${node}`, 'system:nodes'),
      ip: world.egress,
      userAgent: `kubelet/${version}`,
      step: stepIn(node, world, random, day),
    };
  };

export const murmurs = choice<Source>([
  [controller('kube-controller-manager', 'kube-controller-manager'), 14],
  [controller('kube-scheduler', 'kube-scheduler'), 14],
  [controller('cloud-controller-manager', 'cloud-controller-manager'), 8],
  [
    kubelet((node) => ({
      verb: 'update',
      resource: 'leases',
      namespace: 'kube-node-lease',
      name: node,
      query: 'timeout=10s',
    })),
    18,
  ],
  [
    kubelet((node) => ({
      verb: 'patch',
      resource: 'nodes',
      subresource: 'status',
      name: node,
      query: 'timeout=10s',
    })),
    5,
  ],
  [
    kubelet((_, world, random, day) => {
      const namespace = random.pick(world.namespaces);
      const workload = random.pick(namespace.workloads);
      return {
        verb: 'patch',
        resource: 'pods',
        subresource: 'status',
        namespace: namespace.name,
        name: podName(workload, day, random.int(workload.replicas)),
      };
    }),
    4,
  ],
  [
    kubelet((_, world, random) => {
      const namespace = random.pick(world.namespaces);
      const name = random.pick(namespace.configs);
      const query = `fieldSelector=metadata.name%3D${name}&resourceVersion=${30_000_000 + random.int(9_000_000)}&timeout=6m10s&timeoutSeconds=370&watch=true`;
      return { verb: 'watch', resource: 'configmaps', namespace: namespace.name, name, query, seconds: 370 };
    }),
    2,
  ],
  [
    (world, random) => ({
      who: readiness,
      ip: random.pick(['10.200.0.38', '10.200.0.41']),
      userAgent: 'kube-probe/1.34',
      step: { verb: 'get', resource: null, path: world.nodes.length % 2 === 0 ? '/readyz' : '/livez' },
    }),
    10,
  ],
  [
    (world, random) => ({
      who: hcp,
      ip: random.pick(world.hops),
      userAgent: 'Prometheus/2.54.1',
      step: { verb: 'get', resource: null, path: '/metrics' },
    }),
    4,
  ],
  [
    () => ({
      who: apiServer,
      ip: '127.0.0.1',
      userAgent: `kube-apiserver/${version}`,
      step: { verb: 'get', resource: 'endpoints', namespace: 'default', name: 'kubernetes' },
    }),
    5,
  ],
  [
    () => ({
      who: apiServer,
      ip: '127.0.0.1',
      userAgent: `kube-apiserver/${version}`,
      step: lease(`apiserver-${suffixOf('apiserver', 26)}`),
    }),
    5,
  ],
  [
    (world) => ({
      who: account('kube-system', 'metrics-server'),
      ip: world.egress,
      userAgent: `metrics-server/${version}`,
      step: { verb: 'create', resource: 'subjectaccessreviews', query: 'timeout=10s' },
    }),
    4,
  ],
  [
    (world, random) => ({
      who: aks,
      ip: random.pick(world.hops),
      userAgent: 'cluster-autoscaler/v0.0.0 (linux/amd64) kubernetes/$Format',
      step: {
        verb: 'update',
        resource: 'configmaps',
        namespace: 'kube-system',
        name: 'cluster-autoscaler-status',
      },
    }),
    4,
  ],
  [
    // A controller that writes an object which kubectl once applied: kubectl is mentioned, and is not the client.
    (world, random) => {
      const namespace = random.pick(world.namespaces);
      const { name } = random.pick(namespace.workloads);
      const body = {
        kind: 'Deployment',
        image: `registry.example.com/${namespace.team}/${name}:2`,
        applied: true,
      };
      return {
        who: account('gitops', 'flux'),
        ip: world.egress,
        userAgent: 'kustomize-controller/v0.0.0 (linux/amd64) kubernetes/$Format',
        step: {
          verb: 'patch',
          resource: 'deployments',
          namespace: namespace.name,
          name,
          query: 'fieldManager=kustomize-controller',
          body,
        },
      };
    },
    2,
  ],
  [
    (world, random) => {
      const namespace = random.pick(world.namespaces);
      return {
        who: account('kube-system', 'horizontal-pod-autoscaler'),
        ip: random.pick(world.hops),
        userAgent: `kube-controller-manager/${version}/system:serviceaccount:kube-system:horizontal-pod-autoscaler`,
        step: { verb: 'list', resource: 'podmetrics', namespace: namespace.name },
      };
    },
    3,
  ],
]);
