/** What several requests have in common with time: how many, from when to when, and what the newest was. */
import { compareUtf8 } from '../../rank/order.ts';
import type { Text } from '../../read/call.ts';
import type { Act } from './act.ts';
import type { SearchRow } from './search.ts';

export interface Seen {
  count: number;
  firstSeen: string | null;
  lastSeen: string | null;
  /** What is shown of the newest. */
  newest: SearchRow;
}

export const unseen = (): Seen => ({ count: 0, firstSeen: null, lastSeen: null, newest: {} });

/** @param shown what of the request is to be shown should it be the newest */
export function see(seen: Seen, act: Act, shown: () => SearchRow): void {
  const isFirst = seen.count === 0;
  seen.count += act.requests;
  if (isFirst || isNewer(act.lastSeen, seen.lastSeen)) seen.newest = shown();
  // Of one moment: whichever, but the same whatever the order in which they came.
  else if (act.lastSeen === seen.lastSeen) seen.newest = greater(seen.newest, shown());
  if (isNewer(act.lastSeen, seen.lastSeen)) seen.lastSeen = act.lastSeen;
  if (act.firstSeen !== null && (seen.firstSeen === null || act.firstSeen < seen.firstSeen))
    seen.firstSeen = act.firstSeen;
}

/** A time that is not known is older than every other. */
export const isNewer = (time: string | null, than: string | null): boolean =>
  time !== null && (than === null || time > than);

const greater = (a: SearchRow, b: SearchRow): SearchRow =>
  compareUtf8(JSON.stringify(a), JSON.stringify(b)) < 0 ? b : a;

/** The newest first. */
export const byNewest = (a: Seen, b: Seen): number =>
  a.lastSeen === b.lastSeen ? 0 : isNewer(a.lastSeen, b.lastSeen) ? -1 : 1;

/** Splunk's order of ties: field by field from left to right, descending; a missing one comes last. */
export function compareDown(a: readonly Text[], b: readonly Text[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? null;
    if (one === other) continue;
    if (one === null) return 1;
    return other === null ? -1 : compareUtf8(other, one);
  }
  return 0;
}

/** Share of all, 0-100, six decimals as Splunk gives them. */
export const percentOf = (count: number, all: number): number => Number(((100 * count) / all).toFixed(6));

/** What had no room. */
export const leftOutNote = (leftOut: number): string[] =>
  leftOut === 0 ? [] : [`too much for memory: ${leftOut} requests are in no row`];

export const atLeastNote = (isMore: boolean): string[] =>
  isMore ? ['too much for memory: some numbers of different things are lower bounds'] : [];
