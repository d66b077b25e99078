import { expect, it } from 'vitest';
import { appliedOf, nothingApplied } from '../../../src/core/read/applied.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const pod = {
  kind: 'Pod',
  metadata: { name: 'shell' },
  spec: {
    hostNetwork: true,
    hostPID: true,
    volumes: [{ hostPath: { path: '/' } }, { emptyDir: {} }],
    initContainers: [{ image: 'busybox:1' }],
    containers: [
      { image: 'nginx:1', securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 7] } } },
      { image: 'nginx:1' },
    ],
  },
};

it('shows the images and dangerous settings of a pod', () => {
  expect(appliedOf({ requestObject: pod }, 'create')).toEqual({
    ...nothingApplied,
    kind: 'Pod',
    name: 'shell',
    images: ['nginx:1', 'busybox:1'],
    dangerous: ['hostPID', 'hostPath:/', 'privileged', 'capability:SYS_ADMIN', 'hostNetwork'],
  });
});

it.each([
  ['Deployment', { template: { spec: pod.spec } }],
  ['CronJob', { jobTemplate: { spec: { template: { spec: pod.spec } } } }],
])('finds the pod of a %s', (kind, spec) => {
  const applied = appliedOf({ requestObject: { kind, spec } }, 'patch');
  expect(applied?.images).toEqual(['nginx:1', 'busybox:1']);
});

it('takes in what kubectl says it applied', () => {
  const annotations = { [lastApplied]: JSON.stringify(pod) };
  const answered = { kind: 'Pod', metadata: { annotations }, spec: { containers: [{ image: 'other' }] } };
  expect(appliedOf({ responseObject: answered, requestObject: { kind: 'Status' } }, 'update')).toMatchObject({
    kind: 'Pod',
    images: ['nginx:1', 'busybox:1'],
  });
});

it('takes the kind of a patch from the answer, and its name from the reference', () => {
  const event = {
    requestObject: { spec: pod.spec },
    responseObject: { kind: 'Pod' },
    objectRef: { name: 'web' },
  };
  expect(appliedOf(event, 'patch')).toMatchObject({ kind: 'Pod', name: 'web' });
});

it.each([
  ['by kind', { requestObject: { kind: 'Secret', metadata: { name: 'db' }, spec: pod.spec } }],
  [
    'by resource',
    { requestObject: { kind: 'Secret', spec: pod.spec }, objectRef: { resource: 'secrets', name: 'db' } },
  ],
  [
    'by the kind of the answer',
    {
      requestObject: { kind: 'Pod', metadata: { name: 'db' }, spec: pod.spec },
      responseObject: { kind: 'Secret' },
    },
  ],
])('keeps only kind and name of a Secret, known %s', (_, event) => {
  expect(appliedOf(event, 'create')).toMatchObject({ name: 'db', images: [], dangerous: [] });
});

it.each(['get', 'delete', 'list', null])('has nothing to show for verb %s', (verb) => {
  expect(appliedOf({ requestObject: pod }, verb)).toBeNull();
});

it.each([
  {},
  { requestObject: 'skipped-too-big-size-object' },
  { requestObject: {} },
  { requestObject: [pod] },
  { responseObject: { kind: 'Pod', metadata: { annotations: { [lastApplied]: '{"kind":' } } } },
])('has nothing to show where nothing was asked for: %j', (event) => {
  expect(appliedOf(event, 'create')).toBeNull();
});

it('is bounded in number and length', () => {
  const containers = Array.from({ length: 30 }, (_, index) => ({ image: `${index}${'x'.repeat(400)}` }));
  const applied = appliedOf(
    { requestObject: { kind: 'Pod', metadata: { name: 'n'.repeat(400) }, spec: { containers } } },
    'create',
  );
  expect(applied?.images).toHaveLength(20);
  expect(applied?.images[0]).toHaveLength(300);
  expect(applied?.name).toHaveLength(300);
  expect(applied?.omitted).toBe(10);
});

it('an annotation of the caller hides nothing of what he asked for', () => {
  const harmless = { kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ image: 'web:1' }] } };
  const annotations = { [lastApplied]: JSON.stringify(harmless) };
  const requestObject = { ...pod, metadata: { name: 'shell', annotations } };
  expect(appliedOf({ requestObject, responseObject: requestObject }, 'create')).toMatchObject({
    name: 'shell',
    images: ['nginx:1', 'busybox:1', 'web:1'],
    dangerous: expect.arrayContaining(['privileged', 'hostPID']),
  });
});

it.each(['Secret', 'ConfigMap', 'Role'])(
  'what is called counts, not the kind %s that an annotation gives',
  (kind) => {
    const annotations = { [lastApplied]: JSON.stringify({ kind }) };
    const event = { requestObject: { ...pod, metadata: { annotations } }, objectRef: { resource: 'pods' } };
    expect(appliedOf(event, 'create')?.dangerous).toContain('privileged');
  },
);

it('says of a body that was too big to be logged that it is not known', () => {
  const objectRef = { resource: 'daemonsets', name: 'agent' };
  expect(appliedOf({ requestObject: 'skipped-too-big-size-object', objectRef }, 'create')).toEqual({
    ...nothingApplied,
    kind: 'daemonsets',
    name: 'agent',
    unlogged: true,
  });
});

it('names by its resource what a patch without a kind asks for, and is silent where that is nothing', () => {
  const objectRef = { resource: 'deployments', name: 'web' };
  const image = { spec: { template: { spec: { containers: [{ name: 'web', image: 'xmrig:6' }] } } } };
  expect(appliedOf({ requestObject: image, objectRef }, 'patch')).toMatchObject({
    kind: 'deployments',
    images: ['xmrig:6'],
  });
  const labels = { metadata: { labels: { app: 'web' } } };
  expect(appliedOf({ requestObject: labels, objectRef }, 'patch')).toBeNull();
});

it('has the generated name of an object from the answer', () => {
  const event = { requestObject: { kind: 'Pod' }, responseObject: { metadata: { name: 'x-7f9' } } };
  expect(appliedOf(event, 'create')?.name).toBe('x-7f9');
});
