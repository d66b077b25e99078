import { expect, it } from 'vitest';
import { writtenBy } from '../../../../src/core/read/bodies/json-patch.ts';

const written = (...operations: unknown[]) => JSON.parse(JSON.stringify(writtenBy(operations)));

it.each([
  [[{ op: 'add', path: '/rules/-', value: 1 }], { rules: [1] }],
  [[{ op: 'replace', path: '/spec/type', value: 'NodePort' }], { spec: { type: 'NodePort' } }],
  [[{ op: 'add', path: '', value: { spec: 1 } }], { spec: 1 }],
  [
    [{ op: 'add', path: '/metadata/annotations/a.b~1c~0d', value: 'x' }],
    { metadata: { annotations: { 'a.b/c~d': 'x' } } },
  ],
  [
    [
      { op: 'add', path: '/a/0/image', value: 'x' },
      { op: 'add', path: '/a/0/tag', value: 'y' },
      { op: 'add', path: '/a/-', value: 'z' },
    ],
    { a: [{ image: 'x', tag: 'y' }, 'z'] },
  ],
  [
    [
      { op: 'remove', path: '/a' },
      { op: 'test', path: '/b', value: 1 },
      { op: 'move', path: '/c', from: '/d' },
      { op: 'copy', path: '/e', from: '/d' },
      { op: 'add', path: 'f', value: 1 },
      { op: 'add', value: 1 },
      7,
      null,
    ],
    {},
  ],
])('%j writes %j', (operations, object) => {
  expect(written(...operations)).toEqual(object);
});

it.each(['/a/length', '/a/push', '/a/1000', '/a/4294967294'])(
  'a path that means no place in a list writes nothing: %s',
  (path) => {
    const operations = [
      { op: 'add', path: '/a/-', value: 1 },
      { op: 'add', path, value: 4_000_000_000 },
    ];
    expect(written(...operations)).toEqual({ a: [1] });
  },
);

it('reaches no prototype', () => {
  writtenBy([
    { op: 'add', path: '/__proto__/polluted', value: true },
    { op: 'add', path: '/a/__proto__/polluted', value: true },
    { op: 'add', path: '/constructor/prototype/polluted', value: true },
    { op: 'add', path: '/b/0', value: [] },
    { op: 'add', path: '/b/__proto__/polluted', value: true },
    { op: 'add', path: '/c', value: {} },
    { op: 'add', path: '/c/__proto__/polluted', value: true },
    { op: 'add', path: '/c/constructor/prototype/polluted', value: true },
    { op: 'add', path: '/c/toString/polluted', value: true },
  ]);
  expect('polluted' in {}).toBe(false);
  expect('polluted' in []).toBe(false);
  expect('polluted' in Object.prototype.toString).toBe(false);
});

it('writes into what an earlier operation gave without a harm to it', () => {
  const value = { spec: 1 };
  const operations = [
    { op: 'add', path: '/template', value },
    { op: 'add', path: '/template/more', value: 2 },
  ];
  expect(written(...operations)).toEqual({ template: { spec: 1, more: 2 } });
});
