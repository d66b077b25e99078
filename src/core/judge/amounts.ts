/**
 * What a caller did in all on a day: a deed of many small calls shows only in their number.
 * Knows distinct things, as far as their names were kept; refuses to know which amount is too much.
 */
import { callerOf } from '../rank/features.ts';
import type { SurprisingCall } from '../rank/surprise.ts';
import { mostNames } from '../read/said.ts';
import { deletes, isOf, surveys, tookPlace } from './conditions.ts';

/** Distinct things; requests where names are not known. */
export interface Amounts {
  /** Objects deleted one by one; not pods, jobs and the like, which come back or go by themselves. */
  readonly deleted: number;
  /** Refused with 401 or 403. */
  readonly refused: number;
  /** Secrets read by name. */
  readonly secrets: number;
  /** Kinds of things that tell how a cluster is laid out, listed of all of it. */
  readonly surveyed: number;
}

export const nothingDone: Amounts = { deleted: 0, refused: 0, secrets: 0, surveyed: 0 };

const goesByItself = 'pods jobs replicasets events leases endpoints endpointslices controllerrevisions';

type Call = Pick<SurprisingCall, 'row' | 'before'>;

const ownerOf = ({ row, before }: Call): string => callerOf(row, before.isProxied);

/** The amounts of each call's caller; whom an access proxy lets in counts by himself. */
export function amountsOf(calls: readonly Call[]): (call: Call) => Amounts {
  const byCaller = new Map<string, Amounts>();
  const listed = new Set<string>();
  for (const call of calls) {
    const caller = ownerOf(call);
    const before = byCaller.get(caller) ?? nothingDone;
    const { row } = call;
    const things = thingsOf(call);
    const kind = surveys(row) ? JSON.stringify([caller, row.resource]) : null;
    const isNewKind = kind !== null && !listed.has(kind);
    if (kind !== null) listed.add(kind);
    byCaller.set(caller, {
      deleted: before.deleted + (deletes(row) && !isOf(row, goesByItself) ? things : 0),
      refused: before.refused + (row.outcome === 'refused' ? things : 0),
      secrets: before.secrets + (isOf(row, 'secrets') && row.verb === 'get' && tookPlace(row) ? things : 0),
      surveyed: before.surveyed + (isNewKind ? 1 : 0),
    });
  }
  return (call) => byCaller.get(ownerOf(call)) ?? nothingDone;
}

/** With as many names as are kept there may be more, and its requests are counted. One pattern is the same thing done to several objects, or to one of them again and again. */
function thingsOf({ row: { said, requests } }: Call): number {
  const { length } = said.names;
  return length < mostNames ? Math.max(1, length) : Math.max(length, requests);
}
