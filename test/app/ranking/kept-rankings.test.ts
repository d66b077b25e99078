/** The ranking of a day is read where it is kept, and is the same as one made anew: compared over every way a day changes. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryRankings } from '../../../src/adapters/memory/rankings.ts';
import { answerCalls } from '../../../src/app/answer.ts';
import type { Rankings } from '../../../src/app/ports/rankings.ts';
import { type CallQuestion, parseCallQuestion } from '../../../src/app/question.ts';
import { keptRankings } from '../../../src/app/ranking/kept-rankings.ts';
import { packed, unpacked } from '../../../src/app/ranking/packed.ts';
import { rankCluster } from '../../../src/app/ranking/rank.ts';
import type { RankSettings } from '../../../src/app/ranking/ranked-day.ts';
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { rankDay } from '../../../src/core/find/hunt.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCluster } from '../../build.ts';
import { countDay, loggedDay, memoryWorld, rankSettings, usersAtWork } from './logged-days.ts';

const day = '2026-11-10' as Day;
const thieves = ['user-0', 'user-1'].map((user) => ({
  user,
  verb: 'list',
  resource: 'secrets',
  namespace: null,
  requestURI: '/api/v1/secrets',
}));
const people = usersAtWork(60);

let world: ReturnType<typeof memoryWorld>;
let store: Rankings;
let loads: string[];

/** As a process that has just begun: it remembers nothing. */
const restarted = (madeBy = 'this code') => ({
  ...world,
  rankings: keptRankings(store, () => madeBy),
  days: {
    ...world.days,
    load: (cluster: typeof aCluster, one: Day) => {
      loads.push(one);
      return world.days.load(cluster, one);
    },
  },
});
/** One that keeps nothing: each question ranks. */
const anew = () => {
  const rankings = keptRankings(memoryRankings());
  return { ...world, rankings: { ...rankings, madeBy: '', find: async () => null } };
};

const questions = ['limit=0', 'limit=7&page=cDQ3', 'verb=list&limit=1'];
const parsed = (query: string): CallQuestion => {
  const asked = parseCallQuestion(new URLSearchParams(`day=${day}&${query}`));
  if (!asked.ok) throw new Error(asked.problem);
  return asked.value;
};
type Ports = Parameters<typeof answerCalls>[1];
const answers = async (ports: Ports, settings: RankSettings = rankSettings) => {
  const found: unknown[] = [];
  for (const query of questions)
    found.push(JSON.parse(JSON.stringify(await answerCalls(parsed(query), ports, settings))));
  return found;
};
const count = (on: Day, calls: readonly Partial<Call>[]) => countDay(world, loggedDay(on, calls));

beforeEach(async () => {
  world = memoryWorld();
  store = memoryRankings();
  loads = [];
  for (let back = 9; back > 0; back--) await count(addDays(day, -back), people);
  await count(day, [...people, ...thieves]);
});

