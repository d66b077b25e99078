/** Telling day by day: which days are looked at, what is damaged among them, and when a report is written anew. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySink } from '../../src/adapters/memory/sink.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { tell } from '../../src/app/telling/tell.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aCluster, aFinding } from '../build.ts';

const now = new Date('2026-10-20T05:00:00Z');
const later = new Date('2026-10-20T05:08:00Z');
const settings = { baselineDays: 30, learningDays: 7, privateClusters: [], deadline: later };
const day = '2026-10-19' as Day;

let ports: ReturnType<typeof world>;
/** Days in the order in which they were read. */
let read: Day[];
let damaged: Map<Day, number>;
/** Reports that were written, with their types. */
let written: string[];

function world() {
  const [findings, reports] = [memoryFindings(), memoryReports()];
  return {
    findings: {
      ...findings,
      async readDay(one: Day) {
        read.push(one);
        return { ...(await findings.readDay(one)), damaged: damaged.get(one) ?? 0 };
      },
    },
    reports: {
      ...reports,
      write: (...of: Parameters<typeof reports.write>) => {
        written.push(`${of[0]} ${of[1]}`);
        return reports.write(...of);
      },
    },
    suppressions: memorySuppressions(),
    work: memoryWork(),
    ledger: memoryLedger(),
    days: memoryDays(),
    sinks: [memorySink('hook')],
    clock: () => now,
    log: memoryLog(),
  };
}
beforeEach(() => {
  [read, damaged, written] = [[], new Map(), []];
  ports = world();
});
const said = () => ports.log.said.map(({ level, args }) => `${level} ${args}`);

test('looks at a fortnight and the two days behind it, the newest first', async () => {
  await tell(ports, settings);
  expect(read).toHaveLength(17);
  expect([read[0], read[1], read.at(-1)]).toEqual(['2026-10-20', '2026-10-19', '2026-10-04']);
  expect([written, said()]).toEqual([[], []]);
});

test('looks at no day once its time is up', async () => {
  await tell({ ...ports, clock: () => later }, settings);
  expect(read).toEqual([]);
});

test('looks at the days that are asked for, in their order', async () => {
  await tell(ports, settings, ['2026-01-02' as Day, '2026-01-01' as Day]);
  expect(read).toEqual(['2026-01-02', '2026-01-01']);
});

test('gives up what is a day too old, and not what is a fortnight old', async () => {
  for (const [id, one] of [
    ['young', '2026-10-06'],
    ['old', '2026-10-05'],
  ] as const)
    await ports.findings.save(one as Day, aCluster, [aFinding({ id, day: one as Day })]);
  // The sink has been told of long before: it was meant to have them.
  const answer = await ports.findings.takeTurn('hook', new Date('2026-09-01T00:00:00Z'), new Date(0));
  if (answer.state === 'yours') await ports.findings.endTurn(answer.turn, null);
  expect(await tell(ports, settings)).toEqual({ delivered: 1, failed: 0 });
  expect((await ports.findings.find('young'))?.refused).toEqual({});
  expect((await ports.findings.find('old'))?.refused).toMatchObject({ hook: { times: 0, nextAt: null } });
});

test('says what was delivered, and nothing where nothing was', async () => {
  await ports.findings.save(day, aCluster, [aFinding({ day })]);
  await tell(ports, settings);
  await tell(ports, settings);
  expect(said()).toEqual(['info tell: 1 delivered, 0 waiting']);
});

test('a day of which all is damaged is said, and has reports that say so', async () => {
  damaged.set(day, 1);
  await tell(ports, settings);
  expect(said()).toEqual([expect.stringMatching(/^error .*damaged.* 2026-10-19: 1;/)]);
  expect(written).toEqual([
    '2026-10-19/findings.json application/json',
    '2026-10-19/findings.csv text/csv; charset=utf-8',
    '2026-10-19/report.html text/html; charset=utf-8',
  ]);
  const json = async () => JSON.parse((await ports.reports.read('2026-10-19/findings.json')) ?? '');
  expect(await json()).toMatchObject({ day, findings: [], suppressed: [], damaged: 1 });
  await tell(ports, settings);
  expect(written).toHaveLength(3);
  damaged.set(day, 2);
  await tell(ports, settings);
  expect(written).toHaveLength(6);
  expect((await json()).damaged).toBe(2);
  damaged.delete(day);
  await ports.findings.save(day, aCluster, [aFinding({ day })]);
  await tell(ports, settings);
  expect(await json()).not.toHaveProperty('damaged');
});

test('reports are written anew when something is given up, hidden, or held back, and not when it is told', async () => {
  const [one, held] = [aFinding({ id: 'a', day }), aFinding({ id: 'b', day })];
  const writes = async () => {
    written = [];
    await tell(ports, settings);
    return written.length;
  };
  await ports.findings.save(day, aCluster, [one]);
  expect(await writes()).toBe(3);
  expect(await writes()).toBe(0);
  await ports.findings.save(day, aCluster, [one], [held]);
  expect(await writes()).toBe(3);
  const [kept] = await ports.findings.ofDay(day);
  if (kept === undefined) throw new Error('nothing is kept');
  const lost = { version: kept.version, times: 12, at: now.toISOString(), nextAt: null };
  await ports.findings.refused(kept, 'chat', lost);
  expect(await writes()).toBe(3);
  const suppression = { id: 'a', owner: 'b', reason: 'c', expires: '2026-12-31' };
  await ports.suppressions.saveHidden(day, aCluster, [{ suppression, hits: 1, calls: [] }]);
  expect(await writes()).toBe(3);
  expect(await writes()).toBe(0);
});

test('what only a suppression is left of has a report too, and a closed finding is in none', async () => {
  await ports.findings.save(day, aCluster, [aFinding({ day })]);
  await ports.findings.save(day, aCluster, []);
  await tell(ports, settings);
  expect(JSON.parse((await ports.reports.read('2026-10-19/findings.json')) ?? '').findings).toEqual([]);
  const other = '2026-10-18' as Day;
  const suppression = { id: 'a', owner: 'b', reason: 'c', expires: '2026-12-31' };
  await ports.suppressions.saveHidden(other, aCluster, [{ suppression, hits: 1, calls: [] }]);
  await tell(ports, settings);
  expect(written).toContain('2026-10-18/report.html text/html; charset=utf-8');
});
