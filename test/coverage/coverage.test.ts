/** What public detections look for is seen here, too: each sample is hunted in a month of daily life. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { factors } from '../../src/core/judge/factors.ts';
import { detections } from './detections.ts';
import { type Life, learnt, type Outcome } from './hunt.ts';

let life: Life;
const outcomes = new Map<string, Outcome>();

beforeAll(async () => {
  life = await learnt();
  for (const { sample } of detections) outcomes.set(sample, await life.with(sample));
}, 120_000);

const outcomeOf = (sample: string): Outcome => {
  const outcome = outcomes.get(sample);
  if (outcome === undefined) throw new Error('no such sample');
  return outcome;
};

const idsOf = (calls: Outcome['calls']): Set<string> =>
  new Set(calls.flatMap(({ risk }) => risk.factors.map(({ id }) => id)));

test('there is a sample for each detection, and no other', () => {
  const files = readdirSync(join(import.meta.dirname, '../fixtures/coverage'));
  expect(files.sort()).toEqual(detections.map(({ sample }) => `${sample}.jsonl`));
  expect(detections).toHaveLength(53);
});

test('factors are named as they are', () => {
  const known = new Set(factors.map(({ id }) => id));
  expect(detections.flatMap((one) => one.factors).filter((id) => !known.has(id))).toEqual([]);
});

describe('what is dangerous about it is named', () => {
  test.each(detections)('$sample', ({ sample, factors: asked }) => {
    const { calls } = outcomeOf(sample);
    expect(calls).not.toEqual([]);
    expect([...asked].filter((id) => !idsOf(calls).has(id))).toEqual([]);
  });
});
