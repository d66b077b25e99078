/** What an attacker finds around him: whose namespaces, which nodes, which pods. Refuses to know what he does there. */

import { type Target, targetIn } from '../kubectl/command.ts';
import type { Namespace } from '../namespace.ts';
import { itemAt, type Random } from '../random.ts';
import type { World } from '../world.ts';

export interface Surroundings {
  readonly random: Random;
  readonly day: number;
  /** Minor version of the attacker's kubectl. */
  readonly minor: number;
  /** The namespace of the robbed one. */
  readonly own: Namespace;
  /** Namespaces of others, the system's left out, in random order. */
  readonly others: readonly Namespace[];
  readonly system: Namespace;
  readonly nodes: readonly string[];
  /** Something in a namespace that commands can be pointed at. */
  readonly at: (namespace: Namespace) => Target;
}

/** What lies around somebody of a team on a day. */
export function surroundingsOf(
  world: World,
  random: Random,
  day: number,
  team: string,
  minor: number,
): Surroundings {
  const there = world.namespaces.filter(({ since }) => since <= day);
  const own = there.find((space) => space.team === team) ?? itemAt(there, 0);
  const shuffled = there
    .filter((space) => space.team !== team && space.name !== 'kube-system')
    .map((space) => [random.next(), space] as const)
    .sort(([a], [b]) => a - b)
    .map(([, space]) => space);
  return {
    random,
    day,
    minor,
    own,
    others: shuffled.length === 0 ? [own] : shuffled,
    system: itemAt(there, 0),
    nodes: world.nodes,
    at: (namespace) => targetIn(namespace, { random, day, nodes: world.nodes, minor }),
  };
}
