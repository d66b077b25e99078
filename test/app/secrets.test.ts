/** No way out shows a secret that stands in a log: every answer, page, file and sink, walked with hundreds of shapes. */
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { ocsfSink } from '../../src/adapters/sinks/ocsf.ts';
import { slackSink } from '../../src/adapters/sinks/slack.ts';
import { splunkSink } from '../../src/adapters/sinks/splunk.ts';
import { teamsSink } from '../../src/adapters/sinks/teams.ts';
import { webhookSink } from '../../src/adapters/sinks/webhook.ts';
import { answerCalls, answerFindings } from '../../src/app/answer.ts';
import { parseCallQuestion, parseFindingQuestion } from '../../src/app/question.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { rankCluster } from '../../src/app/ranking/rank.ts';
import { reportData } from '../../src/app/report.ts';
import { trySuppressions } from '../../src/app/suppress.ts';
import { tell } from '../../src/app/telling/tell.ts';
import { addDays, type Day, daysFrom } from '../../src/core/count/day.ts';
import type { Row } from '../../src/core/count/row.ts';
import { suppressedCalls } from '../../src/core/find/suppressions/hidden.ts';
import type { Call } from '../../src/core/read/call.ts';
import { callsCsv, findingsCsv, rareCsv } from '../../src/core/show/csv.ts';
import { huntPage } from '../../src/core/show/pages/hunt.ts';
import { reportPage } from '../../src/core/show/pages/report.ts';
import { sentinelRow } from '../../src/core/show/sinks/sentinel.ts';
import { suppressedTable } from '../../src/core/show/terminal/suppressions.ts';
import { callsTable, findingsTable, rareTable } from '../../src/core/show/terminal/text.ts';
import { aBlob, aBlobName, aCluster, anApplied, aRow } from '../build.ts';
import { planted, plantedTokens, readings } from '../planted.ts';

const day = '2026-10-10' as Day;
const now = new Date('2026-10-11T04:00:00Z');
const settings = {
  graceHours: 0,
  baselineDays: 30,
  learningDays: 0,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 1_000,
  rowBudget: 20_000,
  deadline: new Date('2026-12-31T00:00:00Z'),
} as const;
const style = { width: 4_000 };

/** Names of callers, agents and groups hold tokens; URIs hold everything. */
const calls = planted.map(({ uri }, index) => {
  const { token = '' } = plantedTokens[index % plantedTokens.length] ?? {};
  return {
    user: `person-${index}@example.com`,
    groups: ['team-a', token],
    impersonated: index % 5 === 0 ? token : null,
    impersonatedGroups: index % 5 === 0 ? [token] : [],
    userAgent: `kubectl/v1.30.${index} (${token})`,
    sourceIPs: [`203.0.113.${index % 200}`],
    verb: 'create',
    subresource: 'exec',
    requestURI: uri,
  };
});
/** What some calls say besides holds tokens in every text. */
const saying = ({ groups: [, token = ''] = [] }: Partial<Call>): Partial<Row> => ({
  said: {
    names: [token],
    grants: [
      `RBAC: allowed by ClusterRoleBinding "${token}" of ClusterRole "${token}" to User "${token}"`,
      token,
    ],
    objectId: token,
    dryRun: false,
    cut: false,
  },
  applied: anApplied({
    kind: token,
    name: token,
    images: [`registry.example/${token}:1`, token],
    dangerous: [`hostPath:/${token}`, token],
    serviceAccount: token,
    rules: [`get secrets named ${token}`, `${token} *`],
    role: `ClusterRole/${token}`,
    subjects: [`User/${token}`, `ServiceAccount/shop/${token}`],
    exposes: [`externalName ${token}`],
    webhooks: [
      `https://hooks.example/${token}?key=${token} Fail`,
      `https://bot:${token}@hooks.example Ignore`,
    ],
    signer: `example.com/${token}`,
    usages: [token],
    audiences: [token, `https://vault.example/?ticket=${token}`],
  }),
});
const needles = [...planted.flatMap((one) => one.needles), ...plantedTokens.map(({ token }) => token)];

const leaksOf = (text: string): string[] => {
  const shown = readings(text);
  return [...new Set(needles)].filter((needle) => shown.includes(needle));
};

