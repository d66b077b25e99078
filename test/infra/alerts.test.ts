/**
 * The alerts as they would be deployed, asked over what a running app really sent: none where all is well, each by what it is
 * for. What only Azure could show (its own Kusto, when it evaluates, what mail looks like) is told in docs/operate.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memorySink } from '../../src/adapters/memory/sink.ts';
import { telemetryTo } from '../../src/adapters/telemetry/telemetry.ts';
import { clusterStates } from '../../src/app/coverage/state.ts';
import { health } from '../../src/app/health/health.ts';
import { events, metrics } from '../../src/app/ports/telemetry.ts';
import { tellHealth, tellStates } from '../../src/app/watching/gauges.ts';
import { measuredLedger, measuredRun, measuredSink } from '../../src/app/watching/measured.ts';
import { addDays, type Day, dayOf } from '../../src/core/count/day.ts';
import type { Cluster, Hour } from '../../src/core/read/path.ts';
import { insightsIn } from '../../src/insights.ts';
import { type IngestionEndpoint, ingestionEndpoint, trustEndpoint } from '../adapters/telemetry/endpoint.ts';
import { healthSettings, healthWorld } from '../app/health-world.ts';
import { aBlob, aBlobName, aCluster } from '../build.ts';
import { aFailure } from '../contract/failures.contract.ts';
import { aFinding } from '../core/show/samples.ts';
import { type Row, run } from './kql/evaluate.ts';
import { tablesOf } from './kql/tables.ts';
import { ofType, snapshotOf } from './snapshot.ts';

interface Rule {
  readonly query: string;
  readonly timeAggregation: 'Count' | 'Maximum' | 'Minimum';
  readonly metricMeasureColumn?: string;
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  readonly dimensions: readonly { readonly name: string }[];
}

const rulesOf = (name: string) =>
  new Map(
    ofType(snapshotOf(name), 'Microsoft.Insights/scheduledQueryRules').map(({ name: rule, properties }) => {
      const { criteria, windowSize, ...more } = properties as {
        criteria: { allOf: Rule[] };
        windowSize: string;
      };
      const [only] = criteria.allOf;
      if (only === undefined) throw new Error(`${rule} asks nothing`);
      return [rule.replace('rarecall-', ''), { ...only, windowSize, properties: more }] as const;
    }),
  );

const rules = rulesOf('dedicated');
const minuteMs = 60_000;
const windowMs = (text: string): number => {
  const [, hours = '0', minutes = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(text) ?? [];
  return (60 * Number(hours) + Number(minutes)) * minuteMs;
};

/** What a rule would fire for: the clusters it is split by, or `all`. */
function firedFor(id: string, tables: Record<string, Row[]>, now: number): string[] {
  const rule = rules.get(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const since = now - windowMs(rule.windowSize);
  const rows = run(rule.query, tables).filter(({ TimeGenerated }) => {
    const at = TimeGenerated instanceof Date ? TimeGenerated.getTime() : 0;
    return at > since && at <= now;
  });
  const [dimension] = rule.dimensions;
  const groups = Map.groupBy(rows, (row) => (dimension === undefined ? 'all' : String(row[dimension.name])));
  // Where there is no dimension nothing is something, too: zero rows are counted.
  if (dimension === undefined && groups.size === 0) groups.set('all', []);
  return [...groups].filter(([, group]) => isMet(rule, group)).map(([name]) => name);
}

function isMet(rule: Rule, rows: readonly Row[]): boolean {
  const { timeAggregation, metricMeasureColumn = '', threshold } = rule;
  const values = rows.map((row) => Number(row[metricMeasureColumn]));
  if (timeAggregation !== 'Count' && values.length === 0) return false;
  const value =
    timeAggregation === 'Count'
      ? rows.length
      : timeAggregation === 'Maximum'
        ? Math.max(...values)
        : Math.min(...values);
  return rule.operator === 'GreaterThan' ? value > threshold : value < threshold;
}

const fired = (tables: Record<string, Row[]>, now: number): string[] =>
  [...rules.keys()].flatMap((id) =>
    firedFor(id, tables, now).map((of) => (of === 'all' ? id : `${id} ${of}`)),
  );

let endpoint: IngestionEndpoint;
beforeAll(trustEndpoint);
beforeEach(async () => {
  endpoint = await ingestionEndpoint();
});
afterEach(async () => {
  await endpoint.close();
  expect(endpoint.faults).toEqual([]);
});

const begin = new Date('2026-10-02T10:00:00Z');
const gone = { id: '/gone', name: 'gone' };

/** An app that runs: a sweep every five minutes, a look at itself every ten, a log an hour. */
async function running() {
  const world = await healthWorld(begin);
  const telemetry = telemetryTo(
    insightsIn({ APPLICATIONINSIGHTS_CONNECTION_STRING: endpoint.connectionString }),
    {
      sendAfterMs: 600_000,
      clock: world.clock,
    },
  );
  const ledger = measuredLedger(world.ledger, telemetry, world.clock);
  const log = memoryLog();
  const states = () => {
    const today = dayOf(world.clock());
    const settings = { ...healthSettings, logCategory: 'kube-audit' };
    return clusterStates({ ...world, ledger }, addDays(today, -2), today, settings);
  };

  /** A log of an hour is counted. @param waitedMs since it was last written to */
  async function count(cluster: Cluster = aCluster, waitedMs = minuteMs): Promise<void> {
    const hour = world.clock().toISOString().slice(0, 13) as Hour;
    const modified = new Date(world.time.now - waitedMs);
    const name = aBlobName(hour, cluster.id);
    const open = await ledger.open(
      aBlob({ name, path: { cluster, hour }, created: `${hour}:00:07.000Z`, length: 1_000, modified }, hour),
    );
    const { cursor } = open;
    const more = { bytes: cursor.bytes + 10, lines: cursor.lines + 9, events: cursor.events + 3 };
    await ledger.commit(open, { cursor: { ...cursor, ...more }, rows: [] });
  }

  async function go(
    minutes: number,
    { sweeps = true, counts = true, waitedMs = minuteMs } = {},
  ): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 5) {
      world.time.now += 5 * minuteMs;
      if (sweeps)
        await measuredRun('sweep', { telemetry, clock: world.clock }, async () => {
          world.time.now += 2_000;
          await world.runs.note('sweep', world.clock());
        });
      if (counts) await count(aCluster, waitedMs);
      if (minute % 10 === 0) {
        const poisoned = async () => ({ none: 0, ...(await world.jobs.poisoned()) });
        tellHealth(await health({ ...world, jobs: { ...world.jobs, poisoned } }, healthSettings), telemetry);
        await tellStates(states, { telemetry, log });
      }
      // As every half minute: what was measured by then has its own time.
      await telemetry.end(2_000);
    }
  }

  const asked = () => fired(tablesOf(endpoint.received), world.time.now);
  return { ...world, telemetry, count, go, asked };
}

