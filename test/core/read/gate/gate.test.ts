import { describe, expect, it } from 'vitest';
import { type Caller, kubectlGate, refusal } from '../../../../src/core/read/gate/gate.ts';
import { defaultReadOptions, type ReadOptions } from '../../../../src/core/read/options.ts';

const interactive: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };
const account = 'system:serviceaccount:shop:api';
const controller = 'manager/v0.0.0 (linux/amd64) kubernetes/$Format';

const reasonOf = (over: Partial<Caller>, options = interactive) => {
  const caller = { user: account, userAgent: controller, fromLoopback: false, cut: false, ...over };
  return refusal(caller, options, kubectlGate(caller, options.agents));
};

describe('whoever may be a person counts, whatever his agent says', () => {
  it.each([
    null,
    '',
    'ada@example.com',
    'system:anonymous',
    'masterclient',
    'aksservice',
    'aksService2',
    'System:node:n1',
    'systems',
  ])('user %j', (user) => {
    for (const userAgent of [controller, 'kubelet/v1.30.3', '', null])
      expect(reasonOf({ user, userAgent })).toBe(null);
  });

  it.each([
    account,
    'system:node:n1',
    'system:apiserver',
    'system:',
    'aksService',
    'hcpService',
    'readinessChecker',
    'nodeclient',
    'acsService',
  ])('but not user %s, nor without any agent', (user) => {
    for (const userAgent of [controller, '', null]) expect(reasonOf({ user, userAgent })).toBe('machinery');
  });
});

describe('a client that people drive counts, whoever he is', () => {
  it.each([
    'kubectl',
    'kubectl.exe/v1.28.2 (windows/amd64) kubernetes/89a4ea3',
    'KUBECTL-recon/v1',
    'k9s/v0.32.5 (linux/amd64) kubernetes/$Format',
    'Helm/3.15.2',
    'helm/v0.0.0 (darwin/amd64) kubernetes/$Format',
    'curl/8.5.0',
    'curl',
    'Wget/1.21',
    'Mozilla/5.0 (Windows NT 10.0; en-US) PowerShell/7.4',
    'OpenAPI-Generator/29.0.0/python',
    'python-requests/2.31',
    'Python-urllib/3.12',
    'Python/3.12 aiohttp/3.9.1',
    'okhttp/4.12',
    'Java/17.0.2',
    'Go-http-client/2.0',
    'main/v0.0.0 (linux/amd64) kubernetes/$Format',
    'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
    'axios/1.6',
    'HashiCorp/1.0 Terraform/1.7.0',
    'pulumi-kubernetes/4.9',
    'ansible-httpget',
    'stratus-red-team_5b0d4a52',
    'peirates/v0.0.0 (linux/amd64) kubernetes/$Format',
    'kube-hunter',
    'Lens/2026.1',
    'freelens-k8s-proxy/1.2',
    'kubernetes-mcp-server/v0.1',
  ])('%s', (userAgent) => {
    for (const user of [account, 'system:node:n1', 'aksService'])
      expect(reasonOf({ user, userAgent })).toBe(null);
  });

  it.each([
    'curlew-controller/v1',
    'helm-controller/v1.0',
    'argocd-application-controller/v2.9',
    '\u212aubectl/v1',
    ' kubectl',
    'nodes/1',
    'Prometheus/2.54.1',
    'kube-probe/1.29',
  ])('%j is none', (userAgent) => {
    expect(reasonOf({ userAgent })).toBe('machinery');
  });

  it('may be named in RARECALL_AGENTS, in any letter case', () => {
    expect(reasonOf({ userAgent: 'Manager/v0' }, { ...interactive, agents: ['manager'] })).toBe(null);
    expect(reasonOf({ userAgent: 'kubectl/v1' }, { ...interactive, agents: ['manager'] })).toBe(null);
  });
});

