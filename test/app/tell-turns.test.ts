/** Told once: many tellers, sinks that ask for quiet, sinks that refuse, tellers that die. */
import { expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryReports } from '../../src/adapters/memory/reports.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { health } from '../../src/app/health/health.ts';
import type { FindingSink } from '../../src/app/ports/sink.ts';
import { givenUpBySink } from '../../src/app/telling/deliveries.ts';
import { tell } from '../../src/app/telling/tell.ts';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { aCluster, aFinding } from '../build.ts';
import { healthSettings, healthWorld } from './health-world.ts';
import { manyTellers } from './many-tellers.ts';

const day = '2026-10-01' as Day;
const start = Date.parse('2026-10-02T05:00:00Z');
const minute = 60_000;
const never = {
  baselineDays: 30,
  learningDays: 7,
  privateClusters: [],
  deadline: new Date('2100-01-01T00:00:00Z'),
  turnWaitMs: 0,
};

function world(deliver: FindingSink['deliver']) {
  const time = { now: start };
  const errors: string[] = [];
  const note = (...args: unknown[]) => void errors.push(args.join(' '));
  const ports = {
    findings: memoryFindings(),
    reports: memoryReports(),
    suppressions: memorySuppressions(),
    work: memoryWork(),
    ledger: memoryLedger(),
    days: memoryDays(),
    clock: () => new Date(time.now),
    log: { info: () => undefined, warn: note, error: note },
    sinks: [{ name: 'hook', deliver }],
  };
  return { ports, time, errors, told: () => tell(ports, never) };
}

const save = (ports: { findings: ReturnType<typeof memoryFindings> }, ...ids: string[]) =>
  ports.findings.save(
    day,
    aCluster,
    ids.map((id) => aFinding({ id })),
  );

const failure = (over: object) => Object.assign(new Error('answered 429'), over);

test('many tellers at once tell each finding once', async () => {
  const findings = memoryFindings();
  await manyTellers({ tellers: 12, findings: () => findings });
});

test('who finds the sink taken waits for its turn a while, and then leaves it to the others', async () => {
  const { ports, told } = world(async () => undefined);
  await save(ports, 'a');
  const answer = await ports.findings.takeTurn('hook', ports.clock(), new Date(start + 3 * minute));
  if (answer.state !== 'yours') throw new Error('the first has the turn');
  expect(await told()).toEqual({ delivered: 0, failed: 1 });
  setTimeout(() => void ports.findings.endTurn(answer.turn, null), 200);
  expect(await tell(ports, { ...never, turnWaitMs: 5_000 })).toEqual({ delivered: 1, failed: 0 });
});

test('a teller that dies with its turn keeps the others away for three minutes, and loses nothing', async () => {
  let dies = true;
  const { ports, time, told } = world(() => (dies ? new Promise(() => undefined) : Promise.resolve()));
  await save(ports, 'a', 'b');
  void told();
  await new Promise((resolve) => setTimeout(resolve, 20));
  dies = false;
  time.now += 2 * minute;
  expect(await told()).toEqual({ delivered: 0, failed: 2 });
  time.now += minute;
  expect(await told()).toEqual({ delivered: 2, failed: 0 });
});

test('a slow teller keeps its turn for as long as it is at work', async () => {
  const keys: string[] = [];
  const { ports, time, told } = world(async ({ id }) => {
    time.now += 2 * minute;
    keys.push(id);
    // Somebody else comes by between any two deliveries.
    if (keys.length < 4) await told();
  });
  await save(ports, 'a', 'b', 'c', 'd');
  expect(await told()).toEqual({ delivered: 4, failed: 0 });
  expect(keys).toEqual(['a', 'b', 'c', 'd']);
});

test('a teller that has lost its turn delivers nothing more', async () => {
  const got: string[] = [];
  const { ports, time, told } = world(async ({ id }) => {
    got.push(id);
    if (got.length > 1) return;
    time.now += 4 * minute;
    await told();
  });
  await save(ports, 'a', 'b', 'c');
  await told();
  // Only what was in the air when the turn was lost comes twice.
  expect(got).toEqual(['a', 'a', 'b', 'c']);
});

test('a sink that says when to come back is left alone until then, by every later run', async () => {
  let answers: object | null = { retryable: true, retryAfterMs: 60 * minute };
  const posts: string[] = [];
  const { ports, time, told } = world(async ({ id }) => {
    posts.push(id);
    if (answers !== null) throw failure(answers);
  });
  await save(ports, 'a', 'b', 'c');
  expect(await told()).toEqual({ delivered: 0, failed: 3 });
  for (let run = 0; run < 5; run++) {
    time.now += 10 * minute;
    expect(await told()).toEqual({ delivered: 0, failed: 3 });
  }
  expect(posts).toEqual(['a']);
  answers = null;
  time.now += 10 * minute;
  expect(await told()).toEqual({ delivered: 3, failed: 0 });
  expect(posts).toEqual(['a', 'a', 'b', 'c']);
});

