/**
 * Where the machinery calls from: the trace that a service account, a node or a part of the control plane leaves though its
 * call is not counted. A stolen token is seen by it, even where the thief copies the agent of its workload.
 */
import { isHop, isPublic, written } from '../address.ts';
import type { Presence, Text } from '../call.ts';
import { utcTime } from '../time.ts';

/**
 * The address is the last one that is not AKS's own hop. Clients write what they like ahead of the last
 * (X-Forwarded-For), so a thief could write the address of a node there; the last is the connection itself.
 * @param sourceIPs without loopback
 * @param received as logged
 * @returns `null` for other identities than `system:`, and where the address is none of the world's
 */
export function presenceOf(
  user: Text,
  sourceIPs: readonly string[],
  received: Text,
  resourceId: Text,
): Presence | null {
  if (user === null || !user.startsWith('system:')) return null;
  const ip = sourceIPs.findLast((text) => !isHop(text));
  if (ip === undefined || !isPublic(ip)) return null;
  return { resourceId, user, ip: written(ip), day: utcTime(received)?.slice(0, 10) ?? null };
}
