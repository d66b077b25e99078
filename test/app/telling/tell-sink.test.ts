/** One sink and its turn: how long it is kept and waited for, when a sink is left alone, and what then counts as waiting. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryLog } from '../../../src/adapters/memory/log.ts';
import { type TellRun, type TellSinkSettings, tellSink } from '../../../src/app/telling/tell-sink.ts';
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { aCluster, aFinding } from '../../build.ts';

const day = '2026-10-01' as Day;
const start = Date.parse('2026-10-02T05:00:00Z');
const [second, minute] = [1_000, 60_000];
const deadline = new Date(start + 8 * minute);

let now: number;
let ports: ReturnType<typeof world>;
let run: TellRun;
/** Seconds for which a turn was asked, `held` where it was lengthened. */
let turns: string[];
let ended: (Date | null)[];
/** What the sink does with each finding. */
let takes: (id: string) => void;
let got: string[];

function world() {
  const findings = memoryFindings();
  return {
    findings: {
      ...findings,
      takeTurn(...of: Parameters<typeof findings.takeTurn>) {
        const [, at, until, held] = of;
        turns.push(`${(until.getTime() - at.getTime()) / second}${held === undefined ? '' : ' held'}`);
        return findings.takeTurn(...of);
      },
      endTurn(...of: Parameters<typeof findings.endTurn>) {
        ended.push(of[1]);
        return findings.endTurn(...of);
      },
    },
    clock: () => new Date(now),
    log: memoryLog(),
  };
}
beforeEach(() => {
  [now, turns, ended, got] = [start, [], [], []];
  takes = () => undefined;
  ports = world();
  run = { delivered: 0, failed: 0, failures: new Map(), left: new Set() };
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const sink = {
  name: 'hook',
  async deliver({ id }: { readonly id: string }) {
    got.push(id);
    takes(id);
  },
};
const save = (on: Day, ...ids: string[]) =>
  ports.findings.save(
    on,
    aCluster,
    ids.map((id) => aFinding({ id, day: on })),
  );
async function told(on: Day = day, over: Partial<TellSinkSettings> = { turnWaitMs: 0 }) {
  await tellSink(sink, on, await ports.findings.ofDay(on), ports, { deadline, ...over }, run);
  return { delivered: run.delivered, failed: run.failed };
}
const errors = () => ports.log.said.filter(({ level }) => level === 'error').map(({ args }) => String(args));

describe('a turn', () => {
  test('is taken where there is something to tell, for three minutes, and given back', async () => {
    await told();
    expect(turns).toEqual([]);
    await save(day, 'a');
    expect(await told()).toEqual({ delivered: 1, failed: 0 });
    expect([turns, ended]).toEqual([['180'], [null]]);
  });

  test('is lengthened once half of it is over, and not before', async () => {
    await save(day, 'a', 'b', 'c');
    takes = (id) => {
      now += id === 'a' ? 90 * second - 1 : 1;
    };
    expect(await told()).toEqual({ delivered: 3, failed: 0 });
    expect(turns).toEqual(['180', '180 held']);
  });

  test('is given back when a delivery cannot be noted, which then waits', async () => {
    await save(day, 'a');
    ports.findings.told = () => Promise.reject(new Error('answered 500'));
    expect(await told()).toEqual({ delivered: 0, failed: 1 });
    expect(ended).toEqual([null]);
  });

  test('is given back when the day cannot be read again', async () => {
    await save(day, 'a');
    const kept = await ports.findings.ofDay(day);
    ports.findings.ofDay = () => Promise.reject(new Error('answered 503'));
    await expect(tellSink(sink, day, kept, ports, { deadline }, run)).rejects.toThrow('answered 503');
    expect([turns, ended]).toEqual([['180'], [null]]);
  });

  test('that others keep is waited for up to twenty seconds, asking ever less often', async () => {
    await save(day, 'a');
    await ports.findings.takeTurn('hook', new Date(now), new Date(start + 60 * minute));
    turns = [];
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const telling = told(day, {});
    let isOver = false;
    void telling.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(1_549);
    expect(turns).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(19_000);
    expect([turns.length, isOver]).toEqual([24, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await telling).toEqual({ delivered: 0, failed: 1 });
    expect([turns.length, run.left.has('hook'), ended]).toEqual([25, true, []]);
  });

  test('is waited for no longer than there is time', async () => {
    await save(day, 'a');
    await ports.findings.takeTurn('hook', new Date(now), new Date(start + 60 * minute));
    turns = [];
    let looks = 0;
    ports.clock = () => (looks++ < 2 ? new Date(now) : deadline);
    expect(await told(day, { turnWaitMs: 60 * minute })).toEqual({ delivered: 0, failed: 1 });
    expect(turns).toHaveLength(2);
  });

  test('that was lost leaves the sink alone for this run', async () => {
    await save(day, 'a', 'b');
    await save(addDays(day, 1), 'c');
    takes = () => {
      now += 4 * minute;
      void ports.findings.takeTurn('hook', new Date(now), new Date(now + 3 * minute));
    };
    expect(await told()).toEqual({ delivered: 1, failed: 0 });
    expect(await told(addDays(day, 1))).toEqual({ delivered: 1, failed: 1 });
    expect(got).toEqual(['a']);
  });
});

describe('a sink is left alone', () => {
  test('after three failures in a row, on later days too', async () => {
    await save(day, 'a', 'b', 'c', 'd');
    await save(addDays(day, 1), 'e', 'f');
    takes = () => {
      throw new Error('answered 503');
    };
    expect(await told()).toEqual({ delivered: 0, failed: 4 });
    expect(await told(addDays(day, 1))).toEqual({ delivered: 0, failed: 6 });
    expect([got, turns.length]).toEqual([['a', 'b', 'c'], 1]);
    expect(errors()).toHaveLength(3);
  });

  test('not where one goes through between them', async () => {
    await save(day, 'a', 'b', 'c', 'd', 'e');
    takes = (id) => {
      if (id !== 'c') throw new Error('answered 503');
    };
    expect(await told()).toEqual({ delivered: 1, failed: 4 });
    expect(got).toHaveLength(5);
  });

  test('for as long as it asks for, from its answer on, and is said to be', async () => {
    await save(day, 'a', 'b', 'c');
    takes = (id) => {
      now += second;
      if (id === 'b') throw Object.assign(new Error('answered 429'), { retryAfterMs: 1 });
    };
    expect(await told()).toEqual({ delivered: 1, failed: 2 });
    expect(ended).toEqual([new Date(start + 2 * second + 1)]);
    run.left.clear();
    expect(await told()).toEqual({ delivered: 1, failed: 4 });
    expect(ports.log.said.at(-1)).toMatchObject({
      level: 'info',
      args: [expect.stringContaining('2026-10-02T05:00:02.001Z')],
    });
    expect(got).toEqual(['a', 'b']);
  });

  test('once time is up, to the moment: before the first, and between two', async () => {
    await save(day, 'a', 'b', 'c');
    now = deadline.getTime();
    expect(await told()).toEqual({ delivered: 0, failed: 3 });
    expect(turns).toEqual([]);
    now = deadline.getTime() - second;
    takes = () => {
      now += second;
    };
    expect(await told()).toEqual({ delivered: 1, failed: 5 });
  });

  test('whatever it throws is a failure, and none of its text is told but a message', async () => {
    await save(day, 'a', 'b', 'c');
    const thrown: Record<string, unknown> = { a: null, b: 'text of others', c: { retryAfterMs: 'soon' } };
    takes = (id) => {
      throw thrown[id];
    };
    expect(await told()).toEqual({ delivered: 0, failed: 3 });
    expect(errors()).toHaveLength(3);
    for (const line of errors()) expect(line).toMatch(/hook .*: unknown$/);
    expect(ended).toEqual([null]);
  });
});

describe('what waits behind a pause', () => {
  beforeEach(async () => {
    await save(day, 'a');
    const [kept] = await ports.findings.ofDay(day);
    if (kept === undefined) throw new Error('nothing is kept');
    const [at, nextAt] = [start, start + minute].map((ms) => new Date(ms).toISOString());
    const refusals = { version: kept.version, times: 1, at: at ?? '', nextAt: nextAt ?? '' };
    await ports.findings.refused(kept, 'hook', refusals);
  });

  test('takes no turn, and is no failure', async () => {
    expect(await told()).toEqual({ delivered: 0, failed: 0 });
    expect(turns).toEqual([]);
    now += minute;
    expect(await told()).toEqual({ delivered: 1, failed: 0 });
  });

  test('is given up as well when it is too old', async () => {
    await told(day, { oldest: addDays(day, 1) });
    expect(await ports.findings.givenUp(day)).toMatchObject([
      { refused: { hook: { times: 1, nextAt: null } } },
    ]);
    // What is of the oldest day itself is tried.
    await save(addDays(day, 1), 'b');
    expect(await told(addDays(day, 1), { oldest: addDays(day, 1) })).toEqual({ delivered: 1, failed: 0 });
  });
});

describe('what is too old', () => {
  const oldest = addDays(day, 1);
  /** The sink is first told of so many days after the findings' own. */
  async function givenUp(daysAfter: number): Promise<string[]> {
    await save(day, 'a', 'b');
    const since = new Date(`${addDays(day, daysAfter)}T12:00:00Z`);
    const answer = await ports.findings.takeTurn('hook', since, since);
    if (answer.state === 'yours') await ports.findings.endTurn(answer.turn, null);
    now = since.getTime() + minute;
    const [first] = await ports.findings.ofDay(day);
    if (first !== undefined) await ports.findings.told(first, 'hook');
    ended = [];
    await told(day, { oldest, deadline: new Date(now + minute) });
    return (await ports.findings.givenUp(day)).map(({ finding }) => finding.id);
  }

  test('is given up for a sink that was there within its fortnight, but for what it has', async () => {
    expect(await givenUp(14)).toEqual(['b']);
    expect(errors()).toEqual([
      expect.stringMatching(/given up: hook .* finding b of 2026-10-01 in 14 days$/),
    ]);
    expect([got, ended]).toEqual([[], [null]]);
  });

  test('leaves the turn to others where it cannot be noted', async () => {
    await save(day, 'a');
    ports.findings.refused = () => Promise.reject(new Error('answered 503'));
    await expect(told(day, { oldest })).rejects.toThrow('answered 503');
    expect(ended).toEqual([null]);
  });

  test('was never meant for a sink that came after it', async () => {
    expect(await givenUp(15)).toEqual([]);
    expect([got, errors(), ended]).toEqual([[], [], [null]]);
  });
});
