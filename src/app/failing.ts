/** What failed is kept with its cause and tried again after growing pauses; told in /api/health until it works. */
import { failureOf } from '../failure.ts';
import type { Clock } from './ports/clock.ts';
import type { FailureKey, Failures, KeptFailure } from './ports/failures.ts';

const firstPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;

/** Keeps what `error` says of the blob or day. What fails again before its pause is over makes it no longer. */
export async function noteFailure(
  { failures, clock }: { readonly failures: Failures; readonly clock: Clock },
  key: FailureKey,
  error: unknown,
): Promise<void> {
  const { status, code } = failureOf(error);
  const now = clock();
  const before = await failures.find(key);
  const isPausing = before !== null && isPaused(before, now);
  const count = (before?.failures ?? 0) + (isPausing ? 0 : 1);
  const again = new Date(now.getTime() + pauseMs(count)).toISOString();
  await failures.save({
    cluster: key.cluster,
    when: key.when,
    blob: key.blob,
    status,
    code,
    failures: count,
    since: before?.since ?? now.toISOString(),
    again: isPausing ? before.again : again,
  });
}

export const isPaused = ({ again }: KeptFailure, now: Date): boolean => now < new Date(again);

/** 1, 2, 4, … minutes, then four times a day. */
const pauseMs = (failures: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(20, failures - 1));

/** What somebody can do about it, by the service's code; empty where that is not known. */
export function adviceFor(code: string): string {
  if (code === 'BlobArchived' || code === 'BlobBeingRehydrated')
    return 'move it out of the archive tier, then run rarecall backfill for its day';
  if (code.startsWith('Authorization') || code.startsWith('Authentication'))
    return 'give the app Storage Blob Data Reader on the archive, and look at its firewall';
  return '';
}
