/** What a chat message of a finding says, whatever the chat: short lines of visible text. */
import { campaignTag, isStory } from '../../find/campaign-words.ts';
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import { noteLine, notesOf } from '../call-notes.ts';
import { gistOf } from '../gist.ts';
import {
  actorPhrase,
  addressPhrase,
  callPhrase,
  shortened,
  span,
  storyPhrase,
  techniquesOf,
} from '../phrase.ts';
import { visible } from '../visible.ts';

const callsShown = 5;

export interface ChatCall {
  readonly call: string;
  readonly requestURI: string;
  readonly why: string;
}

/** No text is empty; the longest message has about 9,000 characters. */
export interface ChatTexts {
  readonly title: string;
  readonly message: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** The strongest ones. */
  readonly calls: readonly ChatCall[];
  /** Calls that are not shown. */
  readonly more: number;
  readonly foot: string;
}

const line = (text: string, limit: number): string => shortened(visible(text), limit).trim() || '–';

export function chatTexts(finding: Finding): ChatTexts {
  const { risk, detection, campaign } = finding;
  const { why, next } = gistOf(finding);
  const tag = campaign === undefined ? '' : campaignTag(campaign);
  const techniques = techniquesOf(finding.attack).map(({ id, name }) => `${id} ${name}`);
  return {
    // What is an update says so before all else, with what groups it: by its first line a reader knows it.
    title: line(`${tag === '' ? '' : `${tag}, `}${risk.severity}, risk ${risk.score}: ${finding.title}`, 150),
    message: line(finding.message, 1_200),
    facts: [
      { name: 'User', value: line(actorPhrase(finding), 200) },
      { name: 'From', value: line(addressPhrase(finding.clientIp), 64) },
      { name: 'Cluster', value: line(finding.cluster, 100) },
      { name: 'Time (UTC)', value: line(`${finding.day} ${span(finding.firstSeen, finding.lastSeen)}`, 100) },
      ...(campaign !== undefined && isStory(campaign)
        ? [{ name: 'Story', value: line(storyPhrase(campaign), 300) }]
        : []),
      { name: 'Why', value: line(why, 300) },
      ...(next === '' ? [] : [{ name: 'Next', value: line(next, 300) }]),
      { name: 'ATT&CK', value: line(techniques.join(', '), 300) },
    ],
    calls: finding.calls.slice(0, callsShown).map((call) => ({
      call: line(`${callPhrase(call)} (${call.count}×)`, 160),
      requestURI: line(call.requestURI ?? '(no address)', 300),
      why: line([call.explanation, noteLine(notesOf(call))].filter((text) => text !== '').join(' '), 700),
    })),
    more: Math.max(0, callCount(finding) - callsShown),
    foot: line(`${detection.name}, finding ${finding.id}`, 200),
  };
}
