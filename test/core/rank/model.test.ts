import { expect, test } from 'vitest';
import type { Featured } from '../../../src/core/rank/features.ts';
import { modelOf } from '../../../src/core/rank/model.ts';
import { type SurpriseOptions, surpriseDefaults } from '../../../src/core/rank/options.ts';
import { aDay } from '../build.ts';

test('news is counted to its end, however much there is at one sitting', () => {
  const calls = Array.from({ length: 70_000 }, (_, at) => ({
    key: String(at),
    firstSeen: null,
    actor: 'eve',
    caller: 'eve',
    family: '',
    members: [],
    action: `get ${at}`,
    namespace: String(at),
    clientIp: '192.0.2.66',
    agent: 'kubectl',
    breadth: 1,
  }));
  const { pieces } = modelOf(aDay('2026-09-01'), surpriseDefaults).score(aDay('2026-10-01'), calls);
  expect(pieces[0]).toBe(70_000);
});

const call = (over: Partial<Featured> = {}): Featured => ({
  key: 'a',
  firstSeen: '2026-10-01T08:00:00.000000Z',
  actor: 'eve',
  caller: over.actor ?? 'eve',
  family: '',
  members: [],
  action: 'get secrets',
  namespace: 'payments',
  clientIp: '192.0.2.66',
  agent: 'kubectl',
  breadth: 1,
  ...over,
});
const [first, second] = [aDay('2026-10-01'), aDay('2026-10-02')];
const options: SurpriseOptions = {
  ...surpriseDefaults,
  sitting: { ...surpriseDefaults.sitting, usualBits: 0, ownRatePrior: null },
};
const columns = (model: ReturnType<typeof modelOf>, calls: readonly Featured[]) => {
  const { terms, totals, pieces, novelty } = model.score(first, calls);
  return {
    ...Object.fromEntries([...terms].map(([name, bits]) => [name, [...bits]])),
    totals: [...totals],
    pieces: [...pieces],
    novelty,
  };
};

test('the score is the sum of the weighted terms, and of what was new in the sitting', () => {
  // Of nothing that is known anything has one bit; address and agent are news once, twice as much.
  expect(columns(modelOf(first, options), [call()])).toEqual({
    action: [1],
    namespace: [0.5],
    clientIp: [0.5],
    agent: [0.5],
    breadth: [0],
    member: [0],
    sitting: [5],
    totals: [7.5],
    pieces: [1],
    novelty: [['eve', 5, 'eve']],
  });
});

test('breadth is a term, and part of the news', () => {
  const wide = ['payments', 'shop'].map((namespace) => call({ key: namespace, namespace, breadth: 2 }));
  expect(columns(modelOf(first, options), wide)).toMatchObject({
    breadth: [0.5, 0.5],
    sitting: [5.5, 5.5],
    totals: [8.5, 8.5],
    pieces: [1, 1],
  });
});

test('a weight counts as often as it says, and leaves its term out where it is nothing', () => {
  const weights = { action: 2, namespace: 0, clientIp: 0, agent: 1, breadth: 0, member: 0 };
  const sitting = { ...options.sitting, weight: 3 };
  expect(columns(modelOf(first, { ...options, weights, sitting }), [call()])).toEqual({
    action: [2],
    agent: [1],
    sitting: [9],
    totals: [12],
    pieces: [1],
    novelty: [['eve', 3, 'eve']],
  });
  const alone = modelOf(first, { ...options, sitting: { ...sitting, weight: 0 } });
  expect(columns(alone, [call()])).toMatchObject({ totals: [2.5], pieces: [1] });
  expect(columns(alone, [call()])).not.toHaveProperty('sitting');
});

test('what was done there before is no news; elsewhere, by another or another thing it is', () => {
  const model = modelOf(first, options);
  model.learn(first, [call()]);
  const news = (over: Partial<Featured>) => model.score(second, [call(over)]).pieces[0];
  expect([{}, { namespace: 'shop' }, { actor: 'ada' }, { action: 'list secrets' }].map(news)).toEqual([
    0, 1, 1, 1,
  ]);
});

test('how widely a thing is done is learnt once an actor, action and day, and not of the whole cluster', () => {
  const bits = (calls: readonly Featured[]) => {
    const model = modelOf(first, options);
    model.learn(first, calls);
    return model.score(second, [call({ breadth: 2 })]).terms.get('breadth')?.[0];
  };
  const once = bits([call()]);
  expect(bits([call(), call({ namespace: 'shop' })])).toBe(once);
  expect(bits([call({ breadth: 0 }), call()])).toBe(once);
  expect(bits([call(), call({ action: 'list secrets' })])).toBeGreaterThan(once ?? 0);
  expect(bits([call({ breadth: 0 })])).toBe(0.5);
});

test('an actor who always brings news brings less of it', () => {
  const model = modelOf(first, { ...options, sitting: { ...options.sitting, ownRatePrior: 1 } });
  const sittingOf = () => model.score(second, [call()]).terms.get('sitting')?.[0];
  expect(sittingOf()).toBe(5);
  model.learn(first, [], [['eve', 2]]);
  expect(sittingOf()).toBe(3);
  model.learn(first, [], [['eve', 2_000]]);
  expect(sittingOf()).toBe(0);
});

test('who called is known, and what is known of a call by field', () => {
  const model = modelOf(first, { ...options, weights: { ...options.weights, agent: 0 } });
  expect(model.actors).toBe(0);
  model.learn(first, [call(), call({ actor: 'ada' })]);
  expect(model.actors).toBe(2);
  expect(model.habit('namespace', call())).toMatchObject({ ownDays: 1, others: 1 });
  expect(model.habit('agent', call())).toBeNull();
});
