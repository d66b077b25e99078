/** No data of Secrets, ConfigMaps, variables, commands and tokens in any store or answer, even where all is revealed. */
import { expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { answerCalls } from '../../src/app/answer.ts';
import { ingest } from '../../src/app/ingest.ts';
import { parseCallQuestion } from '../../src/app/question.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { rankCluster } from '../../src/app/ranking/rank.ts';
import { tell } from '../../src/app/telling/tell.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import { uriTemplate } from '../../src/core/rank/uri.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { callsCsv } from '../../src/core/show/csv.ts';
import { huntPage } from '../../src/core/show/pages/hunt.ts';
import { callsTable, findingsTable } from '../../src/core/show/terminal/text.ts';
import { aCluster } from '../build.ts';
import { markedDay, markedLogs, marksIn } from '../marked-bodies.ts';

const now = new Date('2026-10-11T04:00:00Z');
const deadline = new Date('2100-01-01T00:00:00Z');
const settings = {
  graceHours: 24,
  baselineDays: 30,
  learningDays: 0,
  clientIp: 'first',
  egress: [],
  privateClusters: [],
  findingsPerDay: 20,
  rowBudget: 20_000,
  reveal: true,
  deadline,
} as const;

test('nothing of it is kept or told', async () => {
  const told: Finding[] = [];
  const logs = memoryLogs();
  const sink = { name: 'x', deliver: async (finding: Finding) => void told.push(finding) };
  const ports = {
    logs,
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    reports: memoryReports(),
    sinks: [sink],
    clock: () => now,
    log: memoryLog(),
  };
  const budget = { rows: 20_000, foldUri: uriTemplate, patternOf: JSON.stringify };
  for (const [name, text] of markedLogs()) {
    expect(marksIn(text).length > 0).toBe(name.includes('d=10'));
    logs.append(name, text, now);
    await ingest(name, ports, { read: defaultReadOptions, budget, sealAfterMs: 1, deadline });
  }
  await rankCluster(ports, aCluster, markedDay, settings);
  await tell(ports, settings, [markedDay]);
  const question = parseCallQuestion(new URLSearchParams(`day=${markedDay}&ranking=surprise&limit=0`));
  if (!question.ok) throw new Error(question.problem);
  const answer = await answerCalls(question.value, ports, settings);
  if (answer.ranking !== 'surprise') throw new Error('ranked otherwise');

  const hours = [`${markedDay}T00` as Hour, `${markedDay}T23` as Hour] as const;
  const kept = await ports.findings.readDay(markedDay);
  const files = ['report.html', 'findings.json', 'findings.csv'];
  const everything = {
    ledger: JSON.stringify(await Array.fromAsync(ports.ledger.counted(aCluster, ...hours))),
    days: JSON.stringify(await Array.fromAsync(ports.days.load(aCluster, markedDay))),
    findings: JSON.stringify(kept),
    told: JSON.stringify(told),
    reports: (await Promise.all(files.map((file) => ports.reports.read(`${markedDay}/${file}`)))).join('\n'),
    json: JSON.stringify(answer),
    csv: callsCsv(answer.calls),
    page: huntPage(answer),
    tables: callsTable(answer.calls, { width: 9_000 }) + findingsTable(answer.findings, { width: 9_000 }),
  };
  expect(told.length).toBeGreaterThan(0);
  for (const [where, text] of Object.entries(everything)) {
    expect([where, text.includes('eve@example.com')]).toEqual([where, true]);
    expect([where, marksIn(text)]).toEqual([where, []]);
  }
  // What may be known of the same bodies is there.
  expect(everything.ledger).toContain('nginx:1');
  expect(everything.page).toContain('hostPath:/');
});
