import { expect, test } from 'vitest';
import type { Said } from '../../../src/core/read/call.ts';
import { nothingSaid, saidOf, saidTogether } from '../../../src/core/read/said.ts';

const said = (event: Record<string, unknown>) => saidOf(event, false);

test('an object is named by its reference, else by its body', () => {
  const requestObject = { metadata: { name: 'body' } };
  expect(said({ objectRef: { name: 'db' }, requestObject }).names).toEqual(['db']);
  expect(said({ objectRef: {}, requestObject }).names).toEqual(['body']);
  expect(said({ objectRef: { name: '' } }).names).toEqual([]);
  expect(said({ requestObject: 'skipped-too-big-size-object' }).names).toEqual([]);
});

test('an empty grant is not a missing one', () => {
  const grants = (reason: unknown) => said({ annotations: { 'authorization.k8s.io/reason': reason } }).grants;
  expect(grants('')).toEqual(['']);
  expect(grants('RBAC: allowed by X')).toEqual(['RBAC: allowed by X']);
  expect(grants(7)).toEqual([]);
  expect(said({}).grants).toEqual([]);
});

test('the object id of who really calls is that of the user, not of the one taken on', () => {
  const extra = (oid: unknown) => ({ extra: { oid } });
  expect(said({ user: extra(['a', 'b']), impersonatedUser: extra(['c']) }).objectId).toBe('a');
  expect(said({ user: extra('a') }).objectId).toBe('a');
  expect(said({ impersonatedUser: extra(['c']) }).objectId).toBeNull();
});

test('texts are bounded', () => {
  const long = 'x'.repeat(1_000);
  const one = saidOf({ objectRef: { name: long }, user: { extra: { oid: long } } }, true);
  expect([one.names[0]?.length, one.objectId?.length, one.cut]).toEqual([253, 100, true]);
  const annotations = { 'authorization.k8s.io/reason': long };
  expect(said({ annotations }).grants[0]).toHaveLength(400);
});

test('what several events say is said once, bounded, and the same object where nothing is added', () => {
  const named = (...names: string[]): Said => ({ ...nothingSaid, names });
  const all = Array.from({ length: 30 }, (_, at) => `n${at}`);
  expect(saidTogether(named('a', 'b'), named('b', 'c')).names).toEqual(['a', 'b', 'c']);
  expect(all.map((name) => named(name)).reduce(saidTogether).names).toEqual(all.slice(0, 20));
  const telling = ['system:node', 'coredns', 'falco-agent'].map((name) => named(name));
  const together = [...all.map((name) => named(name)), ...telling].reduce(saidTogether).names;
  expect(together).toEqual(['system:node', 'coredns', 'falco-agent', ...all.slice(0, 17)]);
  const full = named(...together);
  expect(saidTogether(full, named('coredns', 'x'))).toBe(full);
  const granted = ['a', 'b', 'c', 'd', 'e'].map((grant): Said => ({ ...nothingSaid, grants: [grant] }));
  expect(granted.reduce(saidTogether).grants).toEqual(['a', 'b', 'c', 'd']);
  const one = named('a');
  expect(saidTogether(one, named('a'))).toBe(one);
});

test('only what was a dry run all along is one; what was cut once is cut; the first id stays', () => {
  const a = { ...nothingSaid, dryRun: true, objectId: null, cut: false };
  const b = { ...nothingSaid, dryRun: false, objectId: 'x', cut: true };
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    expect(saidTogether(one, other)).toMatchObject({ dryRun: false, objectId: 'x', cut: true });
  expect(saidTogether(a, a).dryRun).toBe(true);
  expect(saidTogether(b, { ...b, objectId: 'y' }).objectId).toBe('x');
});
