/**
 * The title of a finding: who did what, in the past tense, the worst first, equal deeds as one (DESIGN 7). Bounded, since
 * callers choose names; like every text made of calls it holds no more than may be shown, and is not yet escaped.
 */
import type { RankedCall } from '../../judge/ranked-call.ts';
import { whoPhrase } from '../act.ts';
import { type Deed, deedsIn } from './deeds.ts';
import { deedPhrase, ended } from './words.ts';

/** Characters: two lines of a report, and nearly what the header of a chat message takes. */
const longest = { title: 160, who: 64, both: 84, people: 104, name: 36, cluster: 40 } as const;

/**
 * `eve@example.com created a cluster role binding, read secrets in 4 namespaces and 2 more on aks-prod`: as many deeds as
 * fit, with names where these fit.
 * @param calls of one actor in one cluster, at least one
 */
export function titleOf(calls: readonly RankedCall[]): string {
  const [top] = calls;
  if (top === undefined) throw new RangeError('a title is of at least one call');
  const deeds = deedsIn(calls);
  const [who, where] = [titledWho(top), ended(top.cluster, longest.cluster)];
  const tries = [3, 2, 1].flatMap((count) => [true, false].map((isNamed) => ({ count, isNamed })));
  const titles = tries.map(({ count, isNamed }) => `${who} ${listed(deeds, count, isNamed)} on ${where}`);
  const fits = titles.find((title) => title.length <= longest.title);
  return fits ?? ended(titles.at(-1) ?? '', longest.title);
}

/** Of who made more different calls than are looked at one by one. */
export const floodTitle = (who: string, different: number, cluster: string): string =>
  `${ended(who, longest.who)} flooded ${ended(cluster, longest.cluster)} with ${different.toLocaleString('en-US')} different calls`;

/** Both names stay where there are two, however long one of them is; then the groups taken on, where they fit. */
function titledWho({ user, impersonatedBy: by, impersonatedGroups }: RankedCall): string {
  if (by === null)
    return whoPhrase({ user: ended(user, longest.who), impersonatedBy: by, impersonatedGroups: [] });
  const within = (groups: readonly string[], forUser: number, forBy: number): string =>
    whoPhrase({ user: ended(user, forUser), impersonatedBy: ended(by, forBy), impersonatedGroups: groups });
  const { name, both } = longest;
  const wide = [Math.max(name, both - by.length), Math.max(name, both - user.length)] as const;
  const tries = [within(impersonatedGroups, ...wide), within(impersonatedGroups, name, name)];
  return tries.find((who) => who.length <= longest.people) ?? within([], ...wide);
}

function listed(deeds: readonly Deed[], count: number, isNamed: boolean): string {
  const shown = deeds.slice(0, count).map((deed) => deedPhrase(deed, isNamed));
  const more = deeds.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  const last = all.at(-1) ?? '';
  return all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}
