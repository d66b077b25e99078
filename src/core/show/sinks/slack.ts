/**
 * A finding as a Slack message. Text of logs stands only where Slack reads no markup: `plain_text` and `rich_text`.
 * Source of limits: @slack/types; docs.slack.dev, Block Kit.
 */
import type { Finding } from '../../find/finding.ts';
import { shortened } from '../phrase.ts';
import { chatTexts } from './chat.ts';

/** Escaping makes five characters of one at worst, and the whole text is to stay under 4,000. */
const fallbackChars = 600;

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

const run = (text: string, style?: 'bold' | 'code') => ({
  type: 'text',
  text,
  ...(style === undefined ? {} : { style: { [style]: true } }),
});

/** The fallback is read as markup: this disarms `<!channel>`, mentions and links. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export interface SlackMessage {
  /** For notifications, and alone where the blocks are refused. */
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
}

/** @param link an https address with more about the finding, or `null` */
export function slackMessage(finding: Finding, link: string | null): SlackMessage {
  const { title, message, facts, calls, more, foot } = chatTexts(finding);
  return {
    text: escaped(`${title}\n${shortened(message, fallbackChars)}`),
    blocks: [
      { type: 'header', text: plain(title) },
      { type: 'section', text: plain(message) },
      { type: 'section', fields: facts.map(({ name, value }) => plain(`${name}\n${value}`)) },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: calls.map(({ call, requestURI, why }) => ({
              type: 'rich_text_section',
              elements: [run(call, 'bold'), run('\n'), run(requestURI, 'code'), run(`\n${why}`)],
            })),
          },
        ],
      },
      { type: 'context', elements: [plain(more === 0 ? foot : `${more} more calls. ${foot}`)] },
      ...(link === null
        ? []
        : [{ type: 'actions', elements: [{ type: 'button', text: plain('Open the finding'), url: link }] }]),
    ],
  };
}
