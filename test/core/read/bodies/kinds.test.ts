/** What a body asks for, kind by kind. Each event is of our own making, in the form of the Kubernetes API reference. */
import { describe, expect, it } from 'vitest';
import { appliedOf } from '../../../../src/core/read/applied.ts';

const asked = (requestObject: unknown, objectRef: object = {}, verb = 'create') =>
  appliedOf({ requestObject, objectRef }, verb);

describe('of a pod', () => {
  const ofPod = (spec: object) => asked({ kind: 'Pod', spec });

  it.each([
    ['hostPath:/var/run', { volumes: [{ hostPath: { path: '/var/run' } }] }],
    ['hostPort:8443', { containers: [{ ports: [{ containerPort: 443, hostPort: 8443 }] }] }],
    ['procMount:Unmasked', { containers: [{ securityContext: { procMount: 'Unmasked' } }] }],
    ['seccomp:Unconfined', { securityContext: { seccompProfile: { type: 'Unconfined' } } }],
    ['seccomp:Unconfined', { containers: [{ securityContext: { seccompProfile: { type: 'Unconfined' } } }] }],
    [
      'apparmor:Unconfined',
      { initContainers: [{ securityContext: { appArmorProfile: { type: 'Unconfined' } } }] },
    ],
    ['hostProcess', { securityContext: { windowsOptions: { hostProcess: true } } }],
    ['hostProcess', { containers: [{ securityContext: { windowsOptions: { hostProcess: true } } }] }],
    ['privileged', { ephemeralContainers: [{ securityContext: { privileged: true } }] }],
  ])('%s', (danger, spec) => {
    expect(ofPod(spec)?.dangerous).toEqual([danger]);
  });

  it.each([
    { hostUsers: false, containers: [{ ports: [{ containerPort: 80, hostPort: 0 }] }] },
    {
      securityContext: { seccompProfile: { type: 'RuntimeDefault' }, windowsOptions: { hostProcess: false } },
    },
    { containers: [{ securityContext: { privileged: false, procMount: 'Default', runAsUser: 0 } }] },
  ])('nothing dangerous in %j', (spec) => {
    expect(ofPod(spec)?.dangerous).toEqual([]);
  });

  it.each([{ serviceAccountName: 'deployer' }, { serviceAccount: 'deployer' }])(
    'the account in %j',
    (spec) => {
      expect(ofPod(spec)?.serviceAccount).toBe('deployer');
    },
  );

  it('what is grave before what is padding', () => {
    const volumes = Array.from({ length: 40 }, (_, at) => ({ hostPath: { path: `/mnt/${at}` } }));
    const applied = ofPod({ volumes, containers: [{ securityContext: { privileged: true } }] });
    expect(applied?.dangerous.slice(0, 2)).toEqual(['privileged', 'hostPath:/mnt/0']);
    expect([applied?.dangerous.length, applied?.omitted]).toEqual([20, 21]);
  });
});

describe('of a role', () => {
  const rules = (...rules: object[]) => asked({ kind: 'ClusterRole', rules })?.rules;

  it.each([
    [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }, ['get,list secrets']],
    [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, ['* *']],
    [{ apiGroups: ['*'], resources: ['secrets'], verbs: ['get'] }, ['get secrets']],
    [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }, ['patch deployments.apps']],
    [{ apiGroups: ['', 'apps'], resources: ['a', 'b'], verbs: ['get'] }, ['get a,b,a.apps,b.apps']],
    [
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['a', 'b'], verbs: ['get'] },
      ['get secrets named a,b'],
    ],
    [{ nonResourceURLs: ['/metrics', '/healthz'], verbs: ['get'] }, ['get /metrics,/healthz']],
    [{ apiGroups: [''], resources: ['pods'], nonResourceURLs: ['*'], verbs: ['get'] }, ['get pods', 'get *']],
    [{ verbs: ['get'] }, []],
  ])('%j', (rule, texts) => {
    expect(rules(rule)).toEqual(texts);
  });

  it('keeps what is grave, however much stands before it', () => {
    const padding = Array.from({ length: 60 }, (_, at) => `verb-of-no-meaning-${at}`);
    const [rule] =
      rules({ apiGroups: [''], resources: [...padding, 'secrets'], verbs: [...padding, 'escalate'] }) ?? [];
    expect(rule).toMatch(/^escalate,verb.*,\+\d+ secrets,verb.*,\+\d+$/);
    expect(rule?.length).toBeLessThanOrEqual(300);
    const many = Array.from({ length: 30 }, (_, at) => ({ resources: [`r${at}`], verbs: ['get'] }));
    expect(rules(...many, { resources: ['*'], verbs: ['*'] })?.[0]).toBe('* *');
  });

  it('of a patch that names no kind, known by its resource', () => {
    const patch = { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] };
    expect(asked(patch, { resource: 'clusterroles', name: 'view' }, 'patch')).toMatchObject({
      kind: 'clusterroles',
      name: 'view',
      rules: ['* *'],
    });
  });

  it('and none of an object that only has a list of that name', () => {
    expect(asked({ kind: 'Gateway', rules: [{ resources: ['*'], verbs: ['*'] }] })?.rules).toEqual([]);
  });
});