describe('a part of the machinery is believed only where it is one', () => {
  it.each([
    ['kubelet/v1.30.3', 'system:node:aks-1'],
    ['kubelet/v1.15.10', 'nodeclient'],
    ['kubelet/v1.30.3', 'system:bootstrap:abc123'],
    ['kube-scheduler/v1.30.3', 'system:kube-scheduler'],
    ['kube-scheduler/v1.29.10 (linux/amd64) kubernetes/f0c1ea8/leader-election', 'aksService'],
    ['kube-controller-manager/v1.30.3', 'system:kube-controller-manager'],
    ['kube-controller-manager/v1.30.3', 'system:serviceaccount:kube-system:replicaset-controller'],
    ['kube-controller-manager/v1.30.3', 'system:serviceaccount:kube-system:generic-garbage-collector'],
    ['kube-apiserver/v1.29.10', 'system:apiserver'],
    ['kube-proxy/v1.30.3', 'system:node:aks-1'],
    ['coredns/v0.0.0', 'system:serviceaccount:kube-system:coredns'],
    ['metrics-server/.6.3', 'system:serviceaccount:kube-system:metrics-server'],
    ['cloud-node-manager/v0.0.0', 'system:serviceaccount:kube-system:cloud-node-manager'],
    ['cluster-autoscaler/v0.0.0', 'aksService'],
  ])('%s of %s', (userAgent, user) => {
    expect(reasonOf({ userAgent, user })).toBe('machinery');
  });

  it.each([
    ['kubelet/v1.30.3', account],
    ['Kubelet', account],
    ['kubelet/v1.30.3', 'system:node:'],
    ['kube-scheduler/v1.30.3', 'system:node:aks-1'],
    ['kube-controller-manager/v1.30.3', 'system:serviceaccount:kube-system:-controller'],
    ['kube-controller-manager/v1.30.3', 'system:serviceaccount:shop:replicaset-controller'],
    ['kube-controller-manager/v1.30.3', 'system:serviceaccount:kube-system:metrics-server'],
    ['kube-apiserver/v1.29.10', 'system:serviceaccount:kube-system:metrics-server'],
    ['coredns/v0.0.0', account],
    ['metrics-server/.6.3', 'system:serviceaccount:kube-system:metrics-server2'],
  ])('%s of %s counts', (userAgent, user) => {
    expect(reasonOf({ userAgent, user })).toBe(null);
  });

  it('is not asked of programs that only begin alike', () => {
    expect(reasonOf({ userAgent: 'kubelet-csr-approver/v1' })).toBe('machinery');
    expect(reasonOf({ userAgent: 'corednsx/v1' })).toBe('machinery');
  });
});

it('nobody hides behind a cut', () => {
  for (const user of [null, account, 'aksService'])
    expect(reasonOf({ user, userAgent: null, cut: true })).toBe(null);
});

it('what comes from loopback alone is the control plane, and kubectl is told apart', () => {
  for (const over of [
    { userAgent: 'curl/8' },
    { user: 'ada' },
    { user: null },
    { userAgent: null, cut: true },
  ])
    expect(reasonOf({ ...over, fromLoopback: true })).toBe('machinery');
  expect(reasonOf({ userAgent: 'kubectl/v1', fromLoopback: true })).toBe('loopback');
});

it('a reader of kubectl alone asks for its agent and nothing else', () => {
  const kubectl = defaultReadOptions;
  expect(reasonOf({ userAgent: 'KUBECTL/v1' }, kubectl)).toBe(null);
  expect(reasonOf({ userAgent: 'KUBECTL/v1', fromLoopback: true }, kubectl)).toBe('loopback');
  expect(reasonOf({ userAgent: 'curl/8', user: 'ada' }, kubectl)).toBe('not-kubectl');
  expect(reasonOf({ userAgent: null }, kubectl)).toBe('not-kubectl');
  expect(reasonOf({ userAgent: null, cut: true }, kubectl)).toBe('cut');
});

it('a reader of all asks for nothing', () => {
  for (const over of [{}, { userAgent: null }, { fromLoopback: true }, { user: 'aksService' }])
    expect(reasonOf(over, { ...defaultReadOptions, clients: 'all' })).toBe(null);
});
