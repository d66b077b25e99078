/** The pages beside the report, and what leads from one to another. */
import { expect, test } from 'vitest';
import type { Day } from '../../../../src/core/count/day.ts';
import type { HrefOf } from '../../../../src/core/show/links.ts';
import { clustersPage } from '../../../../src/core/show/pages/clusters.ts';
import { actorPage, daysPage } from '../../../../src/core/show/pages/days.ts';
import { findingPage } from '../../../../src/core/show/pages/finding-page.ts';
import { reportPage } from '../../../../src/core/show/pages/report.ts';
import { aFinding, aReport, noSkips } from '../samples.ts';

const hrefOf: HrefOf = ({ page, ...names }) =>
  `${page === 'report' ? 'day' : page}:${Object.values(names)[0] ?? ''}`;
const hrefs = (page: string): string[] =>
  [...page.matchAll(/ href="([^#"]+)"/g)].map(([, href = '']) => href);
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const day = aReport().day;

test('a report leads to the days beside it, and each finding to itself and to its actor', () => {
  const findings = [aFinding()];
  const page = reportPage(aReport({ findings, hrefOf }));
  expect(hrefs(page)).toEqual([
    'day:2026-06-02',
    'days:',
    'day:2026-06-04',
    'clusters:',
    `finding:${aFinding().id}`,
    `actor:${aFinding().user}`,
    'finding:a3',
    'finding:a4',
  ]);
  expect(hrefs(reportPage(aReport({ findings, newest: day, hrefOf })))).not.toContain('day:2026-06-04');
  expect(hrefs(reportPage(aReport({ findings })))).toEqual([]);
});

test('a finding alone says what became of it, and leads to its day and its actor, not to itself', () => {
  const page = findingPage(aFinding(), 'open', hrefOf);
  expect(hrefs(page)).toEqual(['day:2026-06-03', `actor:${aFinding().user}`, 'days:', 'clusters:']);
  expect(textOf(page)).toContain('Finding of 2026-06-03 on aks-shop-prod');
  expect(textOf(page)).toContain('dana.ruiz@contoso.example from 203.0.113.24');
  expect(textOf(page)).not.toMatch(/told to nobody|No longer found|still learning/);
  expect(textOf(findingPage(aFinding(), 'held'))).toContain('Kept and told to nobody');
  expect(textOf(findingPage(aFinding(), 'closed'))).toContain(
    'No longer found when its day was ranked again',
  );
  expect(textOf(findingPage(aFinding({ learning: true })))).toContain('The cluster is still learning');
});

test('all days say what was found on each, and why nothing was', () => {
  const page = daysPage(
    [
      { day, findings: aReport().findings, held: 0, state: 'unranked' },
      { day: '2026-06-02' as Day, findings: [], held: 2, state: 'ranked' },
      { day: '2026-06-01' as Day, findings: [], held: 0, state: 'no-logs' },
    ],
    hrefOf,
  );
  const text = textOf(page);
  expect(text).toContain(
    'Findings from 2026-06-01 to 2026-06-03 2 findings: 1 critical, 1 low. Of 1 day no log was counted',
  );
  expect(text).toContain('2026-06-03 1 · · 1 · Rare calls: get secrets in payments not ranked yet');
  expect(text).toContain('2026-06-02 · · · · · nothing told; 2 kept, not told');
  expect(text).toContain('2026-06-01 · · · · · no logs');
  expect(hrefs(page)).toEqual(['clusters:', 'day:2026-06-03', 'day:2026-06-02']);
  expect(textOf(daysPage([]))).toContain('No days Nothing was told in 0 days.');
});

test('all findings of an actor, the newest first, each leading to its page', () => {
  const older = aFinding({ id: 'older', day: '2026-05-30' as Day });
  const asked = { user: 'dana', from: '2026-05-04' as Day, to: day };
  const page = actorPage({ ...asked, findings: [aFinding(), older] }, hrefOf);
  expect(textOf(page)).toContain(
    'All findings of dana 2 findings on 2 days from 2026-05-04 to 2026-06-03: 2 high.',
  );
  expect(hrefs(page)).toEqual(['days:', 'clusters:', `finding:${aFinding().id}`, 'finding:older']);
  expect(page).toContain('told on 2026-05-30, 2026-06-03');
  expect(textOf(page)).toContain('2026-05-30, 21:47:12 – 21:52:40 UTC');
  expect(textOf(actorPage({ ...asked, findings: [] }))).toContain('Nothing was told of this actor from');
});

test('clusters say what is counted, what is not seen, and whether there are any', () => {
  const cluster = {
    ...{ cluster: 'aks-1', clusterId: '/id/aks-1', lines: 10, events: 4, requests: 3, skipped: noSkips },
    ...{ firstHour: '2026-06-01T00', lastHour: null, missingHours: 5, daysWithLogs: 2, learning: true },
    ...{ budget: { rows: 9, limit: 9, folded: 7 }, failed: [{}], lagSeconds: 7_200 },
    blindSpots: [{ what: 'Hours are missing.', todo: 'See the archive.' }],
  };
  const text = textOf(clustersPage({ clusters: [cluster], archive: [{ what: 'Odd.', todo: '' }] }, hrefOf));
  expect(text).toContain('Clusters 1 cluster, 1 still learning; 1 blind spot.');
  expect(text).toContain('Wrong with the archive Odd.');
  expect(text).toContain(
    'aks-1 still learning /id/aks-1 Requests 3 Lines 10 Days with logs 2 From 2026-06-01T00 To (none) Missing hours 5 Last counted 2 hours ago Events over the budget 7 Could not be read or ranked 1',
  );
  expect(text).toContain('Blind spots Hours are missing. See the archive.');
  expect(textOf(clustersPage({ clusters: [], archive: [] }))).toContain('nothing was looked at');
});