test('a sink without a time to come back, or that says 0, is tried by the next run', async () => {
  let waits: number | null = null;
  let posts = 0;
  const { ports, told } = world(async () => {
    posts++;
    throw failure({ retryable: true, retryAfterMs: waits });
  });
  await save(ports, 'a');
  await told();
  waits = 0;
  await told();
  await told();
  expect(posts).toBe(3);
});

test('the quiet of one sink is not that of another', async () => {
  const got: string[] = [];
  const { ports } = world(async () => {
    throw failure({ retryAfterMs: 60 * minute });
  });
  await save(ports, 'a', 'b');
  const other = { name: 'slack', deliver: async ({ id }: { id: string }) => void got.push(id) };
  await tell({ ...ports, sinks: [...ports.sinks, other] }, never);
  expect(got).toEqual(['a', 'b']);
});

const refuses = { retryable: false, retryAfterMs: null };

test('a refused finding is tried with growing pauses, then given up loudly', async () => {
  const at: number[] = [];
  const { ports, time, errors, told } = world(async ({ id }) => {
    if (id === 'b') return;
    at.push(time.now);
    throw failure(refuses);
  });
  await save(ports, 'a', 'b');
  const hour = 60 * minute;
  while (time.now < start + 12 * 24 * hour) {
    await told();
    time.now += 10 * minute;
  }
  const pauses = at.slice(1).map((one, index) => (one - (at[index] ?? 0)) / hour);
  expect(pauses).toEqual([1 / 6, 1, 6, 24, 24, 24, 24, 24, 24, 24, 24]);
  expect(errors.filter((line) => line.includes('given up'))).toEqual([
    'tell: given up: hook refused finding a of 2026-10-01 12 times',
  ]);
  const [lost] = givenUpBySink(await ports.findings.ofDay(day));
  expect(lost).toEqual({ sink: 'hook', findings: 1, days: [day] });
  expect(await ports.reports.read('2026-10-01/report.html')).toContain(
    '1 finding was given up: <strong>hook</strong> did not take it.',
  );
  const around = await healthWorld(new Date(start));
  const problems = async () => (await health({ ...around, ...ports }, healthSettings)).problems.join('; ');
  expect(await problems()).toContain('1 findings were given up in the last week: hook did not take them');
  time.now += 5 * 24 * hour;
  expect(await problems()).not.toContain('given up');
  time.now -= 5 * 24 * hour;
  // What has changed is another finding to a sink.
  await ports.findings.save(day, aCluster, [aFinding({ id: 'a', message: 'more' })]);
  expect(await problems()).not.toContain('given up');
  await told();
  expect(at).toHaveLength(13);
});

test('a pause ends with the refusals: a finding that is taken at last is told', async () => {
  let refused = true;
  const { ports, time, told } = world(async () => {
    if (refused) throw failure(refuses);
  });
  await save(ports, 'a');
  await told();
  refused = false;
  time.now += 9 * minute;
  expect(await told()).toEqual({ delivered: 0, failed: 0 });
  time.now += minute;
  expect(await told()).toEqual({ delivered: 1, failed: 0 });
  expect((await ports.findings.find('a'))?.refused).toEqual({});
});

test('what a sink was too long down for is given up loudly, and not asked of a sink that came later', async () => {
  let down = true;
  const got: string[] = [];
  const { ports, time, errors, told } = world(async ({ id }) => {
    if (down) throw failure({ retryable: true });
    got.push(id);
  });
  await save(ports, 'a');
  await told();
  time.now += 14 * 24 * 60 * minute;
  down = false;
  await told();
  const late = { name: 'late', deliver: ports.sinks[0]?.deliver ?? (async () => undefined) };
  await tell({ ...ports, sinks: [late] }, never);
  expect(got).toEqual([]);
  expect(errors.filter((line) => line.includes('given up'))).toEqual([
    `tell: given up: hook did not take finding a of ${day} in 14 days`,
  ]);
  const young = addDays(day, 1);
  await ports.findings.save(young, aCluster, [aFinding({ id: 'b', day: young })]);
  await told();
  expect(got).toEqual(['b']);
});

test('a day that is ranked by hand is told however old it is', async () => {
  const got: string[] = [];
  const { ports, time } = world(async ({ id }) => void got.push(id));
  await save(ports, 'a');
  time.now += 60 * 24 * 60 * minute;
  await tell(ports, never, [day]);
  expect(got).toEqual(['a']);
});
