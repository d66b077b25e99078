/**
 * Ranked calls as an assistant reads them: what was done, by whom, how rare, and no more. The texts still hold what a log said:
 * untrusted.ts marks them. Refuses to know who asks.
 */
import type { RankedCall } from '../../judge/ranked-call.ts';
import type { RareRow } from '../../rank/rare.ts';
import type { Text } from '../../read/call.ts';
import { commandPhrase } from '../call-notes.ts';

/** A call of the `surprise` ranking. */
export interface CallView {
  readonly rank: number;
  readonly cluster: string;
  readonly firstSeen: Text;
  readonly lastSeen: Text;
  readonly count: number;
  readonly user: string;
  readonly impersonatedBy: Text;
  readonly groups: readonly string[];
  readonly clientIp: Text;
  readonly userAgent: string;
  readonly verb: Text;
  readonly resource: Text;
  readonly subresource: Text;
  readonly namespace: Text;
  readonly names: readonly string[];
  readonly requestURI: Text;
  /** What an exec ran. */
  readonly command: Text;
  readonly outcome: string;
  readonly dryRun: boolean;
  /** 0-100: 99 is one day of a caller in a hundred. */
  readonly rarity: number;
  /** 1-100. */
  readonly risk: number;
  readonly explanation: string;
  readonly factors: readonly string[];
  readonly attack: readonly string[];
}

/** A row of the `rare` ranking: Splunk's seven fields. */
export interface RareView {
  readonly sourceIPs: string;
  readonly verb: string;
  readonly userAgent: string;
  readonly groups: string;
  readonly resource: string;
  readonly namespace: string;
  readonly requestURI: string;
  readonly count: number;
  readonly percent: number;
}

const most = { groups: 6, names: 5, factors: 12 } as const;

export const callView = (call: RankedCall): CallView => ({
  rank: call.rank,
  cluster: call.cluster,
  firstSeen: call.firstSeen,
  lastSeen: call.lastSeen,
  count: call.count,
  user: call.user,
  impersonatedBy: call.impersonatedBy,
  groups: call.groups.slice(0, most.groups),
  clientIp: call.clientIp,
  userAgent: call.userAgent,
  verb: call.verb,
  resource: call.resource,
  subresource: call.subresource,
  namespace: call.namespace,
  names: call.names.slice(0, most.names),
  requestURI: call.requestURI,
  command: commandPhrase(call),
  outcome: call.outcome,
  dryRun: call.dryRun,
  rarity: Number(call.rarity.toFixed(2)),
  risk: call.risk.score,
  explanation: call.explanation,
  factors: call.risk.factors.slice(0, most.factors).map(({ id }) => id),
  attack: call.attack.slice(0, most.factors).map(({ id }) => id),
});

export const rareView = (row: RareRow): RareView => ({
  sourceIPs: row['sourceIPs{}'],
  verb: row.verb,
  userAgent: row.userAgent,
  groups: row['user.groups{}'],
  resource: row['objectRef.resource'],
  namespace: row['objectRef.namespace'],
  requestURI: row.requestURI,
  count: row.count,
  percent: row.percent,
});
