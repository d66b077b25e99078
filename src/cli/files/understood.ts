/** Whether a file without a call was an audit log all the same, and what to say where it was none. */
import type { SkipCounts } from '../../core/read/call.ts';
import { maxLineBytes } from '../../core/read/sift/survey.ts';

/** Characters of a file's head that tell. */
export const headChars = 65_536;

/** Whether what was skipped was read and understood: lines of an audit log without a call. */
export const isLog = (head: string, skipped: Readonly<SkipCounts>): boolean =>
  skipped.loopback + skipped.cut + skipped.machinery > 0 ||
  (skipped['not-kubectl'] > 0 &&
    /"(category|auditID|requestURI|log_s|RequestUri)\\{0,7}"|log_s|RequestUri/.test(head));

/** The first category that is named; only what can be the name of one, since it is told to people. */
export const categoryIn = (head: string): string | null =>
  /"category"\s{0,9}:\s{0,9}"([a-z][a-z-]{0,60})"/i.exec(head)?.[1] ?? null;

/** What a file is in which nothing was understood, behind its path. A line that was not looked at may well be a log. */
export function notUnderstood(lines: number, { 'too-long': tooLong }: Readonly<SkipCounts>): string {
  if (tooLong === 0) return 'is no Kubernetes audit log';
  const some = `${tooLong} of its ${lines} lines ${tooLong === 1 ? 'is' : 'are'}`;
  const which = lines === 1 ? 'its only line is' : some;
  return `was not understood: ${which} longer than ${maxLineBytes / 1024 / 1024} MiB (too-long); put each record on a line of its own first, as with jq -c .`;
}
