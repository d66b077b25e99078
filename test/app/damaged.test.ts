/** What is said and done about what is kept and cannot be read. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFailures } from '../../src/adapters/memory/failures.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryJobs } from '../../src/adapters/memory/jobs.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { memoryRankings } from '../../src/adapters/memory/rankings.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { answerCalls, answerFindings } from '../../src/app/answer.ts';
import { clusterStates } from '../../src/app/coverage/state.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Ledger } from '../../src/app/ports/ledger.ts';
import { parseCallQuestion, parseFindingQuestion } from '../../src/app/question.ts';
import { keptRankings } from '../../src/app/ranking/kept-rankings.ts';
import { lostDays } from '../../src/app/ranking/lost-ranks.ts';
import { rankCluster } from '../../src/app/ranking/rank.ts';
import { lastToldDay } from '../../src/app/showing/last-day.ts';
import { tell } from '../../src/app/telling/tell.ts';
import { startOf } from '../../src/core/count/cursor.ts';
import type { Day } from '../../src/core/count/day.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { aBlob, aBlobName, aCluster, aFinding, aLine, aRow } from '../build.ts';

const day = '2026-10-01' as Day;
const settings = {
  baselineDays: 30,
  learningDays: 7,
  privateClusters: [],
  deadline: new Date('2026-10-02T05:08:00Z'),
};

let damaged: number;
let deaf: string[];
let ports: ReturnType<typeof world>;

function world() {
  const findings = memoryFindings();
  return {
    ledger: memoryLedger(),
    days: memoryDays(),
    rankings: keptRankings(memoryRankings()),
    findings: {
      ...findings,
      readDay: async (asked: Day) => ({
        kept: await findings.ofDay(asked),
        damaged: asked === day ? damaged : 0,
      }),
    },
    suppressions: { ...memorySuppressions(), damaged: async () => deaf },
    work: memoryWork(),
    jobs: memoryJobs(),
    reports: memoryReports(),
    failures: memoryFailures(),
    sinks: [],
    clock: () => new Date('2026-10-02T05:00:00Z'),
    log: memoryLog(),
  };
}

beforeEach(async () => {
  damaged = 2;
  deaf = [];
  ports = world();
  for (const hour of ['2026-10-01T08', '2026-10-02T03']) {
    const open = await ports.ledger.open(aBlob({}, hour));
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [aRow()] });
  }
});

const report = async (name: string) => (await ports.reports.read(`${day}/${name}`)) ?? '';

describe('damaged findings', () => {
  test('stand in the report of their day, in the log, and no longer once they are made again', async () => {
    await ports.findings.save(day, aCluster, [aFinding()]);
    await tell(ports, settings);
    expect(await report('report.html')).toContain(
      '2 findings of this day are damaged and missing here</strong>, and made again when the day is ranked.',
    );
    expect(JSON.parse(await report('findings.json'))).toMatchObject({ damaged: 2, findings: [{}] });
    const errors = ports.log.said.filter(({ level }) => level === 'error');
    expect(errors.map(({ args }) => args)).toEqual([
      ['tell: damaged findings of 2026-10-01: 2; they are made again when the day is ranked'],
    ]);
    damaged = 1;
    await tell(ports, settings);
    expect(await report('report.html')).toContain('1 finding of this day is damaged and missing here');
    damaged = 0;
    await tell(ports, settings);
    expect(await report('report.html')).not.toContain('damaged');
    expect(JSON.parse(await report('findings.json'))).not.toHaveProperty('damaged');
  });

  test('are reported where they are all that a day has', async () => {
    await tell(ports, settings);
    expect(await report('report.html')).toContain('2 findings of this day are damaged');
    expect(await lastToldDay(ports)).toBe(day);
    damaged = 0;
    expect(await lastToldDay(ports)).toBe('2026-10-02');
  });

  test('are counted in the answer, which tells the others', async () => {
    await ports.findings.save(day, aCluster, [aFinding()]);
    const asked = parseFindingQuestion([['day', day]]);
    if (!asked.ok) throw new Error(asked.problem);
    expect(await answerFindings(asked.value, ports, settings)).toMatchObject({ damaged: 2, findings: [{}] });
    damaged = 0;
    expect(await answerFindings(asked.value, ports, settings)).not.toHaveProperty('damaged');
  });
});

describe('a damaged suppression', () => {
  test('is said when a day is ranked without it', async () => {
    deaf = ['velero'];
    const own = { graceHours: 0, clientIp: 'first', findingsPerDay: 20, rowBudget: 20_000 } as const;
    await rankCluster(ports, aCluster, day, { ...settings, ...own });
    expect(ports.log.said.filter(({ level }) => level === 'error').map(({ args }) => args)).toEqual([
      ['rank: suppression velero is damaged and hides nothing; set it again, or take it away'],
    ]);
  });
});

describe('a log blob whose counts are damaged', () => {
  /** The ledger as it reads when what it counted of the first blob is damaged. */
  const damagedLedger = (ledger: Ledger): Ledger => ({
    ...ledger,
    async *blobs(...asked) {
      for await (const blob of ledger.blobs(...asked))
        yield blob.hour === '2026-10-01T08' ? { ...blob, cursor: startOf('', 0), damaged: true } : blob;
    },
  });

  test('is a blind spot of the report, and counted in the state of its cluster', async () => {
    const ledger = damagedLedger(ports.ledger);
    await tell({ ...ports, ledger }, settings);
    expect(await report('report.html')).toContain(
      'The counts of 1 log blobs are damaged; they are counted again.',
    );
    const [state] = await clusterStates({ ...ports, ledger }, day, day, {
      rowBudget: 10,
      learningDays: 7,
      privateClusters: [],
      logCategory: 'kube-audit',
      freshHours: 6,
    });
    expect(state).toMatchObject({ blobs: 1, damaged: 1 });
    const [whole] = await clusterStates(ports, day, day, {
      rowBudget: 10,
      learningDays: 7,
      privateClusters: [],
      logCategory: 'kube-audit',
      freshHours: 6,
    });
    expect(whole).toMatchObject({ blobs: 1, damaged: 0 });
  });

  test.each(['cursor', 'row'])(
    'is asked to be counted again when a day is ranked with it: its %s',
    async (what) => {
      const { ledger } = ports;
      const rowDamaged: Ledger = {
        ...ledger,
        async *counted(...asked) {
          for await (const blob of ledger.counted(...asked))
            yield blob.hour === '2026-10-01T08' ? { ...blob, rows: [], damaged: true } : blob;
        },
      };
      const own = { graceHours: 0, clientIp: 'first', findingsPerDay: 20, rowBudget: 20_000 } as const;
      const seen = what === 'row' ? rowDamaged : damagedLedger(ledger);
      await rankCluster({ ...ports, ledger: seen }, aCluster, day, { ...settings, ...own });
      expect(ports.jobs.counts.map(({ blobName }) => blobName)).toEqual([aBlobName('2026-10-01T08')]);
      expect(ports.log.said).toContainEqual({
        level: 'error',
        args: ['days: damaged log blobs in the ledger: 1; they are counted again'],
      });
    },
  );

  describe('in the answers to questions', () => {
    const next = '2026-10-02' as Day;
    const own = { graceHours: 24, clientIp: 'first', findingsPerDay: 20, rowBudget: 20_000 } as const;
    /** Hours of the log blobs that rows are missing of. */
    let broken: string[];
    let seen: typeof ports;
    beforeEach(() => {
      broken = [];
      const ledger: Ledger = {
        ...ports.ledger,
        async *counted(...asked) {
          for await (const blob of ports.ledger.counted(...asked))
            yield broken.includes(blob.hour) ? { ...blob, rows: [], damaged: true } : blob;
        },
      };
      seen = { ...ports, ledger };
    });
    async function damagedIn(query: string, of = seen) {
      const asked = parseCallQuestion(new URLSearchParams(query));
      if (!asked.ok) throw new Error(asked.problem);
      return (await answerCalls(asked.value, of, { ...settings, ...own })).damaged;
    }

    test('is said for as long as it is so, once for each log blob', async () => {
      broken = ['2026-10-01T08', '2026-10-02T03'];
      // The grace of a day counts where the day behind it does not.
      for (const _ of ['folded', 'kept']) {
        expect(await damagedIn(`day=${day}`)).toBe(2);
        expect(await damagedIn(`day=${next}`)).toBe(2);
      }
      expect(await damagedIn(`ranking=rare&day=${day}`)).toBe(2);
      expect(await damagedIn(`ranking=rare&day=${next}`)).toBe(1);

      broken = ['2026-10-02T03'];
      const open = await ports.ledger.open(aBlob({ created: '2026-10-01T09:00:00.000Z' }));
      await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [aRow()] });
      expect(await damagedIn(`day=${next}`)).toBe(1);
      broken = [];
      expect(await damagedIn(`ranking=rare&day=${day}`)).toBeUndefined();
    });

    test('is said of one whose cursor alone is damaged', async () => {
      expect(await damagedIn(`day=${next}`)).toBeUndefined();
      expect(await damagedIn(`day=${next}`, { ...ports, ledger: damagedLedger(ports.ledger) })).toBe(1);
    });

    test('makes no day one whose ranking was lost', async () => {
      broken = ['2026-10-01T08'];
      const late = { ...seen, clock: () => new Date('2026-10-04T05:00:00Z') };
      const ranking = { ...settings, ...own, deadline: new Date('2026-10-05T00:00:00Z') };
      expect(await lostDays(aCluster, late, ranking)).toEqual([day, next]);
      for (const one of [day, next]) await rankCluster(late, aCluster, one, ranking);
      expect(await lostDays(aCluster, late, ranking)).toEqual([]);
    });
  });

  test('is counted from its start, and said to be', async () => {
    const logs = memoryLogs();
    const name = aBlobName();
    logs.append(name, `${aLine()}\n`, new Date('2026-10-01T08:10:00Z'));
    const ledger: Ledger = {
      ...ports.ledger,
      open: async (blob) => ({
        ...(await ports.ledger.open(blob)),
        cursor: startOf(blob.created, 4),
        replaced: false,
        damaged: true,
      }),
      commit: async (open, { cursor }) => ({ ...open, cursor }),
    };
    const result = await ingest(
      name,
      { ...ports, logs, ledger },
      {
        read: defaultReadOptions,
        budget: { rows: 20_000, foldUri: (uri) => uri, patternOf: JSON.stringify },
        sealAfterMs: 2 * 86_400_000,
        deadline: settings.deadline,
      },
    );
    expect(result).toMatchObject({ state: 'counted', cursor: { generation: 4, lines: 1 } });
    expect(ports.log.said).toEqual([
      {
        level: 'error',
        args: [
          'the counts of the log blob of 2026-10-01T08 are damaged: counting it again from its start, as generation 4',
        ],
      },
    ]);
  });
});
