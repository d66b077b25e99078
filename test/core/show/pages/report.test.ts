import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RareAnswer, SurpriseAnswer } from '../../../../src/core/find/answer.ts';
import { huntPage } from '../../../../src/core/show/pages/hunt.ts';
import { reportPage } from '../../../../src/core/show/pages/report.ts';
import { aCall, aFinding, aRareRow, aReport, everywhere, noSkips } from '../samples.ts';

const surprise: SurpriseAnswer = {
  ranking: 'surprise',
  day: aReport().day,
  baselineDays: 30,
  learning: false,
  lines: 120_000,
  skipped: { ...noSkips, 'not-json': 2, 'not-kubectl': 7 },
  calls: [aCall()],
  findings: [aFinding()],
};

const rare: RareAnswer = {
  ranking: 'rare',
  lines: 120_000,
  events: 800,
  requests: 400,
  combinations: 1_600,
  tuples: 900,
  skipped: noSkips,
  rows: [{ ...aRareRow, percent: 0.5 }],
};

/** All pages with a text in every place where a text stands. */
const pagesWith = (text: string): string[] => [
  reportPage(everywhere(aReport(), text)),
  huntPage({ ...everywhere(surprise, text), ranking: 'surprise' }),
  huntPage({ ...everywhere(rare, text), ranking: 'rare' }),
];

const pages = [reportPage(aReport()), huntPage(surprise), huntPage(rare)];

/** The tags of a page with the names of their attributes, but not their values. */
const skeleton = (page: string): string[] =>
  (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ''));

