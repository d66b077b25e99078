/** The list of findings, and what it lets a reader leave out. */
import { expect, test } from 'vitest';
import type { Finding } from '../../../../src/core/find/finding.ts';
import { type Severity, severities } from '../../../../src/core/judge/severity.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { findingList, severityFilter } from '../../../../src/core/show/pages/list.ts';
import { styleElement } from '../../../../src/core/show/pages/style.ts';
import { aCall, aFinding } from '../samples.ts';

const said = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const of = (severity: Severity): Finding => aFinding({ risk: { ...aFinding().risk, severity } });

test('a finding says risk, severity, what was done, when, why and what to do next', () => {
  expect(said(htmlText(findingList([aFinding({ clientIp: null })], true)))).toBe(
    '62 high Rare calls: get secrets in payments 21:47:12 – 21:52:40 UTC from (no address), 1 rare call ' +
      'Why Never did this in the 30 days before; 1 of 13 others ever did this. Reading Secrets gives the identities of other programs. ' +
      'Next Was there a ticket? Rotate the Secret if nobody knows.',
  );
});

test('what is not known is left out, and a title leads only where there is a card', () => {
  const { baseline } = aCall();
  const calls = [aCall({ baseline: { ...baseline, days: 0 }, risk: { score: 30, factors: [] } })];
  const page = htmlText(findingList([aFinding({ calls, risk: { ...aFinding().risk, factors: [] } })], false));
  expect(said(page)).not.toMatch(/Why|Next/);
  expect(page).not.toContain('href');
  expect(htmlText(findingList([aFinding()], true))).toContain(`href="#finding-${aFinding().id}"`);
});

test('there is a choice of severities where there are several, and the sheet knows each of them', () => {
  expect(severityFilter([of('low'), of('low')])).toBeNull();
  const filter = severityFilter([of('low'), of('critical'), of('low')]);
  expect(said(htmlText(filter ?? expect.fail('there are two')))).toBe('Show all critical low');
  for (const severity of severities)
    expect(htmlText(styleElement)).toContain(
      `.findings:has(#only-${severity}:checked) :is(.entry, .finding):not(.${severity})`,
    );
});
