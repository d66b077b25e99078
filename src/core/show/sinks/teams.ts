/**
 * A finding as an Adaptive Card 1.5 for a Teams workflow. Text of logs stands only in text runs, in which Teams reads
 * no Markdown. Source: Adaptive Cards schema 1.5.0; learn.microsoft.com, "Create incoming webhooks with Workflows".
 */
import type { Finding } from '../../find/finding.ts';
import type { Severity } from '../../judge/severity.ts';
import { type ChatCall, type ChatTexts, chatTexts } from './chat.ts';

/** Teams takes about 28 KB, everything included; some of it is theirs. */
const maxBytes = 21_000;

const colours: Readonly<Record<Severity, string>> = {
  critical: 'Attention',
  high: 'Attention',
  medium: 'Warning',
  low: 'Accent',
  informational: 'Default',
};

type Run = Readonly<Record<string, unknown>>;

const run = (text: string, style: Run = {}): Run => ({ type: 'TextRun', text, ...style });
const lineOf = (runs: readonly Run[], style: Run = {}): Run => ({
  type: 'RichTextBlock',
  inlines: runs,
  ...style,
});

const callLines = ({ call, requestURI, why }: ChatCall): Run[] => [
  lineOf([run(call, { weight: 'Bolder' })], { spacing: 'Medium' }),
  lineOf([run(requestURI, { fontType: 'Monospace', size: 'Small' })], { spacing: 'None' }),
  lineOf([run(why, { isSubtle: true })], { spacing: 'None' }),
];

const cardOf = (texts: ChatTexts, calls: readonly ChatCall[], severity: Severity, link: string | null) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  msteams: { width: 'Full' },
  body: [
    lineOf([run(texts.title, { weight: 'Bolder', size: 'Large', color: colours[severity] })]),
    lineOf([run(texts.message)]),
    ...texts.facts.map(({ name, value }) =>
      lineOf([run(`${name}: `, { weight: 'Bolder' }), run(value)], { spacing: 'Small' }),
    ),
    ...calls.flatMap(callLines),
    lineOf([run(texts.foot, { isSubtle: true, size: 'Small' })], { spacing: 'Medium', separator: true }),
  ],
  ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the finding', url: link }] }),
});

/** @param link an https address with more about the finding, or `null` */
export function teamsMessage(finding: Finding, link: string | null): string {
  const texts = chatTexts(finding);
  for (let shown = texts.calls.length; ; shown -= 1) {
    const content = cardOf(texts, texts.calls.slice(0, shown), finding.risk.severity, link);
    const message = JSON.stringify({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
    });
    if (shown === 0 || Buffer.byteLength(message) <= maxBytes) return message;
  }
}
