import { expect, test } from 'vitest';
import { isReadable, type Kind, mutantsOf, mutated } from './mutants.ts';
import { sampled } from './sample.ts';

const faults = (text: string): [Kind, string][] =>
  mutantsOf('a.ts', text).map((mutant) => [mutant.kind, mutated(text, mutant)]);

test.each<[string, [Kind, string][]]>([
  ['f = a < b;', [['boundary', 'f = a <= b;']]],
  ['f = a >= b;', [['boundary', 'f = a > b;']]],
  ['f = a && b;', [['and-or', 'f = a || b;']]],
  ['f = a !== b;', [['negated', 'f = a === b;']]],
  ['f = !a;', [['negated', 'f = a;']]],
  ['if (a === b) c;', [['negated', 'if (a !== b) c;']]],
  ['while (a) b;', [['negated', 'while (!(a)) b;']]],
  ['f = a ? b : c;', [['negated', 'f = !(a) ? b : c;']]],
  ['a += b;', [['sign', 'a -= b;']]],
  ['a++;', [['sign', 'a--;']]],
  ['f = a + b;', [['sign', 'f = a - b;']]],
  ['f = 7;', [['off-by-one', 'f = (7 + 1);']]],
  ['await a(b);', [['call-removed', ';']]],
  ['f = a => { return b; };', [['return-removed', 'f = a => { ; };']]],
  ["f = 'a';", [['text-emptied', "f = '';"]]],
  ['f = [a];', [['list-emptied', 'f = [];']]],
  [
    'f = /^a$/i;',
    [
      ['regex-anchor', 'f = /a$/i;'],
      ['regex-anchor', 'f = /^a/i;'],
    ],
  ],
  ['f = a?.b;', [['optional-chain', 'f = a.b;']]],
  ['f = a?.[b];', [['optional-chain', 'f = a[b];']]],
])('%s', (text, expected) => {
  expect(faults(text)).toEqual(expected);
});

test.each([
  "import a from 'b';",
  "export * from 'b';",
  "type A = 'b' | 2;",
  "let f: 'a';",
  "f = { 'a': b };",
  "f = a['b'];",
  "f = '';",
  'f = [];',
  'f = /a/;',
  'f = /a\\$/;',
])('there is nothing to break in %s', (text) => {
  expect(faults(text)).toEqual([]);
});

test('a fault that cannot be read is none', () => {
  const readable = (text: string) => mutantsOf('a.ts', text).map((mutant) => isReadable(text, mutant));
  expect(readable('f = a + -b;')).toEqual([true]);
  expect(readable('f = a+-b;')).toEqual([false]);
});

test('a sample leaves out what is not wanted, and is filled up', () => {
  const all = mutantsOf('a.ts', 'f = [1, 2, 3];');
  const three = sampled(all, 3, '1', ({ from }) => from !== 5);
  expect(three.map(({ from }) => from).sort()).toEqual([11, 4, 8]);
});

test('a fault says its line', () => {
  expect(mutantsOf('a.ts', '\n\nf = !a;')).toMatchObject([{ file: 'a.ts', line: 3 }]);
});

test('a sample follows from its seed, takes every kind in turn, and can be all', () => {
  const all = mutantsOf('a.ts', "f = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']; g = a < b;");
  expect(sampled(all, 4, '1')).toEqual(sampled(all, 4, '1'));
  expect(sampled(all, 4, '1')).not.toEqual(sampled(all, 4, '2'));
  expect(new Set(sampled(all, 3, '1').map(({ kind }) => kind)).size).toBe(3);
  expect(sampled(all, 0, '1')).toHaveLength(all.length);
  expect(sampled(all, 99, '1')).toHaveLength(all.length);
});