/** What a reader sees, in one line. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('every page', () => {
  it('lets in its own style sheet by hash and nothing else', () => {
    for (const page of pages) {
      const [, sheet = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
      const hash = createHash('sha256').update(sheet).digest('base64');
      expect(page).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;">`,
      );
      expect(page.match(/<style/g)).toHaveLength(1);
    }
  });

  it('runs nothing and asks the network for nothing', () => {
    for (const page of pages) {
      expect(page).not.toMatch(
        /<script|<link|<img|<iframe|<form| on\w+="| src="| style="|url\(|@import|https?:/i,
      );
    }
  });

  it('links to nothing but places in itself that are there', () => {
    for (const page of pages) {
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
      expect(targets.length).toBeGreaterThan(1);
      for (const target of targets) expect(ids).toContain(target);
      expect(page).not.toMatch(/ href="[^#]/);
    }
  });

  it('closes what it opens, in order', () => {
    for (const page of pages) {
      const open: string[] = [];
      for (const [, closing, name = '', selfClosing] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
        if (['meta', 'br'].includes(name) || selfClosing === '/') continue;
        if (closing === '/') expect(open.pop()).toBe(name);
        else open.push(name);
      }
      expect(open).toEqual([]);
    }
  });

  it.each([
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><style>*{display:none}</style>',
    '--><svg/onload=alert(1)>',
    '<!--',
    '&lt;b&gt;',
    '`{{1}}`',
    'javascript:alert(1)',
    '<'.repeat(3_000),
  ])('keeps its shape whatever a log says: %s', (hostile) => {
    const plain = pagesWith('x'.repeat(hostile.length));
    pagesWith(hostile).forEach((page, index) => {
      expect(skeleton(page)).toEqual(skeleton(plain[index] ?? ''));
    });
  });

  it('shows controls and reading-order tricks instead of obeying them', () => {
    for (const page of pagesWith('a\u202eb\u0000c\u001b[2J\u2066d')) {
      expect(page).not.toMatch(/[^\P{C}\n]/u);
      expect(page).toContain('a\\u{202e}b\\u{0}c\\u{1b}[2J\\u{2066}d');
    }
  });

  it('cuts what an attacker made long and says so', () => {
    const long = `/api/${'x'.repeat(16_000)}`;
    const page = huntPage({ ...surprise, calls: [aCall({ requestURI: long })], findings: [] });
    expect(page).toContain(`x… (15,405 more characters)`);
    expect(page.length).toBeLessThan(25_000);
  });

  it('draws bars within their picture whatever the bits', () => {
    const bits = {
      total: Number.NaN,
      action: 1e300,
      namespace: -5,
      ip: Number.POSITIVE_INFINITY,
      agent: 1e-9,
    };
    const page = huntPage({ ...surprise, calls: [aCall({ bits })], findings: [] });
    for (const [, width] of page.matchAll(/<rect class="fill" width="([^"]*)"/g)) {
      expect(width).toMatch(/^\d{1,3}\.\d\d$/);
      expect(Number(width)).toBeLessThanOrEqual(100);
    }
  });
});

describe('the report', () => {
  it('is the golden page', async () => {
    await expect(reportPage(aReport())).toMatchFileSnapshot('./report.html.golden');
  });

  it('says first what was found, and what is kept back and why', () => {
    expect(textOf(reportPage(aReport()))).toContain(
      'Rare calls of 2026-06-03 2 findings on 1 cluster: 1 critical, 1 low. Begin with the first. 1 cluster is still learning, with too few days to judge by: what is found there is kept below and told to nobody (1 finding). 1 finding more than a day may tell is kept below. 1 call is hidden on purpose, by suppressions that are named below.',
    );
  });

  it('has the numbers of the day', () => {
    expect(textOf(reportPage(aReport()))).toContain(
      'Findings 2 and 2 held back Rare calls in them 9 and 1 suppressed Requests 4,274 in 8,456 events Lines read 1,284,595 1,276,139 gave no call Clusters 2 1 still learning',
    );
  });

  it('tells why, with the innocent cause and what to look at next', () => {
    const text = textOf(reportPage(aReport()));
    expect(text).toContain(
      'secrets ×2 Reading Secrets gives the identities of other programs. A developer debugging a broken credential. Was there a ticket? Rotate the Secret if nobody knows.',
    );
    expect(text).toContain(
      'ATT&amp;CK 19.2 T1552.007 Unsecured Credentials: Container API (Credential Access)',
    );
  });

  it('leads to the audit event by blob, byte offset and auditID', () => {
    expect(textOf(reportPage(aReport()))).toContain(
      'AKS-SHOP-PROD/y=2026/m=06/d=03/h=21/m=00/PT1H.json byte 48,200 21:47:12 3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22 byte 51,734 (no time) (no auditID)',
    );
  });

  it('shows what a create asked for and who stood behind an impersonation', () => {
    const text = textOf(reportPage(aReport()));
    expect(text).toContain('Impersonated by root@contoso.example');
    expect(text).toContain('Asked for Pod node-shell-1 Images alpine:3.20 Dangerous privileged, hostPID');
  });

  it('names coverage, learning and blind spots of each cluster', () => {
    const text = textOf(reportPage(aReport()));
    expect(text).toContain(
      'aks-shop-prod 4,230 requests in 1,284,551 lines; 30 days of baseline; 3 blind spots',
    );
    expect(text).toContain('not-kubectl another agent than kubectl 1,275,413');
    expect(text).toContain('aks-edge-weu 44 requests in 44 lines; learning, day 4 of 7');
  });

  it('lists at its foot what was held back and what was suppressed, by whom and until when', () => {
    const text = textOf(reportPage(aReport()));
    expect(text).toContain('1 finding of clusters that are still learning');
    expect(text).toContain('1 finding over the budget of the day');
    expect(text).toContain(
      '1 call hidden by velero-restore until 2026-09-01 Velero restores to kube-system every Wednesday. (platform@contoso.example)',
    );
  });

  it('warns of a suppression that ends within a week, and counts what it does not show', () => {
    const [one] = aReport().suppressed;
    if (one === undefined) throw new Error('nothing is suppressed');
    const text = textOf(reportPage(aReport({ suppressed: [{ ...one, hits: 70, expiresSoon: true }] })));
    expect(text).toContain('70 calls hidden by velero-restore until 2026-09-01 expires within 7 days');
    expect(text).toContain('The rarest of them; all stand in the ranking of the day');
    expect(text).toContain('and 70 suppressed');
    expect(textOf(reportPage(aReport()))).not.toContain('expires within');
  });

  it('marks the hours of findings in the chart, and says them', () => {
    const page = reportPage(aReport());
    expect(page).toContain('aria-label="requests by hour, at most 1,650 an hour; those in findings: 21:00"');
    expect(page.match(/<circle class="rare"/g)).toHaveLength(1);
    expect(reportPage(aReport({ hours: [] }))).not.toContain('class="chart"');
  });

  it('says so calmly when there is nothing', () => {
    const text = textOf(
      reportPage(aReport({ findings: [], held: [], suppressed: [], clusters: [], hours: [] })),
    );
    expect(text).toContain('Nothing rare enough to tell.');
    expect(text).toContain('No cluster wrote a log on this day.');
    expect(text).not.toContain('Suppressed');
  });

  const contentOf = (page: string): string => textOf(page.slice(page.indexOf('<main'))).trim();
  const empty = { findings: [], held: [], suppressed: [] };
  const gone = { cluster: 'aks-gone', clusterId: '/subscriptions/s/aks-gone' };

  it('of a day without any log says so before all else, and what to do', () => {
    const page = reportPage(
      aReport({ ...empty, clusters: [], logs: { logged: false, without: [gone], unranked: [] } }),
    );
    expect(contentOf(page)).toMatch(/^No log was counted for this day So nothing was looked at\. See in /);
    expect(page).toContain('rarecall backfill --from 2026-06-03 --to 2026-06-03');
    expect(contentOf(page)).toContain('None, since no log was looked at.');
    expect(contentOf(page)).not.toContain('Nothing rare enough');
  });

  it('of a day with logs and no findings says that', () => {
    const page = reportPage(aReport(empty));
    expect(textOf(page)).toContain(
      'Rare calls of 2026-06-03 Nothing rare enough to tell. 4,274 requests of 2 clusters were looked at. 1 cluster is still learning',
    );
    expect(contentOf(page)).toContain('Nothing rare enough to tell. Logs were counted for this day.');
    expect(contentOf(page)).not.toMatch(/No log|not looked at|no log was/);
  });

  it('says that a day is not ranked yet, and how it is, instead of that nothing is rare', () => {
    const logs = { logged: true, without: [], unranked: [gone] };
    const page = contentOf(reportPage(aReport({ ...empty, logs })));
    expect(page).toMatch(/^This day is not ranked yet Logs of 1 cluster are counted and not ranked/);
    expect(page).toContain('rarecall rank --day');
    expect(page).toContain('None yet: not all of the day is ranked.');
    expect(page).not.toContain('Nothing rare enough');
    const both = contentOf(reportPage(aReport({ ...empty, logs: { ...logs, without: [gone] } })));
    expect(both).toMatch(
      /^No log of 1 cluster was counted for this day .*Logs of 1 cluster are counted and not ranked/,
    );
  });

  it('names the clusters that have no log, and leads no further than what it names', () => {
    const page = reportPage(aReport({ ...empty, logs: { logged: true, without: [gone], unranked: [] } }));
    expect(contentOf(page)).toMatch(
      /^No log of 1 cluster was counted for this day .* Clusters without a log: aks-gone \/subscriptions\/s\/aks-gone Findings Nothing rare/,
    );
    expect(contentOf(page)).toContain('Nothing rare enough to tell.');
    const without = Array.from({ length: 53 }, (_, at) => ({ cluster: `aks-${at}.`, clusterId: '' }));
    const many = contentOf(reportPage(aReport({ logs: { logged: true, without, unranked: [] } })));
    expect(many).toContain('No log of 53 clusters was');
    expect(many).toContain('aks-49. and 3 more');
    expect(many).not.toContain('aks-50.');
    expect(
      contentOf(reportPage(aReport({ logs: { logged: true, without: without.slice(0, 50), unranked: [] } }))),
    ).not.toContain('and 0 more');
  });

  it('does not deny the logs of findings whose counts are forgotten', () => {
    const logs = { logged: false, without: [], unranked: [] };
    for (const over of [
      { ...aReport(), ...{ held: [], suppressed: [] } },
      { ...aReport(), findings: [], held: [] },
    ])
      expect(contentOf(reportPage(aReport({ ...over, logs })))).toMatch(
        /^No log is counted for this day any more What was/,
      );
  });

  it('stays small when a finding holds thousands of calls', () => {
    const calls = Array.from({ length: 5_000 }, (_, index) => aCall({ rank: index + 1 }));
    const page = reportPage(aReport({ findings: [aFinding({ calls })] }));
    expect(textOf(page)).toContain('5,000 rare calls');
    expect(textOf(page)).toContain('4,894 more calls in the JSON');
    expect(page.length).toBeLessThan(120_000);
  });
});

describe('the page of a hunt', () => {
  it('lists the rarest calls with whose they are', () => {
    expect(textOf(huntPage(surprise))).toContain(
      '1. dana.ruiz@contoso.example from 203.0.113.24 on aks-shop-prod get secrets in payments /api/v1/namespaces/payments/secrets/stripe-api-key',
    );
  });

  it('has its numbers, each said for what it is', () => {
    expect(textOf(huntPage(surprise))).toContain(
      'In numbers Calls shown 1 of 1, ranked by surprise Findings 1 by actor and address Baseline 30 days before this one Lines read 120,000 of all files',
    );
    expect(textOf(huntPage(rare))).toContain(
      'Rarecall hunt Rare kubectl calls, ranked as Splunk does 1 row, the least frequent first, as the command of Splunk gives them: nothing here is judged. In numbers Rows shown 1 of 900 tuples Combinations 1,600 counted in all kubectl events 800 400 requests Lines read 120,000 of all files Least frequent first',
    );
    const none = textOf(huntPage({ ...surprise, day: null, calls: [], findings: [], lines: 1 }));
    expect(none).toContain('No calls No call in these logs that people, scripts or strangers can have made.');
    expect(none).toContain('No call on this day.');
    expect(none).toContain('What was read 1 line');
    expect(none).toContain('A rare call is not a bad one. Times are UTC.');
  });

  it('says when there is too little baseline', () => {
    expect(textOf(huntPage(surprise))).toContain('Baseline 30 days before this one');
    expect(textOf(huntPage({ ...surprise, baselineDays: 1, learning: true }))).toContain(
      'Baseline 1 day still learning',
    );
  });

  it('shows rows of rare under the names of the search', () => {
    const text = textOf(huntPage(rare));
    expect(text).toContain('count percent sourceIPs{} verb userAgent user.groups{} objectRef.resource');
    expect(text).toContain('1 0.500000 203.0.113.24 get kubectl/v1.31.2');
    expect(text).toContain('No line was skipped.');
  });
});
