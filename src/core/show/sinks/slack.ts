/**
 * A finding as a Slack message. Text of logs stands only where Slack reads no markup: `plain_text` and `rich_text`.
 * Source of limits: @slack/types; docs.slack.dev, Block Kit.
 */
import type { Finding } from '../../find/finding.ts';
import { buttonsOf, chatTexts } from './chat.ts';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

const run = (text: string, style?: 'bold') => ({
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

/** @param link an https address with more about the finding, or `null`. @param workLink one where it is worked */
export function slackMessage(
  finding: Finding,
  link: string | null,
  workLink: string | null = null,
): SlackMessage {
  const { title, where, lines, foot } = chatTexts(finding);
  const buttons = buttonsOf(link, workLink);
  return {
    text: escaped(`${title}\n${where}`),
    blocks: [
      { type: 'header', text: plain(title) },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              run(where),
              ...lines.flatMap(({ name, value }) => [run(`\n${name} `, 'bold'), run(value)]),
            ],
          },
        ],
      },
      { type: 'context', elements: [plain(foot)] },
      ...(buttons.length === 0
        ? []
        : [
            {
              type: 'actions',
              elements: buttons.map(({ label, url }) => ({ type: 'button', text: plain(label), url })),
            },
          ]),
    ],
  };
}
