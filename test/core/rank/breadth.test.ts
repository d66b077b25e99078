import { expect, test } from 'vitest';
import { breadthOf } from '../../../src/core/rank/breadth.ts';

function learnt() {
  const breadth = breadthOf();
  for (let day = 0; day < 30; day += 1) {
    breadth.learn('anna', 'get secrets', 1);
    breadth.learn('olga', 'list pods', 8);
    breadth.learn('ben', 'list pods', 1);
  }
  return breadth;
}

test('one namespace is never surprising', () => {
  expect(learnt().bits('anna', 'get secrets', 1)).toBe(0);
  expect(breadthOf().bits('anna', 'get secrets', 0)).toBe(0);
});

test('the wider, the more surprising', () => {
  const breadth = learnt();
  const [two, eight, nine] = [2, 8, 9].map((spaces) => breadth.bits('anna', 'get secrets', spaces));
  expect(two).toBeGreaterThan(3);
  expect(eight).toBe(two);
  expect(nine).toBeGreaterThan(eight ?? 0);
});

test('what is usual for the actor, or for the action, surprises less', () => {
  const breadth = learnt();
  expect(breadth.bits('olga', 'list pods', 8)).toBeLessThan(0.5);
  expect(breadth.bits('ben', 'list pods', 8)).toBeLessThan(breadth.bits('ben', 'get secrets', 8));
});

test('breadths beyond the widest are one', () => {
  expect(learnt().bits('anna', 'get secrets', 1_000_000)).toBe(learnt().bits('anna', 'get secrets', 64));
});
