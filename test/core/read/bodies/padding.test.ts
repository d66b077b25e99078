/** What callers put before, around and in place of what matters: none of it hides anything. */
import { describe, expect, it } from 'vitest';
import { appliedOf } from '../../../../src/core/read/applied.ts';
import {
  isAnybody,
  isEverything,
  isMachinery,
  isOverRights,
  isReaching,
} from '../../../../src/core/read/bodies/access.ts';
import { isTool, takesNode } from '../../../../src/core/read/bodies/pods.ts';
import { isInside } from '../../../../src/core/read/bodies/reach.ts';

const many = <T>(make: (at: number) => T): T[] => Array.from({ length: 300 }, (_, at) => make(at));
const asked = (requestObject: object, resource = 'things', verb = 'create') =>
  appliedOf({ requestObject, objectRef: 'kind' in requestObject ? {} : { resource } }, verb);

describe('what takes a node', () => {
  const host = (path: string) => ({ volumes: [{ hostPath: { path } }] });
  const context = (securityContext: object) => ({ containers: [{ securityContext }] });
  const padding = {
    volumes: many((at) => ({ hostPath: { path: `/mnt/${at}` } })),
    containers: many((at) => ({ image: `x:${at}`, securityContext: { capabilities: { add: [`C${at}`] } } })),
  };
  const padded = (spec: object) => ({
    ...padding,
    ...Object.fromEntries(
      Object.entries(spec).map(([key, value]) => [
        key,
        Array.isArray(value) ? [...many((at) => ({ name: `${at}` })), ...value] : value,
      ]),
    ),
  });
  const ways: readonly (readonly [string, object])[] = [
    ['hostPID', { hostPID: true }],
    ['hostIPC', { hostIPC: true }],
    ['the root', host('/')],
    ['the root, twice', host('//')],
    ['the root, there', host('/./')],
    ['a detour', host('//etc/./kubernetes/')],
    ['slashes', host(`${'/'.repeat(400)}etc`)],
    ["containerd's socket", host('/run/containerd/containerd.sock')],
    ['privileged', context({ privileged: true })],
    ['a capability', context({ capabilities: { add: ['SYS_ADMIN'] } })],
    ['a capability with its prefix', context({ capabilities: { add: ['CAP_SYS_PTRACE'] } })],
    ['a capability in lower case', context({ capabilities: { add: ['all'] } })],
    ['unmasked', context({ procMount: 'Unmasked' })],
    ['an init container', { initContainers: [{ securityContext: { privileged: true } }] }],
    ['an ephemeral container', { ephemeralContainers: [{ securityContext: { privileged: true } }] }],
    ['a host process', { securityContext: { windowsOptions: { hostProcess: true } } }],
  ];
  const places: readonly (readonly [string, (spec: object) => object])[] = [
    ['a Pod', (spec) => ({ kind: 'Pod', spec })],
    ['a Deployment', (spec) => ({ kind: 'Deployment', spec: { template: { spec } } })],
    ['a CronJob', (spec) => ({ kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec } } } } })],
    ['a patch with webhooks', (spec) => ({ webhooks: [{ clientConfig: { url: 'https://x' } }], spec })],
  ];
  for (const [place, of] of places)
    it.each(ways)(`%s, in ${place}`, (_, spec) => {
      expect(asked(of(spec))?.dangerous.some(takesNode)).toBe(true);
      const applied = asked(of(padded(spec)));
      // However far a row is cut, the first is kept.
      expect(takesNode(applied?.dangerous[0] ?? '')).toBe(true);
    });

  it.each([
    ['a volume', { spec: { hostPath: { path: '/' } } }],
    ['a local volume', { spec: { local: { path: '/var/lib/kubelet' } } }],
    ['ephemeral containers of old', { ephemeralContainers: [{ securityContext: { privileged: true } }] }],
  ])('%s', (_, object) => {
    expect(asked(object)?.dangerous.some(takesNode)).toBe(true);
  });

  it.each([
    ['container.apparmor.security.beta.kubernetes.io/web', 'apparmor:Unconfined'],
    ['seccomp.security.alpha.kubernetes.io/pod', 'seccomp:Unconfined'],
    ['container.seccomp.security.alpha.kubernetes.io/web', 'seccomp:Unconfined'],
  ])('a profile taken off by %s', (key, danger) => {
    const metadata = { annotations: { [key]: 'unconfined' } };
    expect(asked({ metadata, spec: { containers: [] } })?.dangerous).toEqual([danger]);
    expect(asked({ spec: { template: { metadata, spec: {} } } })?.dangerous).toEqual([danger]);
    expect(
      asked({ metadata: { annotations: { [key]: 'runtime/default' } }, spec: {} })?.dangerous,
    ).toBeUndefined();
  });

  it('nothing of the kind in usual paths', () => {
    for (const path of ['/var/log', '/mnt/data', '/etcetera', '/optional'])
      expect(asked({ kind: 'Pod', spec: host(path) })?.dangerous.some(takesNode)).toBe(false);
  });

  it('a tool among many images', () => {
    const containers = [...many((at) => ({ image: `x:${at}` })), { image: 'ghcr.io/x/xmrig:6' }];
    expect(asked({ kind: 'Pod', spec: { containers } })?.images.some(isTool)).toBe(true);
  });

  it('the account of a workload is that of its pods, whatever else is filled in', () => {
    const spec = {
      serviceAccountName: 'decoy',
      template: { spec: { serviceAccountName: 'job-controller' } },
    };
    expect(asked({ spec }, 'deployments', 'patch')?.serviceAccount).toBe('job-controller');
    expect(asked({ spec }, 'pods', 'patch')?.serviceAccount).toBe('decoy');
  });
});