describe('asked over what a running app sent', () => {
  test('where all is well no alert fires', async () => {
    const app = await running();
    await app.go(180);
    expect(app.asked()).toEqual([]);
    expect(endpoint.received.length).toBeGreaterThan(100);
  });

  test('in a workspace that has nothing yet, that no sweep came is all that is said', () => {
    expect(fired({}, begin.getTime())).toEqual(['sweep-stale']);
    expect(fired({ AppMetrics: [] }, begin.getTime())).toEqual(['sweep-stale']);
  });

  test('sweeps that end, and come back', async () => {
    const app = await running();
    await app.go(90);
    await app.go(65, { sweeps: false });
    expect(app.asked()).toEqual(['sweep-stale']);
    await app.go(10);
    expect(app.asked()).toEqual([]);
  });

  test('logs that wait for more than an hour to be counted', async () => {
    const app = await running();
    await app.go(60);
    await app.go(10, { waitedMs: 61 * minuteMs });
    expect(app.asked()).toEqual(['lag aks-1']);
  });

  test('a message that failed too often', async () => {
    const app = await running();
    await app.go(60);
    app.jobs.poison('rarecall-rank-poison');
    await app.go(10);
    expect(app.asked()).toEqual(['poison']);
  });

  test('a finding that waits for two hours, not one that waits for an hour', async () => {
    const app = await running();
    await app.go(60);
    const day = '2026-10-02' as Day;
    app.sinks.push(measuredSink(memorySink('hook'), app.telemetry));
    await app.findings.save(day, aCluster, [aFinding({ day, learning: false })]);
    await app.go(60);
    expect(app.asked()).toEqual([]);
    await app.go(70);
    expect(app.asked()).toEqual(['undelivered']);
  });

  test('a day that was not ranked', async () => {
    const app = await running();
    await app.go(60);
    // Yesterday has logs, and nothing was ranked.
    const yesterday = new Date(begin.getTime() - 20 * 3_600_000).toISOString().slice(0, 13) as Hour;
    const open = await app.ledger.open(
      aBlob({ name: aBlobName(yesterday), created: `${yesterday}:00:07.000Z` }, yesterday),
    );
    await app.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [] });
    await app.go(10);
    // The hours between that log and the next are missing as well.
    expect(app.asked()).toEqual(['ranking-missed', 'missing-hours aks-1']);
  });

  test('a cluster that has gone quiet, by its name, while another goes on', async () => {
    const app = await running();
    await app.count(gone);
    await app.go(360);
    expect(app.asked()).toEqual([]);
    await app.go(90);
    expect(app.asked()).toEqual(['cluster-quiet gone']);
  });

  test('hours without a log between others, of that cluster', async () => {
    const app = await running();
    await app.go(60);
    await app.go(120, { counts: false });
    await app.go(10);
    expect(app.asked()).toEqual(['missing-hours aks-1']);
  });

  test('hours that cannot be read', async () => {
    const app = await running();
    await app.go(60);
    await app.failures.save(aFailure({ when: '2026-10-01T08' as Hour }));
    await app.go(10);
    expect(app.asked()).toEqual(['unreadable-hours']);
  });
});

