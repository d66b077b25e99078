import { expect, test } from 'vitest';
import { findSittings, noveltyOf, type Steps } from '../../../../src/core/rank/model/novelty.ts';

interface Step {
  readonly second: number;
  readonly action: number;
  readonly namespace: number;
  readonly isNews: boolean;
  readonly worth: number;
  readonly address: number;
  readonly program: number;
}
const step = (over: Partial<Step> = {}): Step => ({
  second: 0,
  action: 1,
  namespace: 1,
  isNews: true,
  worth: 7,
  address: 0,
  program: 0,
  ...over,
});
const columns = (steps: readonly Step[]): Steps => ({
  seconds: steps.map(({ second }) => second),
  action: steps.map(({ action }) => action),
  namespace: steps.map(({ namespace }) => namespace),
  isNews: steps.map(({ isNews }) => Number(isNews)),
  worth: steps.map(({ worth }) => worth),
  address: steps.map(({ address }) => address),
  program: steps.map(({ program }) => program),
});
/** Bursts, a minute after each other. */
const novelty = (...bursts: readonly (readonly Step[])[]) => {
  const steps = bursts.flatMap((burst, at) => burst.map((one) => ({ ...one, second: 60 * at + one.second })));
  return noveltyOf([...steps.keys()], columns(steps), 1);
};

test('each burst brings its news', () => {
  expect(novelty([step()], [step({ action: 2, worth: 5 })])).toEqual({ bits: 12, pieces: 2 });
});

test('what was done there before is no news, whatever it is worth', () => {
  expect(novelty([step({ isNews: false, worth: 9 })], [step({ worth: 0 })])).toEqual({ bits: 0, pieces: 1 });
});

test('one command that makes ten requests in one namespace is one piece of news', () => {
  const getAll = Array.from({ length: 10 }, (_, at) => step({ action: at, worth: 1 + at }));
  expect(novelty(getAll)).toEqual({ bits: 10, pieces: 1 });
});

test('a loop of one thing over many namespaces is one piece of news', () => {
  const loop = Array.from({ length: 12 }, (_, at) => step({ namespace: at, second: at }));
  expect(novelty(loop)).toEqual({ bits: 7, pieces: 1 });
});

test('a script that does three things in four namespaces brings three', () => {
  const script = [1, 2, 3].flatMap((action) => [1, 2, 3, 4].map((namespace) => step({ action, namespace })));
  expect(novelty(script)).toEqual({ bits: 21, pieces: 3 });
});

test('a burst ends where nothing follows within its second', () => {
  const [close, far] = [1, 1.1].map((second) => novelty([step(), step({ action: 2, second })]));
  expect([close?.pieces, far?.pieces]).toEqual([1, 2]);
});

test('calls without a time are one burst, the last', () => {
  const unknown = step({ second: Number.NaN, action: 2 });
  const steps = [step(), unknown, { ...unknown, action: 3 }];
  expect(noveltyOf([0, 1, 2], columns(steps), 1)).toEqual({ bits: 14, pieces: 2 });
});

test('a new address and a new program count once', () => {
  const origin = { isNews: false, address: 4, program: 20 };
  expect(novelty([step(origin)], [step({ ...origin, address: 3 })])).toEqual({ bits: 24, pieces: 0 });
});

/** The sitting of each call. */
function cut(calls: readonly (readonly [client: number, second: number])[]): number[] {
  const sittings = new Int32Array(calls.length);
  const seconds = calls.map(([, second]) => second);
  findSittings([...calls.keys()], seconds, (at) => calls[at]?.[0] ?? 0, 30, sittings);
  return [...sittings];
}

test('a sitting ends with a pause of more than half an hour, each client for itself', () => {
  const calls = [
    [1, 0],
    [2, 600],
    [1, 1_800],
    [1, 3_601],
  ] as const;
  expect(cut(calls)).toEqual([0, 1, 0, 2]);
});

test('calls of a client without a time belong together, and to no other sitting', () => {
  const calls = [
    [1, 0],
    [1, Number.NaN],
    [1, Number.NaN],
  ] as const;
  expect(cut(calls)).toEqual([0, 1, 1]);
});
