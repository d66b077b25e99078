import { expect, test } from 'vitest';
import { breadthOf } from '../../../../src/core/rank/model/breadth.ts';

const [anna, olga, ben, getSecrets, listPods] = [1, 2, 3, 10, 11];
function learnt() {
  const breadth = breadthOf();
  for (let day = 0; day < 30; day += 1) {
    breadth.learn(anna, getSecrets, 1);
    breadth.learn(olga, listPods, 8);
    breadth.learn(ben, listPods, 1);
  }
  return breadth;
}

test('one namespace is never surprising', () => {
  expect(learnt().bits(anna, getSecrets, 1)).toBe(0);
  expect(breadthOf().bits(anna, getSecrets, 0)).toBe(0);
});

test('the wider, the more surprising', () => {
  const breadth = learnt();
  const [two, eight, nine] = [2, 8, 9].map((spaces) => breadth.bits(anna, getSecrets, spaces));
  expect(two).toBeGreaterThan(3);
  expect(eight).toBe(two);
  expect(nine).toBeGreaterThan(eight ?? 0);
});

test('what is usual for the actor, or for the action, surprises less', () => {
  const breadth = learnt();
  expect(breadth.bits(olga, listPods, 8)).toBeLessThan(0.5);
  expect(breadth.bits(ben, listPods, 8)).toBeLessThan(breadth.bits(ben, getSecrets, 8));
});

test('breadths beyond the widest are one', () => {
  expect(learnt().bits(anna, getSecrets, 1_000_000)).toBe(learnt().bits(anna, getSecrets, 64));
});

test('the numbers are those of the formula', () => {
  const breadth = breadthOf();
  expect(breadth.bits(anna, getSecrets, 2)).toBeCloseTo(-Math.log2(0.5), 9);
  breadth.learn(anna, getSecrets, 1);
  // Never seen: half an observation of all, backed off to five of the action, and to five of the actor.
  const all = 0.5 / 2;
  const action = (5 * all) / 6;
  expect(breadth.bits(anna, getSecrets, 2)).toBeCloseTo(-Math.log2((5 * action) / 6), 9);
  // Who or what was never seen has no say.
  expect(breadth.bits(ben, getSecrets, 2)).toBeCloseTo(-Math.log2(action), 9);
  expect(breadth.bits(ben, listPods, 2)).toBeCloseTo(-Math.log2(all), 9);
  breadth.learn(anna, getSecrets, 2);
  expect(breadth.bits(ben, listPods, 2)).toBeCloseTo(-Math.log2((1 + 0.5) / 3), 9);
});

test('sixty-four namespaces are the widest, sixty-three are less', () => {
  const breadth = breadthOf();
  breadth.learn(anna, getSecrets, 63);
  breadth.learn(anna, getSecrets, 65);
  const bits = (spaces: number) => breadth.bits(ben, listPods, spaces);
  expect(bits(63)).toBeCloseTo(-Math.log2(2.5 / 3), 9);
  expect(bits(64)).toBeCloseTo(-Math.log2(1.5 / 3), 9);
  expect(bits(65)).toBe(bits(64));
});

test('what one caller does in many names, or of many kinds, teaches nobody more than once or a little', () => {
  const taught = (learn: (breadth: ReturnType<typeof breadthOf>) => void) => {
    const breadth = breadthOf();
    for (let at = 0; at < 40; at += 1) breadth.learn(100 + at, listPods, 1);
    learn(breadth);
    return breadth.bits(anna, getSecrets, 9);
  };
  const once = taught((breadth) => {
    breadth.learn(ben, getSecrets, 9);
  });
  const asMany = taught((breadth) => {
    for (let at = 0; at < 130; at += 1) breadth.learn(1_000 + at, getSecrets, 9, at === 0 ? 0 : null);
  });
  expect(asMany).toBe(once);
  const ofManyKinds = taught((breadth) => {
    for (let at = 0; at < 2_000; at += 1) breadth.learn(ben, 1_000 + at, 9, at);
  });
  expect(ofManyKinds).toBeGreaterThan(taught(() => undefined) - 6);
  expect(ofManyKinds).toBeGreaterThan(1);
});
