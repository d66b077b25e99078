import { expect, test } from 'vitest';
import { isExpected, versionOf } from '../../../src/core/find/version.ts';

test('a version is the same while the same is said, and another one when it is not', () => {
  // printf '{"id":"a"}' | sha256sum: kept versions must not change with the program.
  expect(versionOf({ id: 'a' })).toBe('8489a5deb454a360');
  expect(versionOf({ id: 'b' })).not.toBe(versionOf({ id: 'a' }));
});

test.each([
  ['nothing', 'whatever', undefined, undefined, true],
  ['something', 'whatever', 'v1', undefined, true],
  ['nothing', 'any version', undefined, '*', false],
  ['something', 'any version', 'v1', '*', true],
  ['nothing', 'a version', undefined, ['v1'], false],
  ['that version', 'a version', 'v1', ['v1'], true],
  ['another version', 'a version', 'v2', ['v1'], false],
  ['one of them', 'several versions', 'v2', ['v1', 'v2'], true],
  ['another version', 'several versions', 'v3', ['v1', 'v2'], false],
  ['something', 'no version there can be', 'v1', [], false],
] as const)(
  'where %s is, a writer who expects %s: %s, %s -> %s',
  (_there, _expected, there, expected, is) => {
    expect(isExpected(there, expected)).toBe(is);
  },
);
