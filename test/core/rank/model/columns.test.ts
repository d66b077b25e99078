import { describe, expect, test } from 'vitest';
import { counts, grouped, integers, scratch, written } from '../../../../src/core/rank/model/columns.ts';

test('a column holds what was pushed, and after it is cleared what was pushed since', () => {
  const column = integers();
  for (let at = 0; at < 200; at += 1) column.push(at);
  expect([...column.view()]).toEqual([...Array(200).keys()]);
  column.clear();
  column.push(7);
  expect([...column.view()]).toEqual([7]);
});

test('texts that were written are read as they were, none among them', () => {
  const texts = [null, 'a', '', '\u{1f511}é', null, 'x'.repeat(300)];
  const column = written();
  for (const text of texts) column.push(text);
  expect(texts.map((_, at) => column.at(at))).toEqual(texts);
});

test('counts of any number are none at first, and none again', () => {
  const count = counts();
  count.add(1_000, 2);
  count.add(1_000, 1);
  expect([count.of(1_000), count.of(3), count.of(1e6)]).toEqual([3, 0, 0]);
  count.clear();
  expect(count.of(1_000)).toBe(0);
});

test('scratch memory is zero whenever it is asked for, by any length', () => {
  const memory = scratch();
  memory.floats('a', 100).fill(1);
  expect([...memory.floats('a', 3)]).toEqual([0, 0, 0]);
  expect([...memory.floats('a', 500)]).toEqual(Array(500).fill(0));
  memory.integers('a', 2).fill(1);
  expect([...memory.floats('a', 2)]).toEqual([0, 0]);
});

describe('groups', () => {
  const groupsOf = (places: readonly number[], of: readonly number[], memory = scratch()) => {
    const { length, of: names, starts, places: ordered } = grouped(places, of, memory);
    return Array.from({ length }, (_, at) => [names[at], [...ordered.slice(starts[at], starts[at + 1])]]);
  };

  test('stand in the order of their first place, with their places as they came', () => {
    expect(groupsOf([3, 0, 2, 1, 4], [5, 9, 5, 9, 0])).toEqual([
      [9, [3, 1]],
      [5, [0, 2]],
      [0, [4]],
    ]);
  });

  test('are those of a map, whatever was grouped before', () => {
    const memory = scratch();
    for (const [length, names] of [
      [500, 40],
      [20, 3],
      [900, 900],
      [1, 1],
      [0, 1],
    ] as const) {
      const of = Array.from({ length }, (_, at) => (at * 7_919) % names);
      const places = [...of.keys()].reverse();
      expect(groupsOf(places, of, memory)).toEqual([...Map.groupBy(places, (at) => of[at])]);
    }
  });
});