it('of a binding: the role and to whom', () => {
  const binding = {
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [
      { kind: 'Group', name: 'system:masters' },
      { kind: 'User', name: 'eve@example.com' },
      { kind: 'ServiceAccount', namespace: 'shop', name: 'web' },
      { kind: 'Group' },
    ],
  };
  expect(asked(binding)).toMatchObject({
    role: 'ClusterRole/cluster-admin',
    subjects: ['Group/system:masters', 'User/eve@example.com', 'ServiceAccount/shop/web'],
  });
});

it('of a binding to many: everybody and the masters first', () => {
  const subjects = Array.from({ length: 30 }, (_, at) => ({ kind: 'User', name: `u${at}` }));
  const some = ['system:masters', 'system:unauthenticated'].map((name) => ({ kind: 'Group', name }));
  const applied = asked({ kind: 'RoleBinding', subjects: [...subjects, ...some] });
  expect(applied?.subjects.slice(0, 3)).toEqual([
    'Group/system:unauthenticated',
    'Group/system:masters',
    'User/u0',
  ]);
  expect(applied?.omitted).toBe(12);
});

describe('of a service', () => {
  const exposes = (spec: object, annotations = {}) =>
    asked({ kind: 'Service', metadata: { annotations }, spec })?.exposes;

  it.each([
    [{ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }, ['NodePort 30080']],
    [{ type: 'NodePort' }, ['NodePort']],
    [{ ports: [{ nodePort: 30081 }, { port: 1 }] }, ['NodePort 30081']],
    [
      { type: 'LoadBalancer', ports: [{ port: 5432, nodePort: 31000 }, { port: 443 }] },
      ['LoadBalancer 5432', 'LoadBalancer 443'],
    ],
    [{ type: 'LoadBalancer' }, ['LoadBalancer']],
    [{ externalIPs: ['203.0.113.7'] }, ['externalIP 203.0.113.7']],
    [{ type: 'ExternalName', externalName: 'evil.example' }, ['externalName evil.example']],
    [{ type: 'ClusterIP', ports: [{ port: 80 }] }, []],
  ])('%j', (spec, texts) => {
    expect(exposes(spec)).toEqual(texts);
  });

  it('says that a load balancer of AKS is internal', () => {
    const annotations = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' };
    expect(exposes({ type: 'LoadBalancer', ports: [{ port: 443 }] }, annotations)).toEqual([
      'LoadBalancer 443 internal',
    ]);
  });
});

describe('of an ingress', () => {
  const rules = [{ host: 'shop.example.com', http: {} }, { http: {} }];
  const ingress = (spec: object) => ({ kind: 'Ingress', metadata: { name: 'shop' }, spec });
  const note = (object: object) => ({
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) },
  });

  it('which hosts are open without TLS', () => {
    expect(asked(ingress({ rules }))?.exposes).toEqual([
      'Ingress shop.example.com without TLS',
      'Ingress * without TLS',
    ]);
    expect(asked(ingress({ defaultBackend: {} }))?.exposes).toEqual(['Ingress * without TLS']);
  });

  it('nothing where it has TLS, or opens nothing', () => {
    expect(asked(ingress({ rules, tls: [{ secretName: 'shop-tls' }] }))?.exposes).toEqual([]);
    expect(asked(ingress({}))?.exposes).toEqual([]);
  });

  it('nothing of a patch by itself, but of the whole object that was applied', () => {
    const objectRef = { resource: 'ingresses', name: 'shop' };
    expect(asked({ spec: { rules } }, objectRef, 'patch')?.exposes ?? []).toEqual([]);
    const whole = { metadata: note(ingress({ rules })), spec: { rules } };
    expect(asked(whole, objectRef, 'patch')?.exposes).toContain('Ingress shop.example.com without TLS');
    const safe = { metadata: note(ingress({ rules, tls: [{}] })), spec: { rules } };
    expect(asked(safe, objectRef, 'patch')?.exposes ?? []).toEqual([]);
  });
});

