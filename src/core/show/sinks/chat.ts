/** What a chat message of a finding says, whatever the chat: a few short lines of visible text, as a colleague would write them. */
import { campaignPhrase, campaignTag, isStory } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import { gistOf } from '../gist.ts';
import { actorPhrase, shortened, storyPhrase, techniquesOf } from '../phrase.ts';
import { visible } from '../visible.ts';

/** No text is empty; the longest message has about 1,600 characters. */
export interface ChatTexts {
  /** How bad, and what was done. */
  readonly title: string;
  /** Who, where, when. */
  readonly where: string;
  /** Why it is told, what to do next, and the story it belongs to: those that are known. */
  readonly lines: readonly { readonly name: string; readonly value: string }[];
  /** For those who look it up. */
  readonly foot: string;
}

/** A button that opens an address. */
export interface ChatButton {
  readonly label: string;
  readonly url: string;
}

/** Slack takes no longer one, and then takes nothing of the message but its text. */
const longestUrl = 3_000;

/** In the order in which they are shown. @param link to the page of the finding, or `null`. @param workLink to where it is worked */
export const buttonsOf = (link: string | null, workLink: string | null = null): ChatButton[] =>
  [
    { label: 'Open the finding', url: link },
    { label: 'Take or close', url: workLink },
  ].flatMap(({ label, url }) => (url === null || url.length > longestUrl ? [] : [{ label, url }]));

const line = (text: string, limit: number): string => shortened(visible(text), limit).trim() || '–';

export function chatTexts(finding: Finding): ChatTexts {
  const { risk, campaign } = finding;
  const { when, why, next } = gistOf(finding);
  const tag = campaign === undefined ? '' : campaignTag(campaign);
  // What is new of it; else how long it has gone on.
  const story =
    campaign === undefined || !isStory(campaign) ? '' : campaignPhrase(campaign) || storyPhrase(campaign);
  const techniques = techniquesOf(finding.attack).map(({ id }) => id);
  const named: readonly (readonly [string, string])[] = [
    ['Why', why],
    ['Next', next],
    ['Story', story],
  ];
  return {
    // What is an update says so before all else, with what groups it: by its first line a reader knows it.
    title: line(`${tag === '' ? '' : `${tag}, `}${risk.severity}, risk ${risk.score}: ${finding.title}`, 150),
    where: line(
      `${line(actorPhrase(finding), 120)} on ${line(finding.cluster, 80)}, ${finding.day} ${when}`,
      360,
    ),
    lines: named
      .filter(([, value]) => value.trim() !== '')
      .map(([name, value]) => ({ name, value: line(value, 300) })),
    foot: line([...techniques, `finding ${finding.id}`].join(', '), 160),
  };
}
