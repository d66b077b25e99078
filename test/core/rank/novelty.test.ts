import { expect, test } from 'vitest';
import { noveltyOf, noveltyRates, type Step } from '../../../src/core/rank/novelty.ts';
import { surpriseDefaults } from '../../../src/core/rank/options.ts';

const options = { ...surpriseDefaults.sitting, usualBits: 3, originWeight: 2 };
const step = (overrides: Partial<Step> = {}): Step => ({
  action: 'get secrets',
  namespace: 'a',
  news: 10,
  origin: [0, 0],
  ...overrides,
});
const novelty = (...commands: readonly (readonly Step[])[]) => {
  const steps = commands.flat();
  return noveltyOf(
    { actor: 'anna', commands: commands.map((command) => command.map((one) => steps.indexOf(one))) },
    (at) => steps[at] ?? step(),
    options,
  );
};

test('each command brings its news, less what is usual', () => {
  expect(novelty([step()], [step({ action: 'exec pods', news: 8 })])).toEqual({ bits: 12, pieces: 2 });
});

test('what was done there before is no news, and what is below the usual adds nothing', () => {
  expect(novelty([step({ news: null })], [step({ news: 2 })])).toEqual({ bits: 0, pieces: 1 });
});

test('one command that makes ten requests in one namespace is one piece of news', () => {
  const getAll = Array.from({ length: 10 }, (_, at) => step({ action: `list ${at}`, news: 4 + at }));
  expect(novelty(getAll)).toEqual({ bits: 10, pieces: 1 });
});

test('a loop of one thing over many namespaces is one piece of news', () => {
  const loop = Array.from({ length: 12 }, (_, at) => step({ namespace: `n${at}` }));
  expect(novelty(loop)).toEqual({ bits: 7, pieces: 1 });
});

test('a script that does three things in four namespaces brings three', () => {
  const script = ['list pods', 'get secrets', 'exec pods'].flatMap((action) =>
    ['a', 'b', 'c', 'd'].map((namespace) => step({ action, namespace })),
  );
  expect(novelty(script)).toEqual({ bits: 21, pieces: 3 });
});

test('a new address and a new agent count once, twice as much', () => {
  const origin: Step['origin'] = [5, 13];
  expect(novelty([step({ news: null, origin })], [step({ news: null, origin })])).toEqual({
    bits: 24,
    pieces: 0,
  });
});

test('who always does new things is expected to', () => {
  const rates = noveltyRates(3);
  for (const [actor, bits] of [
    ['olga', 20],
    ['otto', 20],
    ['anna', 0],
    ['ada', 0],
  ] as const)
    for (let at = 0; at < 9; at += 1) rates.learn(actor, bits);
  expect(rates.of('olga')).toBe(17.5);
  expect(rates.of('anna')).toBe(2.5);
  expect(rates.of('newcomer')).toBe(10);
  expect(noveltyRates(3).of('anna')).toBe(0);
  const blind = noveltyRates(null);
  blind.learn('olga', 20);
  expect(blind.of('olga')).toBe(0);
});

test('one caller alone makes news usual for nobody else, whomever he calls as', () => {
  const rates = noveltyRates(3);
  for (const actor of ['anna', 'ben', 'cleo']) for (let at = 0; at < 9; at += 1) rates.learn(actor, 1);
  expect(rates.of('newcomer')).toBe(1);
  for (let at = 0; at < 9; at += 1) rates.learn(`decoy-${at}`, 80_000, 'eve');
  expect(rates.of('newcomer')).toBeLessThan(3);
  expect(rates.of('decoy-1')).toBeGreaterThan(1_000);
});