it('of a certificate request: signer, usages, how long; never the request itself', () => {
  const spec = {
    request: 'LS0tLS1CRUdJTi1NQVJLLQ==',
    signerName: 'kubernetes.io/kube-apiserver-client',
    usages: ['client auth'],
    expirationSeconds: 31_536_000,
  };
  const applied = asked({ kind: 'CertificateSigningRequest', metadata: { name: 'eve' }, spec });
  expect(applied).toMatchObject({
    signer: 'kubernetes.io/kube-apiserver-client',
    usages: ['client auth'],
    seconds: 31_536_000,
    decision: null,
  });
  expect(JSON.stringify(applied)).not.toContain('LS0t');
});

it.each(['Approved', 'Denied'])('of a certificate request that is %s', (type) => {
  const body = { status: { conditions: [{ type: 'Other' }, { type, message: 'ok' }] } };
  const objectRef = { resource: 'certificatesigningrequests', subresource: 'approval' };
  expect(asked(body, objectRef, 'update')?.decision).toBe(type);
});

it('of a token: for whom and how long', () => {
  const objectRef = { resource: 'serviceaccounts', subresource: 'token', name: 'deployer' };
  const body = { kind: 'TokenRequest', spec: { audiences: ['vault'], expirationSeconds: 86_400 } };
  expect(asked(body, objectRef)).toMatchObject({
    kind: 'TokenRequest',
    audiences: ['vault'],
    seconds: 86_400,
  });
});

it('of webhooks: where they send, and what happens when that fails', () => {
  const webhooks = [
    { clientConfig: { url: 'https://203.0.113.7/hook' }, failurePolicy: 'Ignore' },
    { clientConfig: { service: { namespace: 'kube-system', name: 'hook' } } },
    { clientConfig: {} },
  ];
  expect(asked({ kind: 'MutatingWebhookConfiguration', webhooks })?.webhooks).toEqual([
    'https://203.0.113.7/hook Ignore',
    'service kube-system/hook',
  ]);
});

it('of an eviction: what', () => {
  const body = { kind: 'Eviction', metadata: { name: 'web-0', namespace: 'shop' } };
  expect(asked(body, { resource: 'pods', subresource: 'eviction' })).toMatchObject({
    kind: 'Eviction',
    name: 'web-0',
  });
});

describe('never the data', () => {
  const mark = 'MARK-OF-A-SECRET';
  const annotation = (object: object) => ({
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) },
  });

  it.each([
    ['Secret', 'secrets', { data: { a: mark }, stringData: { image: mark } }],
    [
      'ConfigMap',
      'configmaps',
      { data: { a: mark }, binaryData: { b: mark }, rules: [{ verbs: [mark], resources: ['x'] }] },
    ],
    [
      'Pod',
      'pods',
      {
        spec: {
          containers: [{ image: 'x', env: [{ name: 'A', value: mark }], command: [mark], args: [mark] }],
        },
      },
    ],
    [
      'Deployment',
      'deployments',
      { spec: { template: { spec: { containers: [{ env: [{ name: mark }] }] } } } },
    ],
    ['TokenRequest', 'serviceaccounts', { status: { token: mark } }],
    ['CertificateSigningRequest', 'certificatesigningrequests', { spec: { request: mark } }],
    [
      'ValidatingWebhookConfiguration',
      'validatingwebhookconfigurations',
      { webhooks: [{ clientConfig: { caBundle: mark, url: 'https://x' } }] },
    ],
  ])('of a %s', (kind, resource, body) => {
    const object = { kind, metadata: { name: 'x', ...annotation({ kind, ...body }) }, ...body };
    for (const objectRef of [{ resource }, {}]) {
      const applied = appliedOf({ requestObject: object, responseObject: object, objectRef }, 'create');
      expect(applied?.kind).toBe(kind);
      expect(JSON.stringify(applied)).not.toContain(mark);
    }
  });

  it('of a JSON patch', () => {
    const patch = [
      { op: 'replace', path: '/data/password', value: mark },
      { op: 'add', path: '/stringData', value: { a: mark } },
      { op: 'add', path: '/spec/containers/0/env', value: [{ name: 'A', value: mark }] },
      { op: 'add', path: '/spec/containers/0/image', value: 'nginx:1' },
    ];
    expect(asked(patch, { resource: 'pods' }, 'patch')).toMatchObject({ images: ['nginx:1'] });
    expect(JSON.stringify(asked(patch, { resource: 'pods' }, 'patch'))).not.toContain(mark);
  });
});
