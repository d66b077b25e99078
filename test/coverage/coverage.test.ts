/** What public detections look for is seen here, too: each sample is hunted in a month of daily life. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { factors } from '../../src/core/judge/factors.ts';
import { covered } from './covered.ts';
import { detections } from './detections.ts';
import { type Life, learnt } from './hunt.ts';
import { type Covered, factorsOf, isTold, page } from './page.ts';

let life: Life;
let all: readonly Covered[];

beforeAll(async () => {
  life = await learnt();
  all = await covered(life);
}, 300_000);

const of = (sample: string): Covered => {
  const one = all.find(({ detection }) => detection.sample === sample);
  if (one === undefined) throw new Error('no such sample');
  return one;
};

test('there is a sample for each detection, and no other', () => {
  const files = readdirSync(join(import.meta.dirname, '../fixtures/coverage'));
  expect(files.sort()).toEqual(detections.map(({ sample }) => `${sample}.jsonl`));
  expect(detections).toHaveLength(53);
});

test('factors are named as they are', () => {
  const known = new Set(factors.map(({ id }) => id));
  expect(detections.flatMap((one) => one.factors).filter((id) => !known.has(id))).toEqual([]);
});

test('without the samples nothing is told of whom they name', () => {
  const users = new Set(all.flatMap(({ outcome }) => outcome.calls.map(({ user }) => user)));
  expect(life.findings.filter(({ user }) => users.has(user))).toEqual([]);
});

describe('what is dangerous about it is named, and told unless a reason is given', () => {
  test.each(detections)('$sample', ({ sample, factors: asked, untold }) => {
    const { outcome, detection } = of(sample);
    expect(outcome.calls).not.toEqual([]);
    const named = factorsOf(outcome.calls);
    expect(asked.filter((id) => !named.includes(id))).toEqual([]);
    expect(isTold({ outcome, detection })).toBe(untold === undefined);
  });
});

test('fifty or more are told', () => {
  expect(all.filter(isTold).length).toBeGreaterThanOrEqual(50);
});

test('the page is what would be made now: npm run coverage', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/coverage.md'), 'utf8')).toBe(page(all));
});
