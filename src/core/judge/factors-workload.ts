/** Risk factors of what a call runs and opens: workloads, images, services. A table for review; its columns are explained in factors.ts. */
import { isTool, takesNode } from '../read/bodies/pods.ts';
import { isInside, isOpened, isPlain } from '../read/bodies/reach.ts';
import { adds, asks, isOf, wrote } from './conditions.ts';
import type { Factor } from './factor.ts';

export const workloadFactors: readonly Factor[] = [
  {
    id: 'dangerous-workload',
    weight: 2.5,
    why: 'The object asked for powers over its node: privileged, its paths and processes, or strong capabilities.',
    innocent: 'A node agent for storage, network or monitoring.',
    next: 'Look at image and settings below. Is the workload known? Where does it run?',
    techniques: ['T1611', 'T1610'],
    when: asks('dangerous', takesNode),
  },
  {
    id: 'host-settings',
    weight: 1.4,
    why: 'The object asked for a part of its node: its network, a port, some path, or a container without the usual fences.',
    innocent: 'A log collector, an ingress that listens on the node.',
    next: 'Which setting is it, and does the workload need it?',
    techniques: ['T1610'],
    when: (call) => wrote(call, 'dangerous') && !wrote(call, 'dangerous', takesNode),
  },
  {
    id: 'workload-write',
    weight: 1.2,
    why: "A new or changed workload runs code of the caller's choice in the cluster.",
    innocent: 'A deployment by hand.',
    next: 'Which image? Was there a change request?',
    techniques: ['T1610'],
    when: (call) =>
      isOf(call, 'pods deployments statefulsets replicasets replicationcontrollers') && adds(call),
  },
  {
    id: 'daemonset-write',
    weight: 1.6,
    why: 'A DaemonSet runs on every node at once and comes back when it is removed from one.',
    innocent: 'Installing or upgrading a node agent.',
    next: 'Which image and which mounts? Who maintains it?',
    techniques: ['T1543.005', 'T1610'],
    when: (call) => isOf(call, 'daemonsets') && adds(call),
  },
  {
    id: 'job-write',
    weight: 1.3,
    why: 'Jobs run once or on a schedule, long after whoever made them has gone.',
    innocent: 'A migration or a backup started by hand.',
    next: 'What does the job run, as which service account?',
    techniques: ['T1053.007'],
    when: (call) => isOf(call, 'jobs cronjobs') && adds(call),
  },
  {
    id: 'image-tool',
    weight: 2.2,
    why: 'The image is named like a coin miner, a scanner or another tool of attackers.',
    innocent: 'A security scan of your own; a debugging image with nmap in it.',
    next: 'Who built the image, and what does the container do?',
    techniques: ['T1204.003', 'T1610'],
    when: asks('images', isTool),
  },
  {
    id: 'image-new',
    weight: 1.3,
    why: 'Nobody in this cluster ran an image of that name within the baseline.',
    innocent: 'The first release of a new service.',
    next: 'From which registry is it? Who built it?',
    techniques: ['T1204.003', 'T1610'],
    when: (call) => adds(call) && call.newImages.length > 0,
  },
  {
    id: 'exposed',
    weight: 1.5,
    why: 'A service was opened to the outside: on a port of every node, or at a public address.',
    innocent: 'A new public service, when no ingress is used.',
    next: 'Is it meant for the internet? Who may reach that port?',
    techniques: ['T1133'],
    when: asks('exposes', isOpened),
  },
  {
    id: 'exposed-inside',
    weight: 1.6,
    why: 'At a public address now stands what belongs inside: a database, a dashboard, or a part of the cluster.',
    innocent: 'A short test that was forgotten.',
    next: 'Close it first; then look who connected.',
    techniques: ['T1133'],
    when: asks('exposes', isInside),
  },
  {
    id: 'exposed-plain',
    weight: 1.2,
    why: 'An ingress without TLS: whoever is on the way reads passwords and sessions, and may change what is said.',
    innocent: 'A certificate that another object or the load balancer brings.',
    next: 'Does that host answer on plain HTTP, and what is asked of it?',
    techniques: ['T1133'],
    when: asks('exposes', isPlain),
  },
];
