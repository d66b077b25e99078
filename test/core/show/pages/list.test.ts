/** The list of findings, and what it lets a reader leave out. */
import { expect, test } from 'vitest';
import type { Finding } from '../../../../src/core/find/finding.ts';
import { type Severity, severities } from '../../../../src/core/judge/severity.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { clusterButtons, filtersOf } from '../../../../src/core/show/pages/filters.ts';
import { findingList } from '../../../../src/core/show/pages/list.ts';
import { styleElement } from '../../../../src/core/show/pages/style.ts';
import { aCall, aFinding, aStory } from '../samples.ts';

const said = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const toCard = ({ id }: Finding): string => `#finding-${id}`;
const of = (severity: Severity): Finding => aFinding({ risk: { ...aFinding().risk, severity } });

test('a finding says risk, severity, what was done, when, why and what to do next', () => {
  expect(said(htmlText(findingList([aFinding({ clientIp: null })], toCard)))).toBe(
    'risk 62 high Rare calls: get secrets in payments 21:47:12 – 21:52:40 UTC from (no address), 1 rare call ' +
      'Why Never did this in the 30 days before; 1 of 13 others ever did this. Reading Secrets gives the identities of other programs. ' +
      'Next Was there a ticket? Rotate the Secret if nobody knows.',
  );
});

test('what is not known is left out, and a title leads only where there is a card', () => {
  const { baseline } = aCall();
  const calls = [aCall({ baseline: { ...baseline, days: 0 }, risk: { score: 30, factors: [] } })];
  const page = htmlText(
    findingList([aFinding({ calls, risk: { ...aFinding().risk, factors: [] } })], () => null),
  );
  expect(said(page)).not.toMatch(/Why|Next/);
  expect(page).not.toContain('href');
  expect(htmlText(findingList([aFinding()], toCard))).toContain(`href="#finding-${aFinding().id}"`);
});

test('a finding of several days says so', () => {
  const of = (campaign = aStory()) => said(htmlText(findingList([aFinding({ campaign })], () => null)));
  expect(of()).toContain('1 rare call; day 5 of what began on 2026-05-28 Why');
  expect(of(aStory({ days: 1 }))).not.toContain('began');
});

test('there is a choice of severities where there are several, and the sheet knows each of them', () => {
  const fieldsOf = (...found: Severity[]) => said(htmlText(filtersOf(found.map(of)).fields));
  expect(fieldsOf('low', 'low')).toBe('');
  expect(fieldsOf('low', 'critical', 'low')).toBe('Show all critical low');
  for (const severity of severities)
    expect(htmlText(styleElement)).toContain(
      `.findings:has(#only-${severity}:checked) :is(.entry, .finding):not(.${severity})`,
    );
});

test('there is a choice of clusters where there are several, by their place and never by their name', () => {
  const on = (count: number) =>
    Array.from({ length: count }, (_, at) => aFinding({ cluster: `<${at}>`, clusterId: `"id ${at}` }));
  expect(said(htmlText(filtersOf(on(1)).fields))).toBe('');
  const { fields, clusters } = filtersOf([...on(2), ...on(2)]);
  expect(said(htmlText(fields))).toBe('Cluster all &lt;0&gt; &lt;1&gt;');
  const list = htmlText(findingList(on(2), () => null, clusters));
  expect([...list.matchAll(/class="entry high (of-\w+)"/g)].map(([, place]) => place)).toEqual([
    'of-0',
    'of-1',
  ]);
  const many = filtersOf(on(clusterButtons + 3));
  expect(htmlText(many.fields).match(/id="in-\d+"/g)).toHaveLength(clusterButtons);
  expect(said(htmlText(many.fields))).toContain('&lt;10&gt; all others');
  expect(htmlText(findingList(on(clusterButtons + 3), () => null, many.clusters))).not.toContain('of-12');
  for (let at = 0; at < clusterButtons; at += 1)
    expect(htmlText(styleElement)).toContain(
      `.findings:has(#in-${at}:checked) :is(.entry, .finding):not(.of-${at})`,
    );
});
