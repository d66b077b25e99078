/** Ids that the findings of a call would have, were it in any: an id says whose calls of which day a finding is made of. */
import type { Day } from '../count/day.ts';
import { type ClientIpPolicy, clientOf } from '../rank/client-ip.ts';
import { cut } from '../rank/cut.ts';
import { callerOf } from '../rank/features.ts';
import { maskText } from '../rank/mask/shapes.ts';
import type { Call, Text } from '../read/call.ts';
import type { Cluster } from '../read/path.ts';
import { findingId } from './finding.ts';

/** Remembers what it was asked: many calls are of the same actor. */
export function findingIds(policyOf: (cluster: Cluster) => ClientIpPolicy) {
  const known = new Map<string, readonly string[]>();
  return (call: Call, cluster: Cluster, day: Day): readonly string[] => {
    const client = clientOf(call.sourceIPs, policyOf(cluster));
    if (client === null) return [];
    const { ip } = client;
    const user = cut(call.impersonated ?? call.user ?? '', 256);
    const by = call.impersonated === null ? null : cut(call.user ?? '', 256);
    const key = JSON.stringify([cluster.id, user, by, ip, day]);
    const ids = known.get(key) ?? [...new Set(idsOf(cluster.id, user, by, ip, day))];
    if (known.size > 100_000) known.clear();
    known.set(key, ids);
    return ids;
  };
}

/** Of what is shown as it is and of what is masked; and of the flood that the caller's calls may be part of. */
const idsOf = (clusterId: string, user: string, by: Text, ip: Text, day: Day): string[] =>
  [(text: string) => text, maskText].flatMap((shown) => [
    findingId(clusterId, shown(user), ip === null ? null : shown(ip), day, by === null ? null : shown(by)),
    findingId(clusterId, shown(callerOf({ user, impersonatedBy: by })), null, day, 'flood'),
  ]);
