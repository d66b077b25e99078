/**
 * A finding as an Adaptive Card 1.5 for a Teams workflow. Text of logs stands only in text runs, in which Teams reads
 * no Markdown. Source: Adaptive Cards schema 1.5.0; learn.microsoft.com, "Create incoming webhooks with Workflows".
 */
import type { Finding } from '../../find/finding.ts';
import type { Severity } from '../../judge/severity.ts';
import { buttonsOf, chatTexts } from './chat.ts';

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

/**
 * At most some 8 KB and the link: Teams takes about 28.
 * @param link an https address with more about the finding, or `null`. @param workLink one where it is worked
 */
export function teamsMessage(finding: Finding, link: string | null, workLink: string | null = null): string {
  const { title, where, lines, foot } = chatTexts(finding);
  const buttons = buttonsOf(link, workLink);
  const content = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    msteams: { width: 'Full' },
    body: [
      lineOf([run(title, { weight: 'Bolder', size: 'Large', color: colours[finding.risk.severity] })]),
      lineOf([run(where)]),
      ...lines.map(({ name, value }) =>
        lineOf([run(`${name} `, { weight: 'Bolder' }), run(value)], { spacing: 'Small' }),
      ),
      lineOf([run(foot, { isSubtle: true, size: 'Small' })], { spacing: 'Small' }),
    ],
    ...(buttons.length === 0
      ? {}
      : { actions: buttons.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })) }),
  };
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  });
}
