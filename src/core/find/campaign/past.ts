/**
 * The stories before a day: as they were kept, and where a day was never told, told anew as on its own morning, as far back as
 * one finding goes on with another. So the order in which days are told does not matter, nor whether somebody keeps what was
 * told. Days on which nobody called whose story it is are passed over. Refuses to know how a day is told, and what is kept.
 */
import { addDays, type Day } from '../../count/day.ts';
import type { Grown } from '../../rank/grown.ts';
import { maskText } from '../../rank/mask/shapes.ts';
import type { PatternRow } from '../../rank/pattern-row.ts';
import type { Finding } from '../finding.ts';
import { type Campaign, campaignId } from './campaign.ts';
import { storiesFrom, whoseFinding, withCampaigns } from './campaigns.ts';

export interface PastDays {
  /** The stories of a day as they were kept; `null`: it was never told. */
  kept(day: Day): Promise<readonly Campaign[] | null>;
  patterns(day: Day): AsyncIterable<PatternRow> | Iterable<PatternRow>;
  /** The findings of a day, and what of its ranking is lifted by days before. */
  tell(day: Day): Promise<TalesOfDay>;
  /** Whether there is time to tell another day; what lies further back is then left out. */
  hasTime?(): boolean;
}

interface TalesOfDay {
  readonly findings: readonly Finding[];
  readonly grown: readonly Grown[];
}

interface Owner {
  readonly clusterId: string;
  readonly whose: readonly (string | null)[];
  /** His story may go back to this day. */
  readonly from: Day;
}

/** @param findings what is told of the day @returns stories told on days before, of those whose findings they are */
export async function storiesBefore(
  day: Day,
  findings: readonly Finding[],
  past: PastDays,
): Promise<Campaign[]> {
  const stories: Campaign[] = [];
  const anew: (TalesOfDay & { readonly day: Day })[] = [];
  const open = new Map<string, Owner>();
  const goBack = (own: readonly Finding[], on: Day): void => {
    for (const finding of own) {
      const { clusterId, whose } = whoseFinding(finding);
      const key = JSON.stringify([clusterId, whose]);
      const isAsked = on === day || (open.get(key)?.from ?? day) <= on;
      if (!finding.learning && isAsked) open.set(key, { clusterId, whose, from: storiesFrom(on) });
    }
  };
  goBack(findings, day);
  for (let one = addDays(day, -1); ; one = addDays(one, -1)) {
    const wanted = [...open].filter(([, { from }]) => from <= one);
    if (wanted.length === 0) break;
    const kept = await past.kept(one);
    if (kept !== null) {
      for (const [key, owner] of wanted) {
        const own = kept.filter((story) => isOf(owner, story));
        stories.push(...own);
        // What is kept knows what was before it.
        if (own.length > 0) open.delete(key);
      }
      continue;
    }
    const names = new Set(wanted.map(([, { whose }]) => whose[0] ?? ''));
    if (!(await hasCalls(past.patterns(one), names))) continue;
    if (past.hasTime?.() === false) break;
    const found = await past.tell(one);
    anew.unshift({ day: one, ...found });
    goBack(found.findings, one);
  }
  for (const one of anew)
    stories.push(
      ...withCampaigns(one.findings, { ...one, before: stories }).flatMap(({ campaign }) => campaign ?? []),
    );
  return stories;
}

const isOf = ({ clusterId, whose }: Owner, { id, toldFrom }: Campaign): boolean =>
  id === campaignId(clusterId, whose, toldFrom);

/** Whether anybody of these names called, or was taken on; names as they are logged, or as they are shown. */
async function hasCalls(
  patterns: AsyncIterable<PatternRow> | Iterable<PatternRow>,
  names: ReadonlySet<string>,
): Promise<boolean> {
  for await (const { user, impersonatedBy } of patterns)
    for (const name of [user, impersonatedBy])
      if (name !== null && (names.has(name) || names.has(maskText(name)))) return true;
  return false;
}
