/** A chat message, whole, and what is left out of it; how it is sent is in test/adapters/sinks. */
import { expect, test } from 'vitest';
import { chatTexts } from '../../../../src/core/show/sinks/chat.ts';
import { slackMessage } from '../../../../src/core/show/sinks/slack.ts';
import { teamsMessage } from '../../../../src/core/show/sinks/teams.ts';
import { aCall, aFinding } from '../samples.ts';

const link = 'https://rarecall.example/api/report?day=2026-06-03';
const why = 'Nobody with these rights read secrets in payments in the last 30 days.';
const uri = '/api/v1/namespaces/payments/secrets/stripe-api-key';
const title = 'high, risk 62: Rare calls: get secrets in payments';
const foot = 'Kubernetes Azure detect suspicious kubectl calls, finding 7b1e1c0e3a5f5c0b8a540d6a2f4b9c77';
const facts = [
  { name: 'User', value: 'dana.ruiz@contoso.example' },
  { name: 'From', value: '203.0.113.24' },
  { name: 'Cluster', value: 'aks-shop-prod' },
  { name: 'Time (UTC)', value: '2026-06-03 21:47:12 – 21:52:40' },
  {
    name: 'Why',
    value:
      'Never did this in the 30 days before; 1 of 13 others ever did this. Reading Secrets gives the identities of other programs.',
  },
  { name: 'Next', value: 'Was there a ticket? Rotate the Secret if nobody knows.' },
  {
    name: 'ATT&CK',
    value:
      'T1552.007 Unsecured Credentials: Container API, T1059.013 Command and Scripting Interpreter: Container CLI/API',
  },
];

test('the texts of a message', () => {
  expect(chatTexts(aFinding())).toEqual({
    title,
    message: aFinding().message,
    facts,
    calls: [{ call: 'get secrets in payments (2×)', requestURI: uri, why }],
    more: 0,
    foot,
  });
});

test('what is missing is said, and no text is empty', () => {
  const texts = chatTexts(
    aFinding({
      user: '',
      clientIp: null,
      message: ' ',
      attack: [],
      calls: [aCall({ requestURI: null, explanation: '' })],
    }),
  );
  expect(texts.message).toBe('–');
  expect(texts.facts.map(({ value }) => value)).toMatchObject({
    0: '(unknown user)',
    1: '(no address)',
    6: '–',
  });
  expect(texts.calls).toMatchObject([{ requestURI: '(no address)', why: '–' }]);
});

test('texts have bounds', () => {
  const long = 'x'.repeat(2_000);
  const texts = chatTexts(
    aFinding({
      title: long,
      message: long,
      user: long,
      clientIp: long,
      cluster: long,
      firstSeen: long,
      risk: { ...aFinding().risk, factors: [{ id: 'x', weight: 1, why: long, innocent: '', next: long }] },
      attack: [{ id: long, name: '', tactics: [], version: '' }],
      detection: { ...aFinding().detection, name: long },
      calls: [aCall({ verb: long, requestURI: long, explanation: long })],
    }),
  );
  const [call] = texts.calls;
  const lengths = [texts.title, texts.message, ...texts.facts.map(({ value }) => value), texts.foot];
  expect(lengths.map((text) => text.length)).toEqual([150, 1_200, 200, 64, 100, 100, 300, 300, 300, 200]);
  expect([call?.call, call?.requestURI, call?.why].map((text) => text?.length)).toEqual([160, 300, 700]);
});

test('five calls are shown, and how many more there are', () => {
  const calls = (count: number) =>
    chatTexts(aFinding({ calls: Array.from({ length: count }, () => aCall()) }));
  expect([calls(5).calls.length, calls(5).more]).toEqual([5, 0]);
  expect([calls(7).calls.length, calls(7).more]).toEqual([5, 2]);
  expect(calls(0).more).toBe(0);
});

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

test('a Slack message, whole', () => {
  expect(slackMessage(aFinding(), link)).toEqual({
    text: `${title}\n${aFinding().message}`,
    blocks: [
      { type: 'header', text: plain(title) },
      { type: 'section', text: plain(aFinding().message) },
      { type: 'section', fields: facts.map(({ name, value }) => plain(`${name}\n${value}`)) },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'get secrets in payments (2×)', style: { bold: true } },
                  { type: 'text', text: '\n' },
                  { type: 'text', text: uri, style: { code: true } },
                  { type: 'text', text: `\n${why}` },
                ],
              },
            ],
          },
        ],
      },
      { type: 'context', elements: [plain(foot)] },
      { type: 'actions', elements: [{ type: 'button', text: plain('Open the finding'), url: link }] },
    ],
  });
});

test('Slack: without a link no button; more calls are counted; the fallback is short, and no markup', () => {
  const calls = Array.from({ length: 6 }, () => aCall());
  const { text, blocks } = slackMessage(
    aFinding({ calls, message: `<!channel> & ${'x'.repeat(900)}` }),
    null,
  );
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'rich_text', 'context']);
  expect(blocks.at(-1)).toEqual({ type: 'context', elements: [plain(`1 more calls. ${foot}`)] });
  expect(text.startsWith(`${title}\n&lt;!channel&gt; &amp; xxx`)).toBe(true);
  expect(text).toHaveLength(title.length + 1 + 600 + 3 + 3 + 4);
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
            line([run(aFinding().message)]),
            ...facts.map(({ name, value }) =>
              line([run(`${name}: `, { weight: 'Bolder' }), run(value)], { spacing: 'Small' }),
            ),
            line([run('get secrets in payments (2×)', { weight: 'Bolder' })], { spacing: 'Medium' }),
            line([run(uri, { fontType: 'Monospace', size: 'Small' })], { spacing: 'None' }),
            line([run(why, { isSubtle: true })], { spacing: 'None' }),
            line([run(foot, { isSubtle: true, size: 'Small' })], { spacing: 'Medium', separator: true }),
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

test('Teams: as many calls as fit into 21,000 bytes, and one that does not fit is left out', () => {
  const calls = [aCall({ explanation: '\u{1f511}'.repeat(150) }), aCall({ verb: 'y' })];
  const of = (length: number) => teamsMessage(aFinding({ calls }), 'l'.repeat(length));
  const room = 21_000 - Buffer.byteLength(of(0));
  expect([of(room), of(room + 1)].map((text) => text.includes('"y secrets'))).toEqual([true, false]);
  expect(Buffer.byteLength(of(room))).toBe(21_000);
  expect(of(room + 1)).toContain('"get secrets');
  expect(of(30_000)).not.toContain('"get secrets');
});
