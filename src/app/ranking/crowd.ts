/** From how many addresses the callers of a day came. Knows patterns; refuses to know what that says of a cluster. */
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Crowd } from '../ports/days.ts';

/** Each caller counts once, however busy: machines must not hide where people are. */
export function crowdOf(patterns: readonly PatternRow[]): Crowd {
  const callers = new Map<string, Set<string>>();
  for (const { client, clientIp, impersonatedBy, user } of patterns) {
    if (client === 'presence' || clientIp === null) continue;
    const caller = impersonatedBy ?? user;
    callers.set(caller, (callers.get(caller) ?? new Set()).add(clientIp));
  }
  const at = new Map<string, number>();
  for (const addresses of callers.values())
    for (const address of addresses) at.set(address, (at.get(address) ?? 0) + 1);
  return { callers: callers.size, addresses: at.size, together: Math.max(0, ...at.values()) };
}