describe('what a role allows', () => {
  const harmless = many((at) => ({ apiGroups: [''], resources: [`r${at}`], verbs: ['get'] }));
  const rules = (...all: object[]) => asked({ kind: 'ClusterRole', rules: all })?.rules ?? [];
  const core = { apiGroups: [''] };

  it.each([
    ['everything', isEverything, { ...core, resources: ['*'], verbs: ['*'] }],
    [
      'a wildcard behind another resource',
      isEverything,
      { ...core, resources: ['a', '*'], verbs: ['create'] },
    ],
    [
      'a wildcard of subresources, too',
      isEverything,
      { ...core, resources: ['a', '*/*'], verbs: ['update'] },
    ],
    ['a wildcard of a group', isEverything, { apiGroups: ['apps'], resources: ['*'], verbs: ['patch'] }],
    ['deletecollection', isEverything, { ...core, resources: ['*'], verbs: ['deletecollection'] }],
    ['a wildcard behind another verb', isEverything, { ...core, resources: ['x'], verbs: ['get', '*'] }],
    ['escalate', isOverRights, { ...core, resources: ['x'], verbs: ['get', 'escalate'] }],
    ['secrets', isReaching, { ...core, resources: ['a', 'secrets'], verbs: ['x', 'list'] }],
    ['subresources of pods', isReaching, { ...core, resources: ['a', 'pods/*'], verbs: ['create'] }],
    ['exec in all', isReaching, { ...core, resources: ['a', '*/exec'], verbs: ['create'] }],
    ['subresources of nodes', isReaching, { ...core, resources: ['nodes/*'], verbs: ['get'] }],
    ['tokens of all', isReaching, { ...core, resources: ['*/token'], verbs: ['create'] }],
    [
      'webhooks',
      isReaching,
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['x', 'mutatingwebhookconfigurations'],
        verbs: ['patch'],
      },
    ],
  ])('%s', (_, isMeant, rule) => {
    const { resources, verbs } = rule;
    expect(rules(rule).some(isMeant)).toBe(true);
    expect(rules(...harmless, rule).some(isMeant)).toBe(true);
    const junk = many((at) => `${at}-junk`);
    const padded = [
      { ...rule, verbs: [...junk, ...verbs] },
      { ...rule, resources: [...junk, ...resources] },
      { ...rule, resources: [...many((at) => `pods/${at}`), ...resources] },
      { ...rule, verbs: ['a b', 'c,d', '\t', ...verbs], resources: ['x y', '\u2003', 'z,', ...resources] },
      { ...rule, verbs: ['v'.repeat(5_000), ...verbs], resources: ['r'.repeat(5_000), ...resources] },
      { ...rule, resourceNames: [...junk, ''] },
      { ...rule, apiGroups: [...junk, ...rule.apiGroups] },
      { ...rule, nonResourceURLs: junk },
    ];
    for (const one of padded) expect(rules(...harmless, one).some(isMeant)).toBe(true);
  });

  it('many of one kind push out none of another', () => {
    const secrets = many((at) => ({
      ...core,
      resources: ['secrets'],
      resourceNames: [`${at}`],
      verbs: ['get'],
    }));
    const kept = rules(
      ...secrets,
      { ...core, resources: ['users'], verbs: ['impersonate'] },
      { ...core, resources: ['*'], verbs: ['patch'] },
    );
    for (const isMeant of [isEverything, isOverRights, isReaching]) expect(kept.some(isMeant)).toBe(true);
  });

  it('what only sounds like it is none', () => {
    const rule = {
      ...core,
      resources: ['secretstores', 'pods/status', 'configmaps'],
      verbs: ['get', 'create'],
    };
    for (const isMeant of [isEverything, isOverRights, isReaching])
      expect(rules(rule, { ...core, resources: ['*'], verbs: ['get'] }).some(isMeant)).toBe(false);
  });

  it('groups by the thousand cost little and hide nothing', () => {
    const groups = Array.from({ length: 3_000 }, (_, at) => `g${at}`);
    const all = { apiGroups: ['', ...groups], resources: [...groups, 'secrets'], verbs: ['get'] };
    expect(rules(all).some(isReaching)).toBe(true);
  });
});

