/** Parts of pages where one more or less changes what they say; whole pages are in report.test.ts. */

import { expect, test } from 'vitest';
import { type Html, htmlText } from '../../../../src/core/show/html.ts';
import { callItem } from '../../../../src/core/show/pages/call.ts';
import {
  coverageSection,
  damagedNote,
  givenUpSection,
  heldSection,
  logsSection,
  skippedTable,
  suppressedSection,
} from '../../../../src/core/show/pages/coverage.ts';
import { findingsSection } from '../../../../src/core/show/pages/finding.ts';
import { reportPage } from '../../../../src/core/show/pages/report.ts';
import { anApplied } from '../../../build.ts';
import { aCall, aFinding, aReport, noSkips } from '../samples.ts';

/** What a reader sees, in one line. */
const said = (part: Html | string | null): string =>
  (part === null ? '' : typeof part === 'string' ? part : htmlText(part))
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const calls = (count: number) => Array.from({ length: count }, () => aCall());
const [shop, edge] = aReport().clusters;
if (shop === undefined || edge === undefined) throw new Error('the sample has two clusters');
const none = { logged: true, without: [], unranked: [] };

test('what a sink did not take, in the right number', () => {
  expect(said(givenUpSection([{ sink: 'slack', findings: 1 }]))).toBe(
    'Not delivered 1 finding was given up: slack did not take it.',
  );
  expect(said(givenUpSection([{ sink: 'slack', findings: 2 }]))).toBe(
    'Not delivered 2 findings were given up: slack did not take them.',
  );
  expect(givenUpSection([])).toBeNull();
});

test('what is damaged, in the right number', () => {
  expect(damagedNote(0)).toBeNull();
  expect(said(damagedNote(1))).toContain(
    '1 finding of this day is damaged and missing here , and made again',
  );
  expect(said(damagedNote(2))).toContain('2 findings of this day are damaged');
});

test('why lines gave no call', () => {
  expect(said(skippedTable(noSkips))).toBe('No line was skipped.');
  expect(said(skippedTable({ ...noSkips, 'not-json': 1, cut: 2 }))).toBe(
    'Lines that gave no call, by reason not-json no JSON object 1 cut cut before the agent was complete 2',
  );
  const all = said(skippedTable(Object.fromEntries(Object.keys(noSkips).map((reason) => [reason, 1]))));
  for (const meaning of [
    'another category of log',
    'no audit event inside',
    'another agent than kubectl',
    'from the control plane itself',
    'longer than a line may be',
  ])
    expect(all).toContain(meaning);
});

test('what a cluster cannot show, and how far it has learnt', () => {
  const one = { ...shop, blindSpots: [], salvaged: 1, folded: 1, baselineDays: 1, lastSeen: null };
  expect(said(coverageSection([one]))).toContain(
    '4,230 requests in 1,284,551 lines; 1 day of baseline; 2 blind spots Blind spots 1 event was read from records that were cut. 1 row over the budget: counted by pattern, not by URI.',
  );
  expect(said(coverageSection([one]))).toContain('newest event (none), 8,412 events counted');
  expect(said(coverageSection([shop]))).toContain(
    '12 events were read from records that were cut. 3 rows over',
  );
  expect(said(coverageSection([{ ...one, salvaged: 0, folded: 0 }]))).not.toContain('lind spot');
  expect(said(coverageSection([edge]))).toContain('learning, day 4 of 7');
  expect(said(coverageSection([]))).toBe('Coverage No cluster wrote a log on this day.');
});

test('fifty clusters without logs are named, and the rest counted', () => {
  const without = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ cluster: `c-${index}`, clusterId: `/c/${index}` }));
  const of = (count: number) => said(logsSection(aReport({ logs: { ...none, without: without(count) } })));
  expect(of(50)).toContain('c-49 /c/49');
  expect(of(50)).not.toContain('more');
  expect(of(51)).not.toContain('c-50');
  expect(of(51)).toContain('and 1 more');
  expect(logsSection(aReport())).toBeNull();
});

test('what was found when there were logs is not denied, of whatever kind it is', () => {
  const { findings, held, suppressed } = aReport();
  const nothing = { logs: { ...none, logged: false }, findings: [], held: [], suppressed: [] };
  for (const kept of [{ findings }, { held }, { suppressed }])
    expect(said(logsSection(aReport({ ...nothing, ...kept })))).toContain('for this day any more');
  expect(said(logsSection(aReport(nothing)))).toContain('So nothing was looked at');
});

test('what was kept and not told, by its reason', () => {
  const [learning, budget] = aReport().held;
  if (learning === undefined || budget === undefined) throw new Error('the sample has both');
  expect(said(heldSection([learning]))).toMatch(
    /^Kept, not told Found like the others, .* 1 finding of clusters that are still learning /,
  );
  expect(said(heldSection([learning]))).not.toContain('budget');
  expect(said(heldSection([budget, budget]))).toMatch(
    /^Kept, not told Found like .* 2 findings over the budget of the day /,
  );
  expect(heldSection([])).toBeNull();
});

