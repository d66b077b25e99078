/** What a kubectl command is: pointed at something in a cluster, it makes requests. Refuses to know who types it. */
import { type Namespace, podName, type Workload } from '../namespace.ts';
import type { Random } from '../random.ts';
import type { Step } from '../request.ts';

/** What a command is pointed at, and what else its requests depend on. */
export interface Target {
  readonly random: Random;
  readonly day: number;
  readonly namespace: Namespace;
  readonly workload: Workload;
  /** A pod of the workload. */
  readonly pod: string;
  readonly nodes: readonly string[];
  /** Minor version of kubectl. */
  readonly minor: number;
}

/** The requests of a command, in order. */
export type Command = (target: Target) => readonly Step[];

/** Any workload of a namespace, and any of its pods. */
export function targetIn(
  namespace: Namespace,
  around: Pick<Target, 'random' | 'day' | 'nodes' | 'minor'>,
): Target {
  const { random, day, nodes, minor } = around;
  const workload = random.pick(namespace.workloads);
  const pod = podName(workload, day, random.int(workload.replicas));
  return { random, day, namespace, workload, pod, nodes, minor };
}
