import { expect, test } from 'vitest';
import {
  type DayCalls,
  type FeatureTexts,
  featured,
  featureTexts,
} from '../../../../src/core/rank/features.ts';
import { modelOf } from '../../../../src/core/rank/model/model.ts';
import { type SurpriseOptions, surpriseDefaults } from '../../../../src/core/rank/options.ts';
import type { Call } from '../../../../src/core/read/call.ts';
import { aDay, aPattern } from '../../build.ts';

const [first, second, third] = [aDay('2026-10-01'), aDay('2026-10-02'), aDay('2026-10-03')];
/** Nothing is usual, nothing is weighed: so the numbers can be seen through. */
const options: SurpriseOptions = {
  ...surpriseDefaults,
  actionByGravity: [1, 1, 1, 1],
  unseenByGravity: [1, 1, 1, 1],
  news: {
    ...surpriseDefaults.news,
    usualBits: 0,
    ownRatePrior: null,
    byGravity: [1, 1, 1, 1],
    othersWeight: 0,
    trustDays: 0.001,
  },
};
const news = (over: Partial<SurpriseOptions['news']>): SurpriseOptions => ({
  ...options,
  news: { ...options.news, ...over },
});

const rounded = (bits: Float64Array): number[] => [...bits].map((one) => Math.round(one * 1e9) / 1e9);

const row = (over: Partial<Call> = {}, firstSeen = '2026-10-01T08:00:00.000000Z') =>
  aPattern({ user: 'eve', resource: 'secrets', sourceIPs: ['192.0.2.66'], ...over }, { firstSeen });

function world(from: SurpriseOptions = options) {
  const model = modelOf(first, from);
  const texts: FeatureTexts = featureTexts();
  const calls = (rows: readonly ReturnType<typeof row>[]): DayCalls => featured(rows, texts);
  return {
    model,
    learn: (day: typeof first, ...rows: readonly ReturnType<typeof row>[]) => {
      model.learn(day, calls(rows));
    },
    /** Scores a day and learns it, as days are once they are judged. */
    live: (day: typeof first, ...rows: readonly ReturnType<typeof row>[]) => {
      const own = calls(rows);
      const scored = model.score(day, own);
      model.learn(day, own, scored.lifts.days);
      return scored;
    },
    score(day: typeof first, ...rows: readonly ReturnType<typeof row>[]) {
      const { terms, totals, lifts } = model.score(day, calls(rows));
      return {
        ...Object.fromEntries([...terms].map(([name, bits]) => [name, rounded(bits)])),
        totals: rounded(totals),
        pieces: [...lifts.pieces],
      };
    },
  };
}

test('the score is the sum of the weighted terms, and of what was new in the sitting', () => {
  // Of nothing that is known anything has one bit; address and agent are news once, twice as much.
  expect(world().score(first, row())).toEqual({
    action: [1],
    namespace: [0.5],
    clientIp: [0.5],
    agent: [0.5],
    breadth: [0],
    member: [0],
    news: [5],
    totals: [7.5],
    pieces: [1],
  });
});

test('breadth is a term, and part of the news', () => {
  const wide = ['payments', 'shop'].map((namespace) => row({ namespace }));
  expect(world().score(first, ...wide)).toMatchObject({
    breadth: [0.5, 0.5],
    news: [5.5, 5.5],
    totals: [8.5, 8.5],
    pieces: [1, 1],
  });
});

test('a weight counts as often as it says, and leaves its term out where it is nothing', () => {
  const weights = { action: 2, namespace: 0, clientIp: 0, agent: 1, breadth: 0, member: 0 };
  const own = { ...news({ weight: 3 }), weights };
  expect(world(own).score(first, row())).toEqual({
    action: [2],
    agent: [1],
    news: [9],
    totals: [12],
    pieces: [1],
  });
  const alone = world({ ...own, news: { ...own.news, weight: 0 } }).score(first, row());
  expect(alone).toMatchObject({ totals: [3], pieces: [1] });
  expect(alone).not.toHaveProperty('news');
});

test('what is grave counts more, as news and by itself, and is less of what is usually new', () => {
  const own = { ...news({ byGravity: [0, 0, 2, 0] }), actionByGravity: [0, 0, 3, 0] as const };
  // The secrets of one namespace are of gravity 2.
  expect(world(own).score(first, row())).toMatchObject({ action: [3], news: [6] });
  const rare = world({ ...options, unseenByGravity: [1, 1, 0.25, 1] }).score(
    first,
    row(),
    row({ resource: 'pods' }),
  );
  expect(rare).toMatchObject({ action: [3, 1] });
});

test('what was done there before is no news; elsewhere, by another or another thing it is', () => {
  const { learn, score } = world();
  learn(first, row());
  const pieces = (over: Partial<Call>) => score(second, row(over)).pieces[0];
  expect([{}, { namespace: 'shop' }, { user: 'ada' }, { verb: 'list' }].map(pieces)).toEqual([0, 1, 1, 1]);
});

test('what is no news itself is lifted by a share of the rest', () => {
  const { learn, score } = world(news({ share: 0.25 }));
  learn(first, row());
  const { news: lifts = [] } = score(second, row(), row({ namespace: 'shop' })) as { news?: number[] };
  expect(lifts[0]).toBeGreaterThan(0);
  expect(lifts[0]).toBeCloseTo((lifts[1] ?? 0) / 4, 9);
});

