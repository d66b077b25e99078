/** The links that a told finding carries, each to its page alone, for some days: to read it, and to work it. */
import { endOfDays, type LinkSettings, type Links, type Reach } from '../links.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkOf } from '../ports/sink.ts';

interface ToldSettings extends LinkSettings {
  readonly publicUrl: string;
}

const nowhere: LinkOf = async () => null;

const doorsAt = (publicUrl: string): string => `${publicUrl.replace(/\/+$/, '')}/api`;

const signed =
  (links: Links, clock: Clock, { publicUrl, linkDays }: ToldSettings, reach: Reach): LinkOf =>
  async ({ id }) =>
    `${doorsAt(publicUrl)}/${await links.sign({ page: 'finding', id }, reach, endOfDays(clock(), linkDays))}`;

/** Without days a link is not signed: it leads to the report, by a front that knows its readers. */
export function linkTold(links: Links, clock: Clock, settings: ToldSettings): LinkOf {
  const { publicUrl, linkDays } = settings;
  if (publicUrl === '') return nowhere;
  if (linkDays > 0) return signed(links, clock, settings, 'page');
  return async ({ id, day }) => `${doorsAt(publicUrl)}/report?day=${day}#finding-${id}`;
}

/** Where a finding is taken and closed; nowhere unless somebody has said that links may do that. */
export const workLinkTold = (links: Links, clock: Clock, settings: ToldSettings): LinkOf =>
  settings.publicUrl !== '' && settings.linkDays > 0 && settings.linkWork
    ? signed(links, clock, settings, 'work')
    : nowhere;