test('what is hidden says when not all of it is shown', () => {
  const [one] = aReport().suppressed;
  if (one === undefined) throw new Error('the sample has one');
  const of = (hits: number, shown: number) =>
    said(suppressedSection([{ ...one, hits, calls: calls(shown) }]));
  const rest = 'The rarest of them; all stand in the ranking of the day';
  expect(of(50, 50)).toContain('All of them');
  expect(of(51, 51)).toContain(rest);
  expect(of(3, 2)).toContain(rest);
  expect(of(2, 2)).not.toContain(rest);
  expect(of(51, 51).match(/get secrets in payments/g)).toHaveLength(50);
});

test('what findings are ordered by is said where there are several', () => {
  const of = (count: number) =>
    htmlText(
      findingsSection(
        Array.from({ length: count }, () => aFinding()),
        none,
      ),
    );
  const nav = (page: string) => said(page.slice(page.indexOf('<nav'), page.indexOf('</nav>')));
  expect(nav(of(1))).not.toContain('highest risk first');
  expect(nav(of(2))).toContain('The highest risk first: the number is the risk of 100');
});

test('the baseline of a call: on how many days, who else, and since when', () => {
  const text = said(callItem(aCall(), 10));
  expect(text).toContain(
    'Baseline: action the user on 0 of 30 days; 1 other (omar.haddad@contoso.example); first seen 2026-05-11',
  );
  expect(text).toContain('Baseline: namespace the user on 0 of 30 days; 3 others; first seen 2026-05-04');
  expect(text).toContain('User first seen 2026-05-04');
  const baseline = {
    days: 1,
    actors: 0,
    actorFirstSeen: null,
    known: { ip: { ownDays: 0, others: 2, neighbours: ['ada'], firstSeen: null } },
  };
  const alone = said(callItem(aCall({ baseline }), 10));
  expect(alone).toContain('Baseline: ip the user on 0 of 1 day; 2 others (ada, …); nobody ever before');
  expect(alone).toContain('User first seen not in 1 day');
});

test('four events of a call are shown, those of a blob together, and the rest is counted', () => {
  const event = (source: string, offset: number, auditID: string | null = 'a') => ({
    auditID,
    time: null,
    source,
    offset,
  });
  const of = (evidence: ReturnType<typeof event>[]) => said(callItem(aCall({ evidence }), 10));
  const four = [event('one', 1), event('two', 2), event('one', 3), event('two', 4, null)];
  expect(of(four)).toContain('Fields and evidence (4 events)');
  expect(of(four)).toContain(
    'one byte 1 (no time) a byte 3 (no time) a two byte 2 (no time) a byte 4 (no time) (no auditID)',
  );
  expect(of(four)).not.toContain('more in the JSON');
  expect(of([...four, event('one', 5)])).toContain('; 1 more in the JSON');
  expect(of([])).not.toContain('Evidence:');
});

test('what a call asked for, whose it is and how often it was', () => {
  const applied = anApplied({ kind: 'Pod', name: null, images: ['a', 'b'], dangerous: [] });
  const text = said(
    callItem(aCall({ applied, impersonatedBy: 'root', codes: [200, 403], count: 1 }), 10, 'whose'),
  );
  expect(text).toContain('whose get secrets in payments');
  expect(text).toContain(
    'Impersonated by root Asked for Pod (no name) Images a, b rarity 99.2 risk 62 1 time HTTP 200, 403 21:47:12 – 21:52:40',
  );
  expect(text).not.toContain('dangerous:');
  expect(said(callItem(aCall({ codes: [], requestURI: null }), 10))).not.toContain('HTTP');
  expect(said(callItem(aCall({ requestURI: null }), 10))).toContain('(no address)');
});

test('the numbers of a day', () => {
  const text = said(reportPage(aReport()));
  expect(text).toContain('Findings 2 and 2 held back Rare calls in them 9 and 1 suppressed');
  expect(text).toContain('Clusters 2 1 still learning');
  const calm = said(reportPage(aReport({ held: [], suppressed: [], clusters: [shop] })));
  expect(calm).toContain('Findings 2 none held back Rare calls in them 9 none suppressed');
  expect(calm).toContain(
    'Requests 4,230 in 8,412 events Lines read 1,284,551 1,276,139 gave no call Clusters 1 none still learning',
  );
});

test('the events of a finding: the command, the queries, those for more events by id, and what has no name', () => {
  const finding = aFinding();
  const { queries } = finding;
  const none = { logged: true, without: [], unranked: [] };
  const whole = said(findingsSection([finding], none));
  expect(whole).toContain(`Raw, on the command line rarecall events ${finding.id} Log Analytics`);
  expect(whole).not.toMatch(/for the other events by id|Not all events can be named/);
  const parts = [1, 2].map((at) => ({
    aksAudit: `AKSAudit part ${at}`,
    azureDiagnostics: `AzureDiagnostics part ${at}`,
    splunk: `splunk part ${at}`,
  }));
  const more = said(findingsSection([aFinding({ queries: { ...queries, parts, unnamed: 484 } })], none));
  expect(more).toContain(
    'Not all events can be named: 484 of them are among what the queries show, unmarked.',
  );
  expect(more.match(/2 queries more, for the other events by id/g)).toHaveLength(3);
  for (const text of parts.flatMap((part) => Object.values(part))) expect(more).toContain(text);
});