test('how widely a thing is done is learnt once an actor, action and day, and not of the whole cluster', () => {
  const bits = (...rows: readonly ReturnType<typeof row>[]) => {
    const { model, learn } = world();
    learn(first, ...rows);
    const texts = featureTexts();
    return model
      .score(second, featured([row(), row({ namespace: 'shop' })], texts))
      .terms.get('breadth')?.[0];
  };
  const once = bits(row());
  expect(bits(row(), row({ userAgent: 'curl/8' }))).toBe(once);
  expect(bits(row(), row({ verb: 'list' }))).toBeGreaterThan(once ?? 0);
  expect(bits(row({ namespace: null }))).toBe(0.5);
});

test('an actor who always brings news brings less of it', () => {
  const { live, score } = world(news({ ownRatePrior: 1 }));
  const fresh = (at: number) => row({ resource: `thing${'abcdefgh'[at]}`, namespace: `n${'abcdefgh'[at]}` });
  const before = score(first, fresh(0)) as unknown as { news: number[] };
  live(first, fresh(0));
  live(second, fresh(1));
  const after = score(third, fresh(2)) as unknown as { news: number[] };
  expect(after.news[0]).toBeLessThan((before.news[0] ?? 0) / 2);
});

const at = (hour: number, over: Partial<Call>) =>
  row(over, `2026-10-03T${String(hour).padStart(2, '0')}:00:00.000000Z`);
const known = (model: ReturnType<typeof world>) => {
  for (const day of [first, second]) model.live(day, row(), row({ user: 'ada', sourceIPs: ['192.0.2.7'] }));
  return model;
};

test('what is hours apart is no sitting and adds up to a day, as far as days can be trusted', () => {
  const slow = [9, 12, 15, 18].map((hour) => at(hour, { namespace: `n${'abcd'[(hour - 9) / 3]}` }));
  const together = known(world()).live(third, ...slow).lifts;
  expect([...together.pieces]).toEqual([4, 4, 4, 4]);
  const alone = known(world(news({ trustDays: 1e9 }))).live(third, ...slow).lifts;
  expect([...alone.pieces]).toEqual([1, 1, 1, 1]);
  expect(together.bits[0]).toBeGreaterThan(2 * (alone.bits[0] ?? 0));
});

test('what a caller does under many names adds up, however many; behind an access proxy everybody is his own', () => {
  const names = (count: number, prefix = 'x') =>
    Array.from({ length: count }, (_, n) =>
      at(9 + n, { user: 'eve', impersonated: `${prefix}${'abcdefgh'[n]}`, sourceIPs: [`192.0.2.${n}`] }),
    );
  const lifts = (own: ReturnType<typeof world>) => own.live(third, ...names(4)).lifts;
  expect([...lifts(known(world())).pieces]).toEqual([4, 4, 4, 4]);
  const many = known(world());
  many.live(second, ...names(5, 'y'));
  expect([...lifts(many).pieces]).toEqual([4, 4, 4, 4]);
  const [model, texts] = [modelOf(first, options), featureTexts()];
  model.learn(first, featured([row()], texts));
  const proxied = model.score(
    third,
    featured(names(4), texts, () => true),
  );
  expect([...proxied.lifts.pieces]).toEqual([1, 1, 1, 1]);
});

test('who called is known, and what is known of a call by field', () => {
  const texts = featureTexts();
  const model = modelOf(first, { ...options, weights: { ...options.weights, agent: 0 } });
  expect(model.actors).toBe(0);
  const calls = featured([row(), row({ user: 'ada' })], texts);
  model.learn(first, calls);
  expect(model.actors).toBe(2);
  expect(model.habit('namespace', calls, 0)).toMatchObject({ ownDays: 1, others: 1 });
  expect(model.habit('agent', calls, 0)).toBeNull();
});

test('what a caller does under many names all learn of him once; who comes through a proxy is himself', () => {
  const names = [...'abcdef'].flatMap((name) =>
    ['payments', 'shop', 'web'].map((namespace) => row({ impersonated: `x${name}`, namespace })),
  );
  const learnt = (isProxied: boolean) => {
    const texts = featureTexts();
    const model = modelOf(first, options);
    model.learn(
      first,
      featured(names, texts, () => isProxied),
    );
    const wide = ['payments', 'shop', 'web'].map((namespace) => row({ user: 'ada', namespace }));
    const asked = featured(wide, texts);
    const breadth = model.score(second, asked).terms.get('breadth')?.[0] ?? 0;
    return { actors: model.actors, others: model.habit('agent', asked, 0)?.others, breadth };
  };
  expect(learnt(false)).toMatchObject({ actors: 1, others: 1 });
  expect(learnt(true)).toMatchObject({ actors: 6, others: 6 });
  expect(learnt(false).breadth).toBeGreaterThan(learnt(true).breadth);
});

test('another generated namespace than always is surprising, and news', () => {
  const { learn, score } = world(news({ usualBits: 1 }));
  const tenant = (at: number) =>
    row({ namespace: `tenant-${at}`, requestURI: `/api/v1/namespaces/tenant-${at}/secrets/db` });
  for (const day of [first, second]) learn(day, tenant(101));
  expect(score(third, tenant(101))).toMatchObject({ member: [0], pieces: [0] });
  const other = score(third, tenant(102)) as unknown as { member: number[]; pieces: number[] };
  // One day of his own had no new one; two of others are added, of which a quarter has.
  expect(other.member[0]).toBeCloseTo(-Math.log2((2 * (0.5 / 2)) / (1 + 2)), 9);
  expect(other.pieces).toEqual([1]);
});
