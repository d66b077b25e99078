import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appliedTogether } from '../../../../src/core/read/bodies/together.ts';
import type { Applied } from '../../../../src/core/read/call.ts';
import { anApplied } from '../../../build.ts';

it.each<[string, Partial<Applied>, Partial<Applied>]>([
  ['dangerous', { dangerous: ['privileged', 'hostPID'] }, { dangerous: ['privileged'] }],
  ['a grave danger', { dangerous: ['privileged'] }, { dangerous: ['hostPort:80', 'hostPort:81'] }],
  [
    'a wildcard role',
    { rules: ['* *'] },
    { rules: ['get secrets', 'create pods/exec', 'bind clusterroles'] },
  ],
  ['a grave rule', { rules: ['escalate roles'] }, { rules: ['get pods', 'list pods'] }],
  [
    'cluster-admin',
    { role: 'ClusterRole/cluster-admin' },
    { role: 'Role/x', subjects: ['Group/system:masters'] },
  ],
  [
    'one thing that takes a node',
    { dangerous: ['hostIPC'] },
    { dangerous: Array.from({ length: 20 }, (_, at) => `hostPath:/mnt/${at}`) },
  ],
  [
    'one right over rights',
    { rules: ['impersonate users'] },
    { rules: Array.from({ length: 20 }, (_, at) => `get secrets named s${at}`) },
  ],
  [
    'one webhook outside',
    { webhooks: ['https://hook.example.com Fail'] },
    { webhooks: Array.from({ length: 20 }, (_, at) => `https://hook${at}.x.svc Fail`) },
  ],
  ['a subject', { subjects: ['Group/system:masters'] }, { subjects: ['User/a', 'User/b'] }],
  [
    'a public service',
    { exposes: ['LoadBalancer 443'], name: 'z' },
    { exposes: ['LoadBalancer 443 internal'], name: 'a' },
  ],
  ['a webhook', { webhooks: ['https://x Fail'] }, {}],
  ['an approval', { decision: 'Approved' }, { decision: 'Denied' }],
  ['what was not logged', { unlogged: true, name: 'z' }, { name: 'a' }],
])('%s is worse, whichever comes first', (_, more, less) => {
  const [worse, better] = [anApplied(more), anApplied(less)];
  expect(appliedTogether(worse, better)).toBe(worse);
  expect(appliedTogether(better, worse)).toBe(worse);
});

it('keeps the images of all, so that none hides behind the worst', () => {
  const worst = anApplied({ name: 'a', images: ['nginx:1'], dangerous: ['privileged'] });
  const other = anApplied({ name: 'b', images: ['xmrig:6'] });
  expect(appliedTogether(other, worst)).toEqual({ ...worst, images: ['xmrig:6', 'nginx:1'] });
});

it('many images push out none that is named like a tool of attackers', () => {
  const many = anApplied({ images: Array.from({ length: 20 }, (_, at) => `a:${at}`) });
  const tool = anApplied({ images: ['xmrig'] });
  for (const [one, other] of [
    [many, tool],
    [tool, many],
  ] as const)
    expect(appliedTogether(one, other)?.images).toContain('xmrig');
});

it('is the same where nothing is added', () => {
  const known = anApplied({ images: ['a', 'b'], dangerous: ['privileged'] });
  expect(appliedTogether(known, anApplied({ images: ['b'], dangerous: [] }))).toBe(known);
  expect(appliedTogether(known, null)).toBe(known);
  expect(appliedTogether(null, known)).toBe(known);
});

it('the order of events changes nothing', () => {
  const some = fc.record({
    name: fc.constantFrom('a', 'b'),
    images: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }).map((images) => images.sort()),
    dangerous: fc.uniqueArray(fc.constantFrom('privileged', 'hostPID', 'hostPort:1'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 6 }), (made) => {
      const all = made.map(anApplied);
      const inOrder = all.reduce(appliedTogether, null as Applied | null);
      expect(all.toReversed().reduce(appliedTogether, null as Applied | null)).toEqual(inOrder);
    }),
  );
});
