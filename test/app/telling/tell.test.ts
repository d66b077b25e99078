import { describe, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { memoryReports } from '../../../src/adapters/memory/reports.ts';
import { type MemorySink, memorySink } from '../../../src/adapters/memory/sink.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../../src/adapters/memory/work.ts';
import type { Reports } from '../../../src/app/ports/reports.ts';
import type { FindingSink } from '../../../src/app/ports/sink.ts';
import { tell } from '../../../src/app/telling/tell.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import { aBlob, aCluster, aFinding } from '../../build.ts';

const settings = {
  baselineDays: 30,
  learningDays: 7,
  privateClusters: [],
  deadline: new Date('2026-10-02T05:08:00Z'),
};
const day = '2026-10-01' as Day;

function world(sinks: readonly FindingSink[]) {
  const ports = {
    findings: memoryFindings(),
    reports: memoryReports(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    ledger: memoryLedger(),
    days: memoryDays(),
    clock: () => new Date('2026-10-02T05:00:00Z'),
    log: memoryLog(),
    sinks,
  };
  return { ports, save: (...findings: Finding[]) => ports.findings.save(day, aCluster, findings) };
}

const sinkThat = (fails: () => boolean) =>
  memorySink('hook', () => {
    if (fails()) throw new Error('answered 503');
  });

/** What a sink took: each with whether its key begins with its id. */
const gotBy = ({ taken }: MemorySink) =>
  taken.map(
    ({ finding, idempotencyKey }) =>
      `${finding.id} ${finding.message} ${idempotencyKey.startsWith(finding.id)}`,
  );

describe('telling', () => {
  test('delivers each version of a finding once', async () => {
    const sink = sinkThat(() => false);
    const { ports, save } = world([sink]);
    await save(aFinding({ message: 'one' }));
    expect(await tell(ports, settings)).toEqual({ delivered: 1, failed: 0 });
    expect(await tell(ports, settings)).toEqual({ delivered: 0, failed: 0 });
    await save(aFinding({ message: 'two' }));
    await tell(ports, settings);
    expect(gotBy(sink)).toEqual(['finding-1 one true', 'finding-1 two true']);
  });

  test('stops at its deadline, and delivers the rest the next time', async () => {
    let now = Date.parse('2026-10-02T05:00:00Z');
    const sink = sinkThat(() => {
      now += 3 * 60_000;
      return false;
    });
    const { ports, save } = world([sink]);
    await save(...['a', 'b', 'c', 'd', 'e'].map((id) => aFinding({ id })));
    const slow = { ...ports, clock: () => new Date(now) };
    expect(await tell(slow, settings)).toEqual({ delivered: 3, failed: 2 });
    expect(await tell(ports, settings)).toEqual({ delivered: 2, failed: 0 });
    expect(sink.taken).toHaveLength(5);
  });

  test('loses nothing to an outage, and does not hammer a sink that is down', async () => {
    let down = true;
    let tries = 0;
    const sink = sinkThat(() => {
      tries++;
      return down;
    });
    const { ports, save } = world([sink]);
    await save(...['a', 'b', 'c', 'd', 'e'].map((id) => aFinding({ id })));
    expect(await tell(ports, settings)).toEqual({ delivered: 0, failed: 5 });
    expect(tries).toBe(3);
    down = false;
    expect(await tell(ports, settings)).toEqual({ delivered: 5, failed: 0 });
    expect(sink.taken).toHaveLength(5);
    const { said } = ports.log;
    expect(said.some(({ level }) => level === 'error')).toBe(true);
    expect(JSON.stringify(said)).not.toContain('anna');
  });

  test('lets no finding that a sink refuses stand before the others', async () => {
    const sink = memorySink('hook', ({ id }) => {
      if (id < 'e') throw Object.assign(new Error('answered 400'), { retryable: false });
    });
    const { ports, save } = world([sink]);
    await save(...['a', 'b', 'c', 'd', 'e'].map((id) => aFinding({ id })));
    expect(await tell(ports, settings)).toEqual({ delivered: 1, failed: 4 });
    expect(sink.taken.map(({ finding }) => finding.id)).toEqual(['e']);
  });

  test('presses nothing of a cluster that is learning, nor what was closed, on anybody', async () => {
    const sink = sinkThat(() => false);
    const { ports, save } = world([sink]);
    await save(aFinding({ id: 'a' }), aFinding({ id: 'l', learning: true }));
    await save(aFinding({ id: 'l', learning: true }));
    expect(await tell(ports, settings)).toEqual({ delivered: 0, failed: 0 });
    expect(sink.taken).toEqual([]);
  });

  test('shows in the report what was held back, and tells it to nobody', async () => {
    const sink = sinkThat(() => false);
    const { ports } = world([sink]);
    const [told, held] = [aFinding({ id: 'a' }), aFinding({ id: 'b', title: 'one of too many' })];
    await ports.findings.save(day, aCluster, [told]);
    await tell(ports, settings);
    expect(await ports.reports.read('2026-10-01/report.html')).toContain('none held back');
    await ports.findings.save(day, aCluster, [told], [held]);
    await tell(ports, settings);
    const page = await ports.reports.read('2026-10-01/report.html');
    expect(page).toContain('and 1 held back');
    expect(page).toContain('one of too many');
    expect(sink.taken.map(({ finding }) => finding.id)).toEqual(['a']);
  });

  test('writes the reports of the day, and again only when something changed', async () => {
    const { ports, save } = world([]);
    await save(aFinding());
    let writes = 0;
    const counting = {
      ...ports,
      reports: {
        ...ports.reports,
        write: (...args: Parameters<typeof ports.reports.write>) => {
          writes++;
          return ports.reports.write(...args);
        },
      },
    };
    await tell(counting, settings);
    await tell(counting, settings);
    expect(writes).toBe(3);
    expect(JSON.parse((await ports.reports.read('2026-10-01/findings.json')) ?? '')).toMatchObject({
      day,
      findings: [{ id: 'finding-1' }],
    });
    expect(await ports.reports.read('2026-10-01/findings.csv')).toContain('anna@example.com');
    expect(await ports.reports.read('2026-10-01/report.html')).toContain('anna@example.com');
    await save(aFinding({ message: 'changed' }));
    await tell(counting, settings);
    expect(writes).toBe(6);
  });
});

describe('a report that cannot be made', () => {
  const earlier = '2026-09-30' as Day;
  const refused = Object.assign(new Error('bucket of anna'), {
    statusCode: 403,
    code: 'AuthorizationFailure',
  });
  const errorsOf = (ports: ReturnType<typeof world>['ports']) =>
    ports.log.said.filter(({ level }) => level === 'error').flatMap(({ args }) => args);

  async function twoDays() {
    const sinks = [memorySink('hook'), memorySink('chat')];
    const { ports } = world(sinks);
    for (const on of [earlier, day])
      await ports.findings.save(on, aCluster, [aFinding({ id: `of ${on}`, day: on })]);
    return { ports, sinks, told: () => sinks.map(({ taken }) => taken.map(({ finding }) => finding.day)) };
  }

  test('stops neither sinks nor other days, is logged with its cause, and fails the run in the end', async () => {
    const { ports, told } = await twoDays();
    const reports: Reports = {
      ...ports.reports,
      write: async (name, ...rest) => {
        if (name.startsWith(day)) throw refused;
        await ports.reports.write(name, ...rest);
      },
    };
    await expect(tell({ ...ports, reports }, settings)).rejects.toBe(refused);
    expect(told()).toEqual([
      [day, earlier],
      [day, earlier],
    ]);
    expect(await ports.reports.read(`${earlier}/report.html`)).toContain('anna@example.com');
    expect(errorsOf(ports)).toEqual([
      'tell: the report of 2026-10-01 could not be made, the rest goes on: 403 AuthorizationFailure',
    ]);
    expect(await tell(ports, settings)).toEqual({ delivered: 0, failed: 0 });
    expect(await ports.reports.read(`${day}/report.html`)).toContain('anna@example.com');
  });

  test.each([
    ['what was hidden', 'suppressions', 'hiddenOn'],
    ['the clusters', 'ledger', 'clusters'],
  ] as const)('for want of %s keeps no finding from a sink', async (_, port, name) => {
    const { ports, told } = await twoDays();
    const broken = { ...ports, [port]: { ...ports[port], [name]: () => Promise.reject(refused) } };
    await expect(tell(broken, settings)).rejects.toBe(refused);
    expect(told()[0]).toEqual([day, earlier]);
  });

  test('and a day or sink that fails leave the others alone', async () => {
    const { ports, told } = await twoDays();
    const findings = {
      ...ports.findings,
      readDay: (on: Day) => (on === day ? Promise.reject(refused) : ports.findings.readDay(on)),
      takeTurn: (...args: Parameters<typeof ports.findings.takeTurn>) =>
        args[0] === 'hook' ? Promise.reject(refused) : ports.findings.takeTurn(...args),
    };
    await expect(tell({ ...ports, findings }, settings)).rejects.toBe(refused);
    expect(told()).toEqual([[], [earlier]]);
    expect(errorsOf(ports)).toEqual([
      'tell: the findings of 2026-10-01 could not be read, the rest goes on: 403 AuthorizationFailure',
      'tell: hook could not be told of 2026-09-30, the rest goes on: 403 AuthorizationFailure',
    ]);
  });
});

test('reports are written again when only the logs of their day have changed', async () => {
  const { ports, save } = world([]);
  await save(aFinding());
  const file = async () => JSON.parse((await ports.reports.read('2026-10-01/findings.json')) ?? '') as object;
  const page = async () => (await ports.reports.read('2026-10-01/report.html')) ?? '';
  const late = { ...ports, clock: () => new Date('2026-10-04T05:00:00Z') };
  const count = async (bytes: number) => {
    const open = await ports.ledger.open(aBlob());
    await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes, lines: bytes }, rows: [] });
    await ports.days.save(aCluster, day, `of ${bytes}`, []);
  };
  await tell(ports, settings);
  await count(7);
  await tell(ports, settings);
  expect(await file()).toMatchObject({ logs: true, unranked: [{}] });
  await ports.days.ranked(aCluster, day, 'of 7');
  await tell(ports, settings);
  expect(await file()).not.toHaveProperty('unranked');
  expect(await page()).toContain('requests in 7 lines');

  // What is older is looked at once it was ranked by hand.
  await count(9);
  await tell(late, { ...settings, deadline: new Date('2026-10-05T00:00:00Z') });
  expect(await page()).not.toContain('requests in 9 lines');
  await tell(late, { ...settings, deadline: new Date('2026-10-05T00:00:00Z') }, [day]);
  expect(await page()).toContain('requests in 9 lines');
});

test('the findings of a day without any log say so first in their file', async () => {
  const { ports, save } = world([]);
  await save(aFinding());
  await tell(ports, settings);
  const file = async (): Promise<object> =>
    JSON.parse((await ports.reports.read('2026-10-01/findings.json')) ?? '') as object;
  expect(Object.keys(await file())).toEqual(['note', 'day', 'logs', 'findings', 'suppressed']);
  const open = await ports.ledger.open(aBlob());
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10 }, rows: [] });
  await save(aFinding({ message: 'logged' }));
  await tell(ports, settings);
  expect(Object.keys(await file())).toEqual(['note', 'day', 'logs', 'unranked', 'findings', 'suppressed']);
  await ports.days.save(aCluster, day, 'v', []);
  await ports.days.ranked(aCluster, day, 'v');
  await save(aFinding({ message: 'changed' }));
  await tell(ports, settings);
  expect(Object.keys(await file())).toEqual(['day', 'logs', 'findings', 'suppressed']);
  expect(await file()).toMatchObject({ logs: true });
});
