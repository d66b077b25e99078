/** The pages that are looked at: a day as it should be, and the days that are hard to show. */

import { addDays, type Day } from '../../src/core/count/day.ts';
import type { SurpriseAnswer } from '../../src/core/find/answer.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import { hiderOf } from '../../src/core/find/suppressions/suppression.ts';
import { trialOf, tried } from '../../src/core/find/suppressions/trial.ts';
import { offerFor } from '../../src/core/find/work/offer.ts';
import { afterEntry, shownWork, untouched } from '../../src/core/find/work/work.ts';
import { severityOf } from '../../src/core/judge/severity.ts';
import { spreadOf } from '../../src/core/rank/rarity/spread.ts';
import { type HrefOf, nowhere } from '../../src/core/show/links.ts';
import { clustersPage, type ShownCluster } from '../../src/core/show/pages/clusters.ts';
import { actorPage, daysPage, type FoundDay } from '../../src/core/show/pages/days.ts';
import { findingPage } from '../../src/core/show/pages/finding-page.ts';
import { huntPage } from '../../src/core/show/pages/hunt.ts';
import { reportPage } from '../../src/core/show/pages/report.ts';
import { deadLinkPage } from '../../src/core/show/pages/shared.ts';
import type { ReportData } from '../../src/core/show/report.ts';
import { frontPage } from '../../src/host/front-page.ts';
import { aCall, aFinding, aReport, aStory, everywhere, noSkips } from '../core/show/samples.ts';
import { demoHunt } from './demo.ts';

const hrefOf: HrefOf = ({ page, ...names }) => `/api/shared?${new URLSearchParams({ page, ...names })}`;

/** The day of the demo as its report has it. */
export function demoReport({ day, findings, calls }: SurpriseAnswer): ReportData {
  const [shop] = aReport().clusters;
  const clusters = [...new Map(calls.map((call) => [call.clusterId, call])).values()];
  return aReport({
    ...(day === null ? {} : { day }),
    generatedAt: '2026-11-01 02:15 UTC',
    findings,
    held: [],
    suppressed: [],
    spread: spreadOf(calls),
    hours: Array.from({ length: 24 }, (_, hour) => {
      const own = calls.filter(({ firstSeen }) => Number(firstSeen?.slice(11, 13)) === hour);
      const rare = findings
        .flatMap((finding) => finding.calls)
        .filter(({ firstSeen }) => Number(firstSeen?.slice(11, 13)) === hour);
      return { hour, requests: own.reduce((sum, { count }) => sum + count, 0), rare: rare.length };
    }),
    clusters: clusters.flatMap(({ cluster, clusterId }) =>
      shop === undefined
        ? []
        : [
            {
              ...shop,
              cluster,
              clusterId,
              lines: 8_400,
              events: 3_900,
              requests: 3_200,
              folded: 0,
              salvaged: 0,
              blindSpots: [],
              skipped: { ...noSkips, machinery: 4_500 },
            },
          ],
    ),
  });
}

const manyCalls = 500;

/** 36 findings on 14 clusters, of which one has 500 calls. */
function longDay(): ReportData {
  const findings = Array.from({ length: 36 }, (_, at): Finding => {
    const score = 100 - Math.floor(at * 2.6);
    const cluster = `aks-cluster-number-${at % 14}`;
    const calls = Array.from({ length: at === 3 ? manyCalls : 4 + (at % 5) }, (_, rank) =>
      aCall({
        rank,
        cluster,
        clusterId: cluster,
        verb: ['get', 'list', 'delete', 'create'][rank % 4] ?? 'get',
        resource: ['secrets', 'pods', 'rolebindings', 'configmaps', 'nodes', 'jobs'][rank % 6] ?? 'pods',
        namespace: `team-${rank % 23}-with-a-long-name-of-its-own`,
        names: [`object-${rank}-6f4b9d7c5d-x2k9p`],
        requestURI: `/api/v1/namespaces/team-${rank % 23}/secrets/object-${rank}-6f4b9d7c5d-x2k9p?fieldManager=kubectl-client-side-apply`,
        outcome: rank % 5 === 0 ? 'refused' : 'allowed',
        firstSeen: `2026-06-03T${String((at + rank) % 24).padStart(2, '0')}:${String(rank % 60).padStart(2, '0')}:12.000000Z`,
        lastSeen: `2026-06-03T${String((at + rank) % 24).padStart(2, '0')}:${String(rank % 60).padStart(2, '0')}:40.000000Z`,
        rarity: 90 + ((at * 7 + rank) % 100) / 10.1,
        evidence: aCall().evidence.map((one) => ({ ...one, time: null })),
      }),
    );
    return aFinding({
      id: String(at).padStart(32, '0'),
      cluster,
      clusterId: cluster,
      user: `a.person.with-a-long-name-${at}@subsidiary.contoso.example`,
      title: `a.person.with-a-long-name-${at}@subsidiary.contoso.example read secrets in ${at + 2} namespaces and 6 more on ${cluster}`,
      risk: { ...aFinding().risk, score, severity: severityOf(score) },
      calls,
      ...(at % 6 === 0 ? { campaign: aStory({ id: String(at).padStart(32, 'c') }) } : {}),
    });
  });
  return aReport({ findings, spread: spreadOf(findings.flatMap(({ calls }) => calls)) });
}

const nothingFound = { findings: [], held: [], suppressed: [], hours: [] };
const [, learning] = aReport().clusters;

function emptyDay(): ReportData {
  return aReport({ ...nothingFound, clusters: aReport().clusters.slice(0, 1) });
}

