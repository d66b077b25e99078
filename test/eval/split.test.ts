import { expect, test } from 'vitest';
import { scenarios } from '../../src/simulate/attacks/scenarios.ts';
import { heldOut, tuning } from './split.ts';

test('every attack is on one side of the split, and a side names nothing else', () => {
  expect([...tuning, ...heldOut].toSorted()).toEqual(scenarios.map(({ id }) => id).toSorted());
});
