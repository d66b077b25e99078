/** Suppressions end to end in memory: set, ranked with, listed, tried. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { answerCalls, answerFindings } from '../../src/app/answer.ts';
import { parseCallQuestion, parseFindingQuestion } from '../../src/app/question.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { rankCluster } from '../../src/app/ranking/rank.ts';
import { shownSuppressions, trySuppressions } from '../../src/app/suppress.ts';
import { tell } from '../../src/app/telling/tell.ts';
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { Suppression } from '../../src/core/find/suppressions/suppression.ts';
import type { Call } from '../../src/core/read/call.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../build.ts';

const day = '2026-10-10' as Day;
const settings = {
  graceHours: 0,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 20,
  rowBudget: 20_000,
  deadline: new Date('2026-12-31T00:00:00Z'),
} as const;

let ports: ReturnType<typeof world>;
let now: string;

function world() {
  return {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    reports: memoryReports(),
    sinks: [],
    clock: () => new Date(now),
    log: memoryLog(),
  };
}

async function log(on: Day, calls: readonly Partial<Call>[]): Promise<void> {
  const hour = `${on}T08`;
  const open = await ports.ledger.open(aBlob({ name: aBlobName(hour) }, hour));
  const time = `${on}T08:15:00.000000Z`;
  const rows = calls.map((call) => {
    const row = aRow({ day: on, firstSeen: time, lastSeen: time }, call);
    return { ...row, key: `${on} ${JSON.stringify(call)}` };
  });
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows });
}

const secrets = { resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets' };
const nodes = { verb: 'delete', resource: 'nodes', namespace: null, requestURI: '/api/v1/nodes' };
const mallory = { user: 'mallory@example.com', sourceIPs: ['198.51.100.66'] };

const a = (over: Partial<Suppression> = {}): Suppression => ({
  id: 'secrets-check',
  owner: 'platform@example.com',
  reason: 'We check the secrets.',
  expires: '2026-12-31',
  match: { resource: 'secrets' },
  ...over,
});

const rank = () => rankCluster(ports, aCluster, day, settings);

const told = async () =>
  (await ports.findings.ofDay(day))
    .filter(({ closed }) => !closed)
    .map(({ finding: { user, calls } }) => `${user} ${calls.map(({ resource }) => resource).sort()}`)
    .sort();

beforeEach(async () => {
  now = '2026-10-11T04:00:00Z';
  ports = world();
  for (let ago = 9; ago > 0; ago--) await log(addDays(day, -ago), [{}, { verb: 'list' }]);
  await log(day, [secrets, nodes, { ...mallory, ...secrets }]);
});

describe('a ranked day', () => {
  test('tells everything while nothing is suppressed', async () => {
    await rank();
    expect(await told()).toEqual(['anna@example.com nodes,secrets', 'mallory@example.com secrets']);
    expect(await ports.suppressions.hiddenOn(day)).toEqual([]);
  });

  test('says how many findings its budget held back, and still ranks their calls', async () => {
    const small = { ...settings, findingsPerDay: 1 };
    await rankCluster(ports, aCluster, day, small);
    expect(await told()).toHaveLength(1);
    const question = parseCallQuestion([['day', day]]);
    if (!question.ok) throw new Error(question.problem);
    const answer = await answerCalls(question.value, ports, small);
    expect(answer).toMatchObject({ held: 1, findings: [{}] });
    expect('calls' in answer && answer.calls.length).toBe(3);
  });

  test('leaves out what is suppressed, and closes a finding of which nothing is left', async () => {
    await rank();
    const [before] = (await ports.findings.ofDay(day)).filter(({ finding }) =>
      finding.user.startsWith('anna'),
    );
    await ports.suppressions.put(a());
    expect(await rank()).toBe(1);
    expect(await told()).toEqual(['anna@example.com nodes']);
    const after = await ports.findings.find(before?.finding.id ?? '');
    expect(before?.finding.message).toContain('secrets');
    expect(after?.finding.message).not.toContain('secrets');
    expect(after?.finding.risk.factors.map(({ id }) => id)).not.toContain('secrets');
  });

  test('still ranks what is suppressed, and says what is missing from the findings', async () => {
    await ports.suppressions.put(a());
    await rank();
    const question = parseCallQuestion([['day', day]]);
    if (!question.ok) throw new Error(question.problem);
    const answer = await answerCalls(question.value, ports, settings);
    if (answer.ranking !== 'surprise') throw new Error('another ranking');
    expect(answer.calls.filter(({ resource }) => resource === 'secrets')).toHaveLength(2);
    const { match: _, ...suppression } = a();
    expect(answer.suppressed).toEqual([
      { suppression, hits: 2, calls: expect.any(Array), expiresSoon: false },
    ]);
    const findings = parseFindingQuestion([['day', day]]);
    if (!findings.ok) throw new Error(findings.problem);
    expect((await answerFindings(findings.value, ports, settings)).suppressed).toEqual(answer.suppressed);
  });

  test('knows no suppression whose time is over when it is ranked', async () => {
    await ports.suppressions.put(a({ expires: '2026-10-10' }));
    await rank();
    expect(await told()).toHaveLength(2);
    now = '2026-10-10T23:00:00Z';
    await rank();
    expect(await told()).toHaveLength(1);
  });

  test('counts a hit once, however often it is ranked', async () => {
    await ports.suppressions.put(a());
    await rank();
    await rank();
    const [shown] = await shownSuppressions(ports);
    expect(shown?.suppression).toEqual({
      ...a(),
      status: { active: true, expiresSoon: false, hits: 2, hitsLast30Days: 2, lastHitDay: day },
    });
    await ports.suppressions.put(a({ match: { resource: 'secrets', user: 'mallory*' } }));
    await rank();
    const [narrower] = await shownSuppressions(ports, 'secrets-check');
    expect(narrower?.suppression.status.hits).toBe(1);
    const recent = async () => (await shownSuppressions(ports))[0]?.suppression.status.hitsLast30Days;
    now = '2026-11-09T23:00:00Z';
    expect(await recent()).toBe(1);
    now = '2026-11-10T00:00:00Z';
    expect(await recent()).toBe(0);
    now = '2026-12-30T04:00:00Z';
    expect((await shownSuppressions(ports))[0]?.suppression.status).toEqual({
      active: true,
      expiresSoon: true,
      hits: 1,
      hitsLast30Days: 0,
      lastHitDay: day,
    });
  });

  test('is reported with what was hidden at its foot, be it all there was', async () => {
    await ports.suppressions.put(
      a({ match: { namespace: 'payments' }, reason: '<b>why</b>', expires: '2026-10-12' }),
    );
    await ports.suppressions.put(a({ id: 'nodes', match: { resource: 'nodes' } }));
    await rank();
    expect(await told()).toEqual([]);
    await tell(ports, settings);
    const page = await ports.reports.read(`${day}/report.html`);
    expect(page).toContain('hidden by <strong>secrets-check</strong>');
    expect(page).toContain('expires within 7 days');
    expect(page).toContain('&lt;b&gt;why&lt;/b&gt;');
    expect(JSON.parse((await ports.reports.read(`${day}/findings.json`)) ?? '')).toMatchObject({
      findings: [],
      suppressed: [
        { suppression: { id: 'nodes', owner: 'platform@example.com' }, hits: 1, expiresSoon: false },
        { suppression: { id: 'secrets-check', expires: '2026-10-12' }, hits: 2, expiresSoon: true },
      ],
    });
  });
});

describe('a trial', () => {
  test('says which calls of which findings would have been hidden, and keeps nothing', async () => {
    await rank();
    const trial = await trySuppressions(ports, [a(), a({ id: 'none', match: { verb: 'patch' } })]);
    expect(trial).toMatchObject({
      from: '2026-09-11',
      to: '2026-10-11',
      calls: 3,
      hidden: 2,
      findings: 2,
      vanished: 1,
      suppressions: [
        { id: 'secrets-check', hits: 2 },
        { id: 'none', hits: 0 },
      ],
    });
    expect(
      trial.touched.map(({ title, calls, hidden, vanishes }) => [title, calls, hidden, vanishes]).sort(),
    ).toEqual([
      [
        'anna@example.com deleted a node and read secrets in payments on aks-1',
        2,
        [{ suppression: 'secrets-check', pattern: expect.stringContaining('get secrets payments') }],
        false,
      ],
      ['mallory@example.com read secrets in payments on aks-1', 1, [expect.anything()], true],
    ]);
    expect(await ports.suppressions.list()).toEqual([]);
    expect(await told()).toHaveLength(2);
  });

  test('looks at no finding that is older, or was closed', async () => {
    await rank();
    now = '2026-11-10T04:00:00Z';
    expect(await trySuppressions(ports, [a()])).toMatchObject({ from: '2026-10-11', findings: 0, hidden: 0 });
    now = '2026-10-11T04:00:00Z';
    await ports.findings.save(day, aCluster, []);
    expect(await trySuppressions(ports, [a()])).toMatchObject({ findings: 0 });
  });
});
