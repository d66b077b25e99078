/**
 * A day on which the cluster gets a new version: AKS does it, or somebody with kubectl, by hand or in a pipeline.
 * A surge node comes, each node is cordoned, drained and made anew under its name, the surge node goes
 * (Microsoft, "How Azure Kubernetes Service (AKS) cluster upgrades work"). With which programs AKS does it is not
 * published: here its add-ons are applied with kubectl, as on other days, and nodes are drained by a Go client.
 */
import { type Caller, userAgentOf } from './kubectl/caller.ts';
import { targetIn } from './kubectl/command.ts';
import { run, runCommand } from './kubectl/run.ts';
import { apply } from './kubectl/writes.ts';
import { agentVersion, systemIdentity } from './machinery/part.ts';
import { isThere } from './people.ts';
import type { Random } from './random.ts';
import type { Request, Step } from './request.ts';
import { callerOfRobot } from './robot-day.ts';
import { aks } from './robots.ts';
import { callerOf, machineOf } from './session.ts';
import { hour, minute, type Today } from './time.ts';
import type { Upgrade, World } from './world.ts';

const newMinor = 35;

/** Its pods are asked to go one by one, whichever namespaces they are in. */
function drain(world: World, random: Random, day: number, node: string): Step[] {
  const spaces = world.namespaces.filter(({ since }) => since <= day);
  const pods = Array.from({ length: 4 + random.int(6) }, () => {
    const namespace = random.pick(spaces);
    return {
      namespace: namespace.name,
      name: targetIn(namespace, { random, day, nodes: [node], minor: newMinor }).pod,
    };
  });
  return [
    { verb: 'get', resource: 'nodes', name: node },
    {
      verb: 'patch',
      resource: 'nodes',
      name: node,
      query: 'fieldManager=kubectl-cordon',
      body: { kind: 'Node', image: '' },
    },
    { verb: 'list', resource: 'pods', query: `fieldSelector=spec.nodeName%3D${node}&limit=500` },
    ...pods.map((pod): Step => ({ verb: 'create', resource: 'pods', subresource: 'eviction', ...pod })),
    ...pods.slice(0, 2).map((pod): Step => ({ verb: 'get', resource: 'pods', ...pod, code: 404 })),
  ];
}

const uncordon = (node: string): Step[] => [
  { verb: 'get', resource: 'nodes', name: node },
  {
    verb: 'patch',
    resource: 'nodes',
    name: node,
    query: 'fieldManager=kubectl-uncordon',
    body: { kind: 'Node', image: '' },
  },
];

const addons = ['kube-proxy', 'cloud-node-manager', 'azure-cns', 'csi-azuredisk-node'];

/** The control plane brings its add-ons up to date: most of it nobody else here ever does. */
function addonSteps(): Step[] {
  return [
    ...addons.flatMap((name) =>
      apply(
        'daemonsets',
        'kube-system',
        name,
        {
          kind: 'DaemonSet',
          image: `mcr.microsoft.com/oss/${name}:v1.${newMinor}.0`,
          dangerous: ['hostNetwork', 'privileged'],
        },
        false,
      ),
    ),
    ...apply('clusterroles', null, 'system:coredns', { kind: 'ClusterRole', image: '' }, true),
    {
      verb: 'patch',
      resource: 'clusterrolebindings',
      name: 'system:coredns',
      query: 'fieldManager=kubectl-client-side-apply',
    },
    {
      verb: 'patch',
      resource: 'validatingwebhookconfigurations',
      name: 'aks-node-validating-webhook',
      query: 'fieldManager=kubectl-client-side-apply',
    },
    { verb: 'list', resource: 'secrets', namespace: 'kube-system', query: 'limit=500' },
    { verb: 'delete', resource: 'deployments', namespace: 'kube-system', name: 'coredns-autoscaler-old' },
  ];
}

