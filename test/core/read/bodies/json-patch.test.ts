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

it.each(['/a/length', '/a/push', '/a/1e3', '/a/0x1'])(
  'a path that means no place in a list writes nothing: %s',
  (path) => {
    const operations = [
      { op: 'add', path: '/a/-', value: 1 },
      { op: 'add', path, value: 4_000_000_000 },
    ];
    expect(written(...operations)).toEqual({ a: [1] });
  },
);

it.each([
  [
    'an insertion at the same place',
    [
      ['add', '/v/0', 'grave'],
      ['add', '/v/0', 'x'],
    ],
  ],
  [
    'a replacement',
    [
      ['add', '/v/0', 'grave'],
      ['replace', '/v/0', 'x'],
    ],
  ],
  ['places from the end', [['add', '/v/-1', 'grave']]],
  ['places with a sign', [['add', '/v/+1', 'grave']]],
  [
    'places far behind',
    [
      ['add', '/v/1000', 'grave'],
      ['add', '/v/4294967294', 'x'],
    ],
  ],
  [
    'a copy',
    [
      ['add', '/labels/a', 'grave'],
      ['copy', '/v/0', undefined, '/labels/a'],
    ],
  ],
  [
    'a move',
    [
      ['add', '/x/0/a', 'grave'],
      ['move', '/v/-', undefined, '/x/0/a'],
    ],
  ],
  [
    'a move from the end',
    [
      ['add', '/x/-', 'grave'],
      ['move', '/v/3', undefined, '/x/-1'],
    ],
  ],
] as const)('%s hides nothing', (_, operations) => {
  const patch = operations.map(([op, path, value, from]) => ({ op, path, value, from }));
  const { v } = writtenBy(patch);
  expect(v).toContain('grave');
  expect((v as unknown[]).length).toBeLessThanOrEqual(1_000);
});

it('copies of copies do not grow without end', () => {
  const copies = Array.from({ length: 60 }, (_, at) => ({ op: 'copy', path: `/a/${at}x`, from: '/a' }));
  const { a } = writtenBy([{ op: 'add', path: '/a', value: {} }, ...copies]);
  expect(Object.keys(a as object)).toHaveLength(60);
});

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
