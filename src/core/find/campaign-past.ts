/**
 * The stories before a day, where nobody kept them: earlier days are told anew, as far back as one finding goes on with
 * another. Days on which nobody called whose story it is are passed over. Refuses to know how a day is told.
 */
import { addDays, type Day } from '../count/day.ts';
import type { Grown } from '../rank/grown.ts';
import { maskText } from '../rank/mask/shapes.ts';
import type { PatternRow } from '../rank/pattern-row.ts';
import type { Campaign } from './campaign.ts';
import { storiesFrom, whoseFinding, withCampaigns } from './campaigns.ts';
import type { Finding } from './finding.ts';

export interface PastDays {
  /** No day before it has logs. */
  readonly first: Day;
  patterns(day: Day): AsyncIterable<PatternRow> | Iterable<PatternRow>;
  /** The findings of a day as they were told on its morning, and what of its ranking is lifted by days before. */
  tell(day: Day): Promise<{ readonly findings: readonly Finding[]; readonly grown: readonly Grown[] }>;
}

/** @param findings what is told of the day @returns stories told on days before, of those whose findings they are */
export async function storiesBefore(
  day: Day,
  findings: readonly Finding[],
  past: PastDays,
): Promise<Campaign[]> {
  const told: {
    readonly day: Day;
    readonly findings: readonly Finding[];
    readonly grown: readonly Grown[];
  }[] = [];
  /** Whose stories may go back, and to which day. */
  const open = new Map(ownersOf(findings).map((owner) => [owner.key, { ...owner, from: storiesFrom(day) }]));
  for (let one = addDays(day, -1); one >= past.first; one = addDays(one, -1)) {
    const wanted = [...open.values()].filter(({ from }) => from <= one);
    if (wanted.length === 0) break;
    const names = new Set(wanted.map(({ name }) => name));
    if (!(await hasCalls(past.patterns(one), names))) continue;
    const found = await past.tell(one);
    told.unshift({ day: one, ...found });
    for (const { key } of ownersOf(found.findings)) {
      const owner = open.get(key);
      if (owner !== undefined && owner.from <= one) open.set(key, { ...owner, from: storiesFrom(one) });
    }
  }
  const stories: Campaign[] = [];
  for (const one of told)
    stories.push(
      ...withCampaigns(one.findings, { ...one, before: stories }).flatMap(({ campaign }) => campaign ?? []),
    );
  return stories;
}

const ownersOf = (findings: readonly Finding[]) =>
  findings
    .filter(({ learning }) => !learning)
    .map((finding) => {
      const { clusterId, whose } = whoseFinding(finding);
      return { key: JSON.stringify([clusterId, whose]), name: whose[0] ?? '' };
    });

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