/** A node that is there for the upgrade only: it registers itself, and is gone in the evening. */
const surgeSteps = (node: string): Step[] => [
  { verb: 'create', resource: 'nodes' },
  { verb: 'get', resource: 'nodes', name: node },
  { verb: 'patch', resource: 'nodes', subresource: 'status', name: node, query: 'timeout=10s' },
];

function byAks(world: World, today: Today, random: Random, into: Request[]): void {
  const upgrader: Caller = {
    identity: aks,
    role: 'platform',
    team: 'platform',
    ip: random.pick(world.hops),
    userAgent: 'node-upgrader/v0.0.0 (linux/amd64) kubernetes/$Format',
    minor: newMinor,
  };
  const kubectl = { ...upgrader, userAgent: userAgentOf('linux/amd64', newMinor, 0) };
  let at = today.midnight + Math.round((1 + 2 * random.next()) * hour);
  at = run(world, random, kubectl, addonSteps(), at, null, into) + 5 * minute;
  const surge = `${world.nodes[0]?.slice(0, -2) ?? 'node'}zz`;
  const kubelet: Caller = {
    ...upgrader,
    identity: systemIdentity(`system:node:${surge}`, 'system:nodes'),
    ip: world.egress,
    userAgent: `kubelet/${agentVersion}`,
  };
  run(world, random, kubelet, surgeSteps(surge), at, null, into);
  for (const node of world.nodes) {
    run(world, random, upgrader, drain(world, random, today.day, node), at, null, into);
    at += Math.round((6 + 6 * random.next()) * minute);
    run(world, random, upgrader, uncordon(node), at, null, into);
  }
  const gone: Step = { verb: 'delete', resource: 'nodes', name: surge };
  run(world, random, upgrader, [...drain(world, random, today.day, surge), gone], at, null, into);
}

/** Somebody drains node by node with kubectl, and looks on in between. */
function byKubectl(
  world: World,
  today: Today,
  random: Random,
  caller: Caller,
  start: number,
  into: Request[],
): void {
  const target = () =>
    targetIn(random.pick(world.namespaces), {
      random,
      day: today.day,
      nodes: world.nodes,
      minor: caller.minor,
    });
  let at = start;
  for (const node of world.nodes) {
    at = runCommand(world, caller, 'get nodes', target(), at, into) + Math.round(random.exponential(minute));
    at = run(world, random, caller, drain(world, random, today.day, node), at, null, into) + 5 * minute;
    if (random.chance(0.5)) at = runCommand(world, caller, 'get pods -A', target(), at, into) + minute;
    at = run(world, random, caller, uncordon(node), at, null, into) + minute;
  }
}

/** Who upgrades with kubectl: somebody of the platform team who is there, or a pipeline that may do anything. */
function upgraderOf(world: World, day: number, random: Random, by: Upgrade['by']): Caller | null {
  if (by === 'pipeline') {
    const pipelines = world.robots.filter(({ role, ips }) => role === 'platform' && ips.length > 0);
    const [robot] = pipelines.length > 0 ? pipelines : world.robots;
    return robot === undefined ? null : callerOfRobot(world, { ...robot, role: 'platform' }, day, random);
  }
  const person = world.people.find((one) => one.role === 'platform' && isThere(one, day));
  return person === undefined ? null : callerOf(person, machineOf(person, random), day);
}

/** The requests of an upgrade, on its day; not yet in order of time. */
export function upgradeDay(world: World, today: Today, random: Random): Request[] {
  const { upgrade } = world.options;
  if (upgrade?.day !== today.day) return [];
  const requests: Request[] = [];
  if (upgrade.by === 'aks') byAks(world, today, random, requests);
  else {
    const caller = upgraderOf(world, today.day, random, upgrade.by);
    const start = today.midnight + Math.round((7 + 4 * random.next()) * hour);
    if (caller !== null) byKubectl(world, today, random, caller, start, requests);
  }
  return requests;
}