describe('to whom a binding gives it', () => {
  const bound = (...subjects: object[]) => asked({ kind: 'RoleBinding', subjects })?.subjects ?? [];
  const padding = [
    ...many((at) => ({ kind: 'User', name: `u${at}` })),
    ...many((at) => ({ kind: 'User', name: `system:u${at}` })),
    ...many((at) => ({ kind: 'Group', name: `system:authenticated-${at}` })),
  ];
  it.each([
    [isAnybody, { kind: 'Group', name: 'system:authenticated' }],
    [isAnybody, { kind: 'User', name: 'system:anonymous' }],
    [isAnybody, { kind: 'Group', namespace: 'x', name: 'system:unauthenticated' }],
    [isMachinery, { kind: 'Group', namespace: 'kube-system', name: 'system:masters' }],
    [isMachinery, { kind: 'ServiceAccount', namespace: 'kube-system', name: 'x' }],
  ])('%o in %j', (isMeant, subject) => {
    expect(bound(...padding, subject).some(isMeant)).toBe(true);
  });
  it('the masters before other machinery', () => {
    expect(bound(...padding, { kind: 'Group', name: 'system:masters' })[0]).toBe('Group/system:masters');
  });
});

it('a port of a database among many', () => {
  const ports = [...many((at) => ({ port: at + 20_000 })), { port: 5432 }];
  const exposes = asked({ kind: 'Service', spec: { type: 'LoadBalancer', ports } })?.exposes;
  expect(exposes?.some(isInside)).toBe(true);
});

it('a webhook outside among many', () => {
  const hook = (url: string) => ({ clientConfig: { url } });
  const webhooks = [...many((at) => hook(`https://h${at}.x.svc/`)), hook('https://evil.example/')];
  const applied = asked({ kind: 'ValidatingWebhookConfiguration', webhooks });
  expect(applied?.webhooks[0]).toBe('https://evil.example/');
});