describe('the rules', () => {
  const runbooks = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8');

  test('each has a section in the runbooks, and none is told of that there is not', () => {
    const sections = [...runbooks.matchAll(/^### Alert: `([\w-]+)`$/gm)].map(([, id]) => id);
    expect(sections.sort()).toEqual([...rules.keys()].sort());
  });

  test('each is of a metric that the app sends, mails somebody, and is mended by itself', () => {
    for (const [id, { query, properties }] of rules) {
      const [, metric = ''] = /"rarecall\.(\w+)"/.exec(query) ?? [];
      expect([id, Object.keys(metrics)]).toEqual([id, expect.arrayContaining([metric])]);
      expect(properties).toMatchObject({
        skipQueryValidation: true,
        autoMitigate: true,
        description: expect.stringContaining(id),
        actions: { actionGroups: [expect.stringContaining('ag-rarecall')] },
      });
    }
  });

  test('are not there where nobody is to be told', () => {
    expect([...rulesOf('least')]).toEqual([]);
    expect(ofType(snapshotOf('least'), 'Microsoft.Insights/actionGroups')).toEqual([]);
    const [mail] = ofType(snapshotOf('everything'), 'Microsoft.Insights/actionGroups');
    expect(mail?.properties?.emailReceivers).toMatchObject([
      { emailAddress: 'soc@rarecall.example' },
      { emailAddress: 'on-call@rarecall.example' },
    ]);
  });

  test('wait as long as settings say: for a rare sweep, and for a quiet cluster', () => {
    expect(rules.get('sweep-stale')?.windowSize).toBe('PT1H');
    expect(rulesOf('everything').get('sweep-stale')?.windowSize).toBe('PT6H');
    expect(rulesOf('everything').get('cluster-quiet')?.threshold).toBe(6);
  });

  test('the runbooks tell of every number and event, with its unit', () => {
    const told = runbooks.split('## Numbers')[1] ?? '';
    for (const [name, help] of Object.entries({ ...metrics, ...events }))
      expect(told).toContain(`| \`rarecall.${name}\` | ${help} |`);
  });
});

describe('the workbook', () => {
  const [workbook] = ofType(snapshotOf('least'), 'Microsoft.Insights/workbooks');
  const text = String(workbook?.properties?.serializedData);
  const { items } = JSON.parse(text) as {
    items: { name: string; type: number; content: { query?: string; crossComponentResources?: string[] } }[];
  };
  const queries = items.flatMap(({ name, content: { query } }) =>
    query === undefined ? [] : [[name, query] as const],
  );

  test('asks the workspace of the deployment', () => {
    expect(text).not.toContain('WORKSPACE');
    for (const { type, content } of items)
      if (type === 3)
        expect(content.crossComponentResources).toEqual([
          expect.stringMatching(/\/Microsoft\.OperationalInsights\/workspaces\/log-\w+$/),
        ]);
  });

  test('shows every number and every event', () => {
    for (const name of [...Object.keys(metrics), ...Object.keys(events)])
      expect([name, text.includes(`rarecall.${name}`)]).toEqual([name, true]);
  });

  test.each(queries)('%s can be asked of an empty workspace', (_name, query) => {
    expect(run(query, {})).toEqual([]);
  });

  test('has something to show of an app that runs', async () => {
    const app = await running();
    await app.go(20);
    const { ledger } = app;
    const open = await ledger.open(aBlob({ created: '2026-10-01T08:59:00.000Z' }));
    app.telemetry.happened('logReplaced', {
      cluster: open.blob.path.cluster.name,
      hour: 'h',
      generation: 1,
      because: 'replaced',
    });
    await measuredSink(memorySink('hook'), app.telemetry).deliver(aFinding(), 'key');
    await app.telemetry.end(2_000);
    const tables = tablesOf(endpoint.received);
    const empty = queries.filter(([, query]) => run(query, tables).length === 0).map(([name]) => name);
    // Memory tells no delay.
    expect(empty).toEqual(['delay']);
    const shares = run(queries.find(([name]) => name === 'shares')?.[1] ?? '', tables);
    expect(shares).toMatchObject([{ Cluster: 'aks-1', Lines: 36, Calls: 12, SkippedShare: 0, CutShare: 0 }]);
    const [told] = run(queries.find(([name]) => name === 'scores')?.[1] ?? '', tables);
    expect(told).toMatchObject({ Finding: aFinding().id, Score: aFinding().risk.score });
  });
});
