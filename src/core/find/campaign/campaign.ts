/**
 * Campaigns: findings of several days that belong together, told as one story (DESIGN 2). Knows what a story is and whose;
 * refuses to know which findings there are.
 */
import { createHash } from 'node:crypto';
import type { Day } from '../../count/day.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { callerOf } from '../../rank/features.ts';
import type { OddDay } from '../../rank/grown.ts';

/** A call of the story. */
export interface CampaignStep {
  readonly day: Day;
  /** When it was first seen on that day, ISO 8601. */
  readonly time: string | null;
  /** Tactic of ATT&CK, `other` where none is known. */
  readonly phase: string;
  /** What was done: `get secrets in payments (db)`; of a trial, which changed nothing, that it was one. */
  readonly what: string;
  readonly outcome: RankedCall['outcome'];
  /** 1-100, of the call. */
  readonly risk: number;
  /** Id of the finding that has the call. */
  readonly finding: string;
}

/** A story of one caller in one cluster, as it stands on its last day. */
export interface Campaign {
  /** Hash of cluster, caller and the first day that was told: the same however often a day is ranked. */
  readonly id: string;
  /** The first day of it that is known, told or not. */
  readonly firstDay: Day;
  /** The first day that was told. */
  readonly toldFrom: Day;
  readonly lastDay: Day;
  /** Days that were told, the last one included: from 2 on the finding goes on with what was told before. */
  readonly toldDays: number;
  /** Days of which something is known, told or not. */
  readonly days: number;
  /** Of its steps, in the order in which they were first taken. */
  readonly phases: readonly string[];
  /** In the order of time: the worst ones of each day. */
  readonly steps: readonly CampaignStep[];
  /** Steps there were besides. */
  readonly leftOut: number;
  /** Days that were odd as well and not told, in order. */
  readonly untold: readonly OddDay[];
}

export const campaignOptions = {
  /** A finding goes on with one that was told at most so many days before. */
  gapDays: 7,
  /** Steps of a story; nobody shares them, so who makes many crowds out his own. */
  mostSteps: 40,
  /** Days of it that were not told. */
  mostUntold: 14,
} as const;

/** What of a call says who is behind it. */
export type Behind = Pick<RankedCall, 'user' | 'impersonatedBy' | 'proxied' | 'clientIp'>;

const nameOf = ({ user, impersonatedBy, proxied }: Behind): string =>
  proxied === true ? user : (impersonatedBy ?? user);

/** Names that anybody may use: behind them everybody is told apart by his address. */
const nobodys: ReadonlySet<string> = new Set(['', 'system:anonymous']);

/**
 * Whose story a call belongs to: his who really calls, whatever names he takes on. So nobody gets into the story of another
 * without calling as that other.
 */
export function whoseOf(call: Behind): readonly (string | null)[] {
  const name = nameOf(call);
  return nobodys.has(name) ? [name, call.clientIp] : [name];
}

/** Whether the days before are known of him alone: those of machines with generated names are known by their kind. */
export const isKnownAlone = (call: Behind): boolean => {
  const name = nameOf(call);
  return !nobodys.has(name) && callerOf({ user: name, impersonatedBy: null }) === name;
};

export const campaignId = (clusterId: string, whose: readonly (string | null)[], toldFrom: Day): string =>
  createHash('sha256')
    .update(JSON.stringify(['campaign', clusterId, ...whose, toldFrom]))
    .digest('hex')
    .slice(0, 32);