/** All that is told of the day, by its way out. */
async function everything(reveal: boolean): Promise<Map<string, string>> {
  const sent = new Map<string, string>();
  const catching =
    (name: string): typeof fetch =>
    async (_address, init) => {
      const body = init?.body;
      const text = typeof body === 'string' ? body : gunzipSync(body as Uint8Array).toString();
      sent.set(`sink ${name}`, `${sent.get(`sink ${name}`) ?? ''}\n${text}`);
      return new Response('{"text":"Success","code":0}', { status: name === 'slack' ? 200 : 202 });
    };
  const to = (name: string) => ({
    url: 'https://receiver.example/x',
    fetch: catching(name),
    secret: 'a key of more than sixteen',
  });
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ports = {
    ledger: memoryLedger({ rows: 5_000, chars: 9_000_000 }),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    reports: memoryReports(),
    sinks: [
      webhookSink(to('webhook')),
      ocsfSink(to('ocsf')),
      splunkSink({ ...to('splunk'), token: 'x', index: '' }),
      slackSink(to('slack')),
      teamsSink(to('teams')),
    ],
    clock: () => now,
    log: quiet,
  };
  const log = async (on: Day, called: readonly Partial<Call>[]): Promise<void> => {
    const hour = `${on}T08`;
    const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
    const time = `${on}T08:15:00.000000Z`;
    const rows = called.map((call, index) => ({
      ...aRow(
        {
          day: on,
          firstSeen: time,
          lastSeen: time,
          ...(index < 3 * plantedTokens.length ? saying(call) : {}),
        },
        call,
      ),
      key: String(index),
    }));
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
  };
  for (const before of daysFrom(addDays(day, -10), addDays(day, -1))) await log(before, [{}]);
  await log(day, calls);
  const suppression = {
    id: 'some',
    owner: 'o',
    reason: 'r',
    expires: '2027-01-01',
    match: { user: 'person-1*' },
  };
  await ports.suppressions.put(suppression);
  await rankCluster(ports, aCluster, day, { ...settings, reveal });
  await tell(ports, settings, [day]);

  const ask = async (query: string) => {
    const question = parseCallQuestion(new URLSearchParams(`day=${day}&limit=0&${query}`));
    if (!question.ok) throw new Error(question.problem);
    return answerCalls(question.value, ports, { ...settings, reveal });
  };
  const [surprise, rare] = [await ask('ranking=surprise'), await ask('ranking=rare')];
  if (surprise.ranking !== 'surprise' || rare.ranking !== 'rare') throw new Error('ranked otherwise');
  const question = parseFindingQuestion(new URLSearchParams(`day=${day}&limit=0`));
  if (!question.ok) throw new Error(question.problem);
  const kept = await ports.findings.readDay(day);
  const hidden = await ports.suppressions.hiddenOn(day);
  const suppressed = suppressedCalls(hidden, now);
  const report = await reportData(ports, day, kept, suppressed, now, settings);
  const files = await Promise.all(
    ['report.html', 'findings.json', 'findings.csv'].map((name) => ports.reports.read(`${day}/${name}`)),
  );
  return new Map([
    ...sent,
    ['calls as JSON', JSON.stringify(surprise)],
    ['calls as CSV', callsCsv(surprise.calls)],
    ['calls as a table', callsTable(surprise.calls, style)],
    ['calls as HTML', huntPage(surprise)],
    ['rare as JSON', JSON.stringify(rare)],
    ['rare as CSV', rareCsv(rare.rows)],
    ['rare as a table', rareTable(rare.rows, style)],
    ['rare as HTML', huntPage(rare)],
    ['findings as JSON', JSON.stringify(await answerFindings(question.value, ports, settings))],
    ['findings as CSV', findingsCsv(surprise.findings)],
    ['findings as a table', findingsTable(surprise.findings, style)],
    ['findings as they are kept', JSON.stringify(kept)],
    ['what is hidden', JSON.stringify(hidden)],
    ['what is hidden as a table', suppressedTable(suppressed, style)],
    ['a suppression on trial', JSON.stringify(await trySuppressions(ports, [suppression]))],
    ['the report', reportPage(report)],
    ['report files', files.join('\n')],
    ['rows of Sentinel', JSON.stringify(kept.kept.map(({ finding }) => sentinelRow(finding, '1', now)))],
  ]);
}

describe('secrets of a log', () => {
  let masked: Map<string, string>;
  beforeAll(async () => {
    masked = await everything(false);
  }, 60_000);

  test('reach no way out', () => {
    expect([...masked.keys()].filter((name) => name.startsWith('sink')).sort()).toEqual(
      ['ocsf', 'slack', 'splunk', 'teams', 'webhook'].map((name) => `sink ${name}`),
    );
    expect([...masked].map(([name, text]) => [name, leaksOf(text)])).toEqual(
      [...masked.keys()].map((name) => [name, []]),
    );
  });

  test('are what stands behind the marks: every way out tells of the calls', () => {
    for (const [name, text] of masked)
      expect([name, /person-\d|rare calls|mysql|some/.test(text)]).toEqual([name, true]);
  });

  test('are shown where that is asked for', async () => {
    const shown = await everything(true);
    for (const name of ['calls as JSON', 'rare as JSON', 'findings as they are kept', 'sink webhook'])
      expect(leaksOf(shown.get(name) ?? '').length).toBeGreaterThan(15);
  });
});
