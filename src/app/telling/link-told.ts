/** The link that a told finding carries: to its page alone, for some days. */
import { endOfDays, type Links } from '../links.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkOf } from '../ports/sink.ts';

/** Without days a link is not signed: it leads to the report, by a front that knows its readers. */
export function linkTold(
  links: Links,
  clock: Clock,
  { publicUrl, linkDays }: { readonly publicUrl: string; readonly linkDays: number },
): LinkOf {
  if (publicUrl === '') return async () => null;
  const doors = `${publicUrl.replace(/\/+$/, '')}/api`;
  return async ({ id, day }) =>
    linkDays === 0
      ? `${doors}/report?day=${day}#finding-${id}`
      : `${doors}/${await links.sign({ page: 'finding', id }, 'page', endOfDays(clock(), linkDays))}`;
}