describe('a day that was ranked', () => {
  beforeEach(async () => {
    await rankCluster(restarted(), aCluster, day, rankSettings);
    loads = [];
  });

  test('is read, not ranked: the same to the letter, and no day is loaded', async () => {
    expect(await answers(restarted())).toEqual(await answers(anew()));
    expect(loads.filter((one) => one === day)).toEqual([]);
  });

  test('is ranked anew once its logs have grown, and then read again', async () => {
    await countDay(world, {
      ...loggedDay(day, [{ user: 'eve' }]),
      source: grown,
      hour: `${day}T09` as never,
    });
    const ports = restarted();
    const now = await answers(ports);
    expect(now).toEqual(await answers(anew()));
    expect(JSON.stringify(now)).toContain('"eve"');
    expect(loads.filter((one) => one === day)).toHaveLength(1);
    await answers(restarted());
    expect(loads.filter((one) => one === day)).toHaveLength(1);
  });

  test('is ranked anew once a day before has grown', async () => {
    const before = addDays(day, -3);
    const late = { ...loggedDay(before, thieves), source: grown.replace('h=09', 'h=10') };
    await countDay(world, { ...late, hour: `${before}T10` as never });
    expect(await answers(restarted())).toEqual(await answers(anew()));
    expect(loads).toContain(day);
  });

  test.each<[string, Partial<RankSettings>]>([
    ['baselineDays', { baselineDays: 5 }],
    ['learningDays', { learningDays: 20 }],
    ['egress', { egress: ['203.0.113.0/24'] }],
    ['reveal', { reveal: true }],
    ['clientIp', { clientIp: 'last' }],
    ['privateClusters', { privateClusters: [aCluster.name] }],
    ['rowBudget', { rowBudget: 50 }],
    ['findingsPerDay', { findingsPerDay: 1 }],
  ])('is another one under another %s', async (_, over) => {
    const settings = { ...rankSettings, ...over };
    expect(await answers(restarted(), settings)).toEqual(await answers(anew(), settings));
  });

  test('is told by the suppressions of now, without being ranked', async () => {
    await world.suppressions.put({
      ...{ id: 'nightly', owner: 'platform', reason: 'The nightly check.' },
      ...{ expires: '2026-12-01', match: { user: 'user-1' } },
    });
    const now = await answers(restarted());
    expect(now).toEqual(await answers(anew()));
    expect(JSON.stringify(now)).toContain('"hits"');
    expect(loads.filter((one) => one === day)).toEqual([]);
  });

  test('is ranked anew by other code', async () => {
    await answers(restarted('other code'));
    expect(loads).toContain(day);
  });

  test('is ranked anew where what is kept is damaged, cut short, or empty', async () => {
    const whole = await store.read(aCluster, day);
    for (const damage of [
      (bytes: Buffer) => bytes.fill(0, bytes.length - 20),
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 1),
      (bytes: Buffer) => bytes.subarray(0, 0),
    ]) {
      await store.write(aCluster, day, damage(Buffer.from(whole ?? [])));
      loads = [];
      expect(await answers(restarted())).toEqual(await answers(anew()));
      expect(loads.filter((one) => one === day)).toHaveLength(1);
    }
  });

  test('is ranked anew where what is kept was packed by somebody else, however whole it is', async () => {
    const headOf = (text: string): Buffer => {
      const head = gzipSync(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(head.length);
      return Buffer.concat([length, head]);
    };
    const foreign = [
      Buffer.from('no head at all'),
      headOf('no JSON'),
      headOf('null'),
      headOf(JSON.stringify({ from: 'an older one', calls: [] })),
    ];
    for (const content of foreign) {
      const digest = createHash('sha256').update(content).digest();
      await store.write(aCluster, day, Buffer.concat([digest, content]));
      expect(await answers(restarted())).toEqual(await answers(anew()));
    }
  });

  test('is answered where what is kept cannot be read', async () => {
    const closed: Rankings = {
      ...store,
      read: async () => {
        throw new Error('the blob has changed meanwhile');
      },
    };
    const ports = { ...restarted(), rankings: keptRankings(closed) };
    expect(await answers(ports)).toEqual(await answers(anew()));
  });

  test('is answered where it cannot be kept', async () => {
    const full: Rankings = {
      ...store,
      read: async () => null,
      write: async () => {
        throw new Error('the store is full');
      },
    };
    const ports = { ...restarted(), rankings: keptRankings(full) };
    expect(await answers(ports)).toEqual(await answers(anew()));
  });
});

test('sixty questions at once are ranked for once, and one more for those who came meanwhile', async () => {
  const ports = restarted();
  const all = await Promise.all(
    Array.from({ length: 60 }, () => answerCalls(parsed('limit=3'), ports, rankSettings)),
  );
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(loads.filter((one) => one === day)).toHaveLength(1);
});

test('of a day without logs nothing is kept', async () => {
  await expect(
    answerCalls(
      { ...parsed(''), days: { from: addDays(day, 1), to: addDays(day, 1) } },
      restarted(),
      rankSettings,
    ),
  ).rejects.toThrow('no logs');
  expect(await store.read(aCluster, addDays(day, 1))).toBeNull();
});

test('a ranking comes out of its bytes as it went in', async () => {
  const history = { days: [day], patterns: () => world.days.load(aCluster, day) };
  await answers(anew());
  const ranked = await rankDay(history, aCluster, day, rankSettings);
  const kept = unpacked((await packed('x', ranked)).bytes);
  expect(kept?.all()).toEqual(JSON.parse(JSON.stringify(ranked)));
  expect(kept?.callsAt([61, 0, 50])).toEqual(
    [61, 0, 50].map((at) => JSON.parse(JSON.stringify(ranked.calls[at]))),
  );
  expect(kept?.lines.map(({ rank }) => rank)).toEqual(ranked.calls.map(({ rank }) => rank));
});

const grown = loggedDay(day, []).source.replace('h=08', 'h=09');
