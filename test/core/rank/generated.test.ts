import { expect, test } from 'vitest';
import { foldGenerated } from '../../../src/core/rank/generated.ts';

test.each([
  ['web-7d9c5b8f6d-x2x4z', 'web-{id}-{id}'],
  ['web-7d9c5b8f6d', 'web-{id}'],
  ['runner-x7x9k', 'runner-{id}'],
  ['pr-1234', 'pr-{n}'],
  ['backup-28734060-bcdfg', 'backup-{n}-{id}'],
  ['preview-3f2a9c1d', 'preview-{id}'],
  ['ns-123e4567-e89b-12d3-a456-426614174000', 'ns-{uuid}'],
  ['tmp-a1b2c3d4', 'tmp-{id}'],
  ['8f14e45fceea167a5a36dedd4bea2543', '{id}'],
])('%s folds to %s', (name, folded) => {
  expect(foldGenerated(name)).toBe(folded);
  expect(foldGenerated(folded)).toBe(folded);
});

test.each([
  'payments',
  'team-1',
  'team-42',
  'kube-system',
  'nginx',
  'cert-manager',
  'web-v2',
  'https',
  'ftp-mysql',
  // Like a generated part, but for one character before or behind it.
  'web-bcdfgo',
  'web-obcdfg',
  'web-bcdf',
  'web-bcdfghjkiu',
  'web-iubcdfghjk',
  'deadbee1x',
  'xdeadbee1',
  'abcdefabcdefabc',
  'abcdefabcdefabcdefx',
  'xabcdefabcdefabcdef',
  'a1b2c3',
  'a1b2c3d4é',
  'éa1b2c3d4',
  '1z2z3z4zé',
  'é1z2z3z4z',
  '',
])('%s is a name that somebody chose and stays', (name) => {
  expect(foldGenerated(name)).toBe(name);
});
