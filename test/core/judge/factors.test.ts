import { expect, test } from 'vitest';
import { attackVersion, techniques } from '../../../src/core/judge/attack.ts';
import type { JudgedCall } from '../../../src/core/judge/factor.ts';
import { factors } from '../../../src/core/judge/factors.ts';
import type { Applied, Call } from '../../../src/core/read/call.ts';
import { anApplied } from '../../build.ts';
import { aPattern, judgedAs } from '../build.ts';
import { edges, judgedCall, weights } from './edges.ts';

const aJudgedCall = (
  call: Partial<Call> = {},
  more: { ipIsNew?: boolean; applied?: Applied } = {},
): JudgedCall =>
  judgedAs(aPattern(call, { applied: more.applied ?? null }), { ipIsNew: more.ipIsNew ?? false });

const applied: Applied = anApplied({ images: ['busybox'], dangerous: ['privileged'] });
const kubelet = '/api/v1/nodes/n1/proxy';

/** For every factor a call that has it. */
const examples: Readonly<Record<string, JudgedCall>> = {
  secrets: aJudgedCall({ resource: 'secrets' }),
  'secrets-everywhere': aJudgedCall({ resource: 'secrets', verb: 'list', namespace: null }),
  'system-configmaps': aJudgedCall({ resource: 'configmaps', namespace: 'kube-system' }),
  token: aJudgedCall({ resource: 'serviceaccounts', subresource: 'token', verb: 'create' }),
  exec: aJudgedCall({ subresource: 'exec' }),
  attach: aJudgedCall({ subresource: 'attach' }),
  'port-forward': aJudgedCall({ subresource: 'portforward' }),
  'debug-container': aJudgedCall({ subresource: 'ephemeralcontainers', verb: 'patch' }),
  'node-proxy-run': aJudgedCall({
    resource: 'nodes',
    subresource: 'proxy',
    requestURI: `${kubelet}/exec/a/b/c`,
  }),
  'node-proxy': aJudgedCall({ resource: 'nodes', subresource: 'proxy', requestURI: `${kubelet}/metrics` }),
  'rbac-write': aJudgedCall({ resource: 'clusterrolebindings', verb: 'create', namespace: null }),
  'service-account-write': aJudgedCall({ resource: 'serviceaccounts', verb: 'create' }),
  'certificate-request': aJudgedCall({
    resource: 'certificatesigningrequests',
    subresource: 'approval',
    verb: 'update',
  }),
  'admission-webhook': aJudgedCall({ resource: 'mutatingwebhookconfigurations', verb: 'create' }),
  'dangerous-workload': aJudgedCall({ verb: 'create' }, { applied }),
  'workload-write': aJudgedCall({ resource: 'deployments', verb: 'patch' }),
  'daemonset-write': aJudgedCall({ resource: 'daemonsets', verb: 'create' }),
  'job-write': aJudgedCall({ resource: 'cronjobs', verb: 'create' }),
  destruction: aJudgedCall({ resource: 'namespaces', verb: 'delete' }),
  'events-deleted': aJudgedCall({ resource: 'events', verb: 'deletecollection' }),
  'defence-weakened': aJudgedCall({ resource: 'networkpolicies', verb: 'delete' }),
  'system-namespace-write': aJudgedCall({ resource: 'configmaps', verb: 'patch', namespace: 'kube-system' }),
  'permission-questions': aJudgedCall({
    resource: 'selfsubjectrulesreviews',
    verb: 'create',
    namespace: null,
  }),
  anonymous: aJudgedCall({ user: 'system:anonymous', groups: ['system:unauthenticated'] }),
  'cluster-admin-group': aJudgedCall({ user: 'masterclient', groups: ['system:masters'] }),
  impersonation: aJudgedCall({ impersonated: 'admin' }),
  'service-account-outside': aJudgedCall({ user: 'system:serviceaccount:ci:deployer' }, { ipIsNew: true }),
  'new-public-ip': aJudgedCall({}, { ipIsNew: true }),
  'forgeable-address': aJudgedCall({ sourceIPs: ['198.51.100.7', '203.0.113.9'] }),
  denied: aJudgedCall({ code: 403 }),
  'attack-distribution': aJudgedCall({ userAgent: 'kubectl/v1.30.1-kali1 (linux/amd64) kubernetes/6911225' }),
};

test('there is an example for every factor and no other', () => {
  expect(Object.keys(examples).sort()).toEqual(factors.map((factor) => factor.id).sort());
});

test.each(factors)('$id is reviewed: texts, weight, known techniques', (factor) => {
  expect(factor.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  for (const text of [factor.why, factor.innocent, factor.next]) {
    expect(text.length).toBeGreaterThan(10);
    expect(text).toMatch(/^[A-Z`].*[.?]$/);
  }
  expect(factor.weight).toBeGreaterThan(1);
  expect(factor.weight).toBeLessThanOrEqual(3);
  expect(factor.techniques.length).toBeGreaterThan(0);
  for (const id of factor.techniques) expect(techniques[id]).toMatchObject({ id, version: '18.1' });
});

test.each(factors)('$id applies to its example and not to an ordinary call', (factor) => {
  const example = examples[factor.id];
  expect(example !== undefined && factor.when(example)).toBe(true);
  expect(factor.when(aJudgedCall())).toBe(false);
});

test.each(factors)(
  '$id applies to all that it means, and to nothing that is only like it',
  ({ id, when }) => {
    const { hits = [], misses = [] } = edges[id] ?? {};
    expect([hits.length, misses.length]).not.toContain(0);
    expect(hits.filter((facts) => !when(judgedCall(facts)))).toEqual([]);
    expect(misses.filter((facts) => when(judgedCall(facts)))).toEqual([]);
  },
);

test('weights are those that were agreed on', () => {
  expect(Object.fromEntries(factors.map(({ id, weight }) => [id, weight]))).toEqual(weights);
});

test('ids are unique', () => {
  expect(new Set(factors.map((factor) => factor.id)).size).toBe(factors.length);
});

/** Of MITRE ATT&CK Enterprise v18.1, those that a container technique has. */
const tactics = [
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Impact',
];

test('techniques that MITRE does not list for containers are not used', () => {
  expect(attackVersion).toBe('18.1');
  for (const id of ['T1069.003', 'T1649', 'T1546', 'T1572', 'T1090', 'T1078.004', 'T1557', 'T1134'])
    expect(Object.keys(techniques)).not.toContain(id);
  for (const [id, technique] of Object.entries(techniques)) {
    expect(technique.id).toBe(id);
    expect(technique.name.length).toBeGreaterThan(10);
    expect(technique.tactics.length).toBeGreaterThan(0);
    expect(technique.tactics.filter((tactic) => !tactics.includes(tactic))).toEqual([]);
  }
});
