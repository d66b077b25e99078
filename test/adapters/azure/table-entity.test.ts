import { expect, test } from 'vitest';
import {
  allJsonColumns,
  emptyColumns,
  hashKey,
  int64,
  jsonColumns,
  readJsonColumns,
  withinLimits,
} from '../../../src/adapters/azure/table-entity.ts';

test('a value comes back from as many columns as it needs', () => {
  for (const length of [0, 31_996, 31_997, 64_000, 100_000]) {
    const text = 'x'.repeat(length);
    const columns = jsonColumns('text', [text]);
    expect(readJsonColumns('text', columns)).toEqual([text]);
    for (const column of Object.values(columns)) expect(column.length).toBeLessThanOrEqual(32_000);
    expect(Object.keys(columns)).toHaveLength(Math.ceil((length + 4) / 32_000));
  }
  expect(readJsonColumns('text', jsonColumns('text', ['é😀']))).toEqual(['é😀']);
  for (const damaged of [{ other0: '[]' }, { text0: '[' }, { text0: '7' }, { text0: 7 }, { text1: '[]' }])
    expect(readJsonColumns('text', damaged)).toBeNull();
});

test('a number is written in full', () => {
  expect(int64(2 ** 53)).toEqual({ type: 'Int64', value: '9007199254740992' });
});

test('an entity that the service would refuse is refused here', () => {
  const keys = { partitionKey: 'p', rowKey: 'r' };
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count - 2 }, (_, at) => [`n${at}`, at]));
  const fits = { ...keys, ...many(252) };
  expect(withinLimits(fits)).toBe(fits);
  expect(() => withinLimits({ ...keys, ...many(253) })).toThrow(RangeError);
  const of = (chars: number) => ({ ...keys, text: 'x'.repeat(chars) });
  // Keys: 2 x 12 + 8 + 6 and 2 x 6 + 8 + 6. The text: 2 x 4 + 8 + 4, and two for each character.
  const room = (1_000_000 - 38 - 26 - 20) / 2;
  expect(withinLimits(of(room))).toHaveProperty('text');
  expect(() => withinLimits(of(room + 1))).toThrow('does not fit a table');
});

test('a key is hexadecimal, of any text, and long enough to tell texts apart', () => {
  expect(hashKey('a/b\\c#d?')).toMatch(/^[0-9a-f]{20}$/);
  expect(hashKey('a', 8)).toBe('ca978112');
  expect(hashKey('a')).not.toBe(hashKey('b'));
});

test('every column that a value may have is written over, and no more are read than are written', () => {
  const names = Object.keys(emptyColumns('text'));
  expect(names).toEqual(Array.from({ length: 16 }, (_, at) => `text${at}`));
  expect(new Set(Object.values(emptyColumns('text')))).toEqual(new Set(['']));
  const columns = allJsonColumns('text', ['x'.repeat(40_000)]);
  expect(Object.keys(columns).sort()).toEqual(names.sort());
  expect(readJsonColumns('text', columns)).toEqual(['x'.repeat(40_000)]);
});
