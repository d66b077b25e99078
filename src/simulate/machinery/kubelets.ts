/** What the kubelets ask: that their nodes are alive, what their pods do, and news of configuration; with weights. */
import { podName } from '../namespace.ts';
import type { Random } from '../random.ts';
import type { Step } from '../request.ts';
import type { World } from '../world.ts';
import { agentVersion, type Part, systemIdentity } from './part.ts';

const kubelet =
  (stepIn: (node: string, world: World, random: Random, day: number) => Step): Part =>
  (world, random, day) => {
    const node = random.pick(world.nodes);
    return {
      who: systemIdentity(`system:node:${node}`, 'system:nodes'),
      ip: world.egress,
      userAgent: `kubelet/${agentVersion}`,
      step: stepIn(node, world, random, day),
    };
  };

export const kubelets: readonly (readonly [Part, number])[] = [
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
];