function aMonth(findings: readonly Finding[]): FoundDay[] {
  const last = aReport().day;
  return Array.from({ length: 31 }, (_, ago) => ({
    day: addDays(last, -ago),
    findings: ago % 4 === 0 ? findings : [],
    held: ago % 9 === 0 ? 2 : 0,
    state: ago === 0 ? 'unranked' : ago % 13 === 5 ? 'no-logs' : 'ranked',
  }));
}

const aCluster: ShownCluster = {
  ...{ cluster: 'aks-shop-prod', clusterId: aReport().clusters[0]?.clusterId ?? '', lines: 120_000 },
  ...{ events: 4_000, requests: 2_000, skipped: { ...noSkips, machinery: 110_000 } },
  ...{ firstHour: '2026-05-04T00', lastHour: '2026-06-03T23', missingHours: 3, daysWithLogs: 31 },
  ...{ learning: true, budget: { rows: 20_000, limit: 20_000, folded: 7 }, failed: [{}], lagSeconds: 300 },
  blindSpots: [{ what: 'Behind Private Link.', todo: 'Nothing to be done.' }],
};

const hostile = `</title><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e${'W'.repeat(300)}`;
/** In all that a log says; what is ours chooses classes and pictures. */
const hostileOf = <T>(value: T): T =>
  everywhere(value, hostile, ['because', 'severity', 'day', 'outcome', 'factors']);

/** All that the form can show, in the words of an attacker. */
function refusedPage(finding: Finding): string {
  const typed = {
    by: hostile,
    owner: hostile,
    nobody: 'yes',
    status: 'new',
    verdict: 'attack',
    note: hostile,
  };
  const entry = { at: '2026-06-04T08:00:00.000Z', by: hostile, owner: hostile, note: hostile };
  const offer = offerFor(aFinding(), { owner: hostile, note: hostile }, new Date('2026-06-04T08:00:00Z'));
  const { suppressions } = offer.body;
  const trial = { ...trialOf([tried(aFinding(), hiderOf(suppressions))], suppressions), damaged: 2 };
  const days = { from: addDays(finding.day, -30), to: finding.day, together: { findings: 4, touched: 3 } };
  return findingPage({ ...finding, work: shownWork(afterEntry(untouched, entry)) }, 'held', nowhere, '', {
    refused: { problem: hostile, typed, tag: hostile },
    offer: { ...offer, trial: { ...trial, ...days }, doubt: 'it would have hidden much' },
    trialHref: null,
  });
}

const routes = new Set(['report', 'findings', 'calls', 'clusters', 'suppressions', 'health', 'openapi.json']);

export const pageNames = [
  'demo report',
  'demo hunt',
  'demo finding',
  'long day',
  'empty day',
  'day without logs',
  'learning cluster',
  'held and suppressed',
  'days',
  'actor',
  'clusters',
  'finding to work',
  'work refused',
  'front page',
  'dead link',
  'hostile report',
  'hostile finding',
  'hostile actor',
  'hostile clusters',
] as const;
export type PageName = (typeof pageNames)[number];

export async function pagesToLookAt(): Promise<Readonly<Record<PageName, string>>> {
  const demo = await demoHunt();
  const [first = aFinding()] = demo.findings;
  const told = aReport().findings;
  const earlier =
    first.day === aReport().day ? [] : [aFinding({ ...first, id: 'earlier', day: addDays(first.day, -3) })];
  const odd = aFinding({ campaign: aStory() });
  const range = { from: '2026-05-04' as Day, to: '2026-06-03' as Day };
  return {
    'demo report': reportPage({ ...demoReport(demo), hrefOf }),
    'demo hunt': huntPage(demo, 10),
    'demo finding': findingPage(first, 'open', hrefOf),
    'long day': reportPage({ ...longDay(), hrefOf }),
    'empty day': reportPage({ ...emptyDay(), hrefOf }),
    'day without logs': reportPage(
      aReport({
        ...nothingFound,
        hrefOf,
        clusters: [],
        logs: {
          logged: false,
          without: [{ cluster: 'aks-shop-prod', clusterId: 'aks-shop-prod' }],
          unranked: [],
        },
      }),
    ),
    'learning cluster': reportPage(
      aReport({
        ...nothingFound,
        hrefOf,
        clusters: learning === undefined ? [] : [learning],
        held: aReport().held.slice(0, 1),
      }),
    ),
    'held and suppressed': reportPage(aReport({ findings: [], hrefOf })),
    days: daysPage(aMonth(told), hrefOf),
    actor: actorPage(
      { user: first.user, from: addDays(first.day, -30), to: first.day, findings: [first, ...earlier] },
      hrefOf,
    ),
    clusters: clustersPage({ clusters: [aCluster], archive: [] }, hrefOf),
    'finding to work': findingPage({ ...first, work: shownWork(untouched) }, 'open', nowhere, '', {
      refused: null,
      offer: offerFor(first, { owner: 'anna' }, new Date('2026-06-04T08:00:00Z')),
      trialHref: '?page=finding&trial=true#work',
    }),
    'work refused': refusedPage(hostileOf(odd)),
    'front page': Buffer.from(frontPage('api', routes).body ?? []).toString(),
    'dead link': deadLinkPage(),
    'hostile report': reportPage({ ...hostileOf(aReport()), spread: [3, 2, 1], hrefOf }),
    'hostile finding': findingPage(hostileOf(odd), 'held', hrefOf),
    'hostile actor': actorPage({ ...range, user: hostile, findings: [hostileOf(odd)] }, hrefOf),
    'hostile clusters': clustersPage(hostileOf({ clusters: [aCluster], archive: aCluster.blindSpots })),
  };
}
