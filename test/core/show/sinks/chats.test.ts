/** A chat message, whole, and what is left out of it; how it is sent is in test/adapters/sinks. */
import { expect, test } from 'vitest';
import { buttonsOf, chatTexts } from '../../../../src/core/show/sinks/chat.ts';
import { slackMessage } from '../../../../src/core/show/sinks/slack.ts';
import { teamsMessage } from '../../../../src/core/show/sinks/teams.ts';
import { aFinding, aStory } from '../samples.ts';

const link = 'https://rarecall.example/api/shared?page=finding&id=7b1e';
const title = 'high, risk 62: Rare calls: get secrets in payments';
const where =
  'dana.ruiz@contoso.example on aks-shop-prod, 2026-06-03 21:47:12 – 21:52:40 UTC from 203.0.113.24, 1 rare call';
const foot = 'T1552.007, T1059.013, finding 7b1e1c0e3a5f5c0b8a540d6a2f4b9c77';
const lines = [
  {
    name: 'Why',
    value:
      'Never did this in the 30 days before; 1 of 13 others ever did this. Reading Secrets gives the identities of other programs.',
  },
  { name: 'Next', value: 'Was there a ticket? Rotate the Secret if nobody knows.' },
];

test('the texts of a message', () => {
  expect(chatTexts(aFinding())).toEqual({ title, where, lines, foot });
});

test('what is missing is left out or said, and no text is empty', () => {
  const texts = chatTexts(
    aFinding({
      user: '',
      clientIp: null,
      attack: [],
      cluster: ' ',
      calls: [],
      risk: { ...aFinding().risk, factors: [] },
    }),
  );
  expect(texts).toEqual({
    title,
    where: '(unknown user) on –, 2026-06-03 21:47:12 – 21:52:40 UTC from (no address), 0 rare calls',
    lines: [],
    foot: 'finding 7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
  });
});

test('a story of several days is one line more', () => {
  const { lines } = chatTexts(aFinding({ id: 'a1', campaign: aStory() }));
  expect(lines.map(({ name }) => name)).toEqual(['Why', 'Next', 'Story']);
});

test('texts have bounds, and a long name leaves room for where and when', () => {
  const long = 'x'.repeat(2_000);
  const texts = chatTexts(
    aFinding({
      title: long,
      user: long,
      cluster: long,
      risk: { ...aFinding().risk, factors: [{ id: 'x', weight: 1, why: long, innocent: '', next: long }] },
      attack: [{ id: long, name: '', tactics: [], version: '' }],
    }),
  );
  expect(texts.where).toContain('x…, 2026-06-03 21:47:12 – 21:52:40 UTC from 203.0.113.24');
  expect(
    [texts.title, ...texts.lines.map(({ value }) => value), texts.foot].map((text) => text.length),
  ).toEqual([150, 300, 300, 160]);
  const { where } = chatTexts(aFinding({ user: long, cluster: long, clientIp: long, firstSeen: long }));
  expect(where).toHaveLength(360);
});

test('a button for each address, of a length that chats take', () => {
  expect(buttonsOf(link)).toEqual([{ label: 'Open the finding', url: link }]);
  expect(buttonsOf('l'.repeat(3_000))).toHaveLength(1);
  expect(buttonsOf('l'.repeat(3_001))).toEqual([]);
  expect(buttonsOf(null)).toEqual([]);
  const both = buttonsOf(link, `${link}&reach=work`);
  expect(both.map(({ label }) => label)).toEqual(['Open the finding', 'Take or close']);
  expect(both[1]?.url).toBe(`${link}&reach=work`);
  expect(buttonsOf(null, link)).toHaveLength(1);
  expect(buttonsOf(link, 'l'.repeat(3_001))).toHaveLength(1);
});

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

test('a Slack message, whole', () => {
  expect(slackMessage(aFinding(), link)).toEqual({
    text: `${title}\n${where}`,
    blocks: [
      { type: 'header', text: plain(title) },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: where },
              { type: 'text', text: '\nWhy ', style: { bold: true } },
              { type: 'text', text: lines[0]?.value },
              { type: 'text', text: '\nNext ', style: { bold: true } },
              { type: 'text', text: lines[1]?.value },
            ],
          },
        ],
      },
      { type: 'context', elements: [plain(foot)] },
      { type: 'actions', elements: [{ type: 'button', text: plain('Open the finding'), url: link }] },
    ],
  });
});

test('Slack: without a link no button; the fallback is no markup', () => {
  const { text, blocks } = slackMessage(aFinding({ title: '<!channel> & x' }), null);
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'context']);
  expect(text).toBe(`high, risk 62: &lt;!channel&gt; &amp; x\n${where}`);
});

const run = (text: string, style = {}) => ({ type: 'TextRun', text, ...style });
const line = (runs: readonly object[], style = {}) => ({ type: 'RichTextBlock', inlines: runs, ...style });
const card = (finding = aFinding(), to: string | null = link) =>
  JSON.parse(teamsMessage(finding, to)).attachments[0].content;

test('a Teams message, whole', () => {
  expect(JSON.parse(teamsMessage(aFinding(), link))).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          type: 'AdaptiveCard',
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          version: '1.5',
          msteams: { width: 'Full' },
          body: [
            line([run(title, { weight: 'Bolder', size: 'Large', color: 'Attention' })]),
            line([run(where)]),
            ...lines.map(({ name, value }) =>
              line([run(`${name} `, { weight: 'Bolder' }), run(value)], { spacing: 'Small' }),
            ),
            line([run(foot, { isSubtle: true, size: 'Small' })], { spacing: 'Small' }),
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open the finding', url: link }],
        },
      },
    ],
  });
});

test.each([
  ['critical', 'Attention'],
  ['high', 'Attention'],
  ['medium', 'Warning'],
  ['low', 'Accent'],
  ['informational', 'Default'],
] as const)('Teams: what is %s has the colour %s', (severity, colour) => {
  const { body, actions } = card(aFinding({ risk: { ...aFinding().risk, severity } }), null);
  expect(body[0].inlines[0].color).toBe(colour);
  expect(actions).toBeUndefined();
});
