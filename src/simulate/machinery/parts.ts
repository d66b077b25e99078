/**
 * The machinery of a cluster and what it keeps asking: kubelets, controllers, probes and add-ons, as data with weights.
 * None of it is kubectl, though some of it mentions kubectl. Shapes as in records of AKS clusters.
 */

import { choice, suffixOf } from '../random.ts';
import type { Identity, Step } from '../request.ts';
import { aks } from '../robots.ts';
import { kubelets } from './kubelets.ts';
import { agentVersion, type Part, serviceAccount } from './part.ts';

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
const lease = (name: string): Step => ({
  verb: 'update',
  resource: 'leases',
  namespace: 'kube-system',
  name,
  query: 'timeout=5s',
});

const controller =
  (program: string, name: string): Part =>
  (world, random) => ({
    who: aks,
    ip: random.pick(world.hops),
    userAgent: `${program}/${agentVersion}/leader-election`,
    step: lease(name),
  });

/** Every part with its weight. The order belongs to the seed: a part at another place makes other months. */
export const parts = choice<Part>([
  [controller('kube-controller-manager', 'kube-controller-manager'), 14],
  [controller('kube-scheduler', 'kube-scheduler'), 14],
  [controller('cloud-controller-manager', 'cloud-controller-manager'), 8],
  ...kubelets,
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
      userAgent: `kube-apiserver/${agentVersion}`,
      step: { verb: 'get', resource: 'endpoints', namespace: 'default', name: 'kubernetes' },
    }),
    5,
  ],
  [
    () => ({
      who: apiServer,
      ip: '127.0.0.1',
      userAgent: `kube-apiserver/${agentVersion}`,
      step: lease(`apiserver-${suffixOf('apiserver', 26)}`),
    }),
    5,
  ],
  [
    (world) => ({
      who: serviceAccount('kube-system', 'metrics-server'),
      ip: world.egress,
      userAgent: `metrics-server/${agentVersion}`,
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
        who: serviceAccount('gitops', 'flux'),
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
        who: serviceAccount('kube-system', 'horizontal-pod-autoscaler'),
        ip: random.pick(world.hops),
        userAgent: `kube-controller-manager/${agentVersion}/system:serviceaccount:kube-system:horizontal-pod-autoscaler`,
        step: { verb: 'list', resource: 'podmetrics', namespace: namespace.name },
      };
    },
    3,
  ],
]);
