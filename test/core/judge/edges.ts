/** For every factor: calls that have it beside its first example, and near misses, which lack one condition each. */
import type { JudgedCall } from '../../../src/core/judge/factor.ts';
import type { Applied, Call } from '../../../src/core/read/call.ts';
import { anApplied } from '../../build.ts';
import { aPattern, judgedAs } from '../build.ts';

export type Facts = Partial<Call> & { readonly ipIsNew?: boolean; readonly applied?: Applied };

export interface Edges {
  readonly hits: readonly Facts[];
  readonly misses: readonly Facts[];
}

export const judgedCall = ({ ipIsNew = false, applied, ...call }: Facts): JudgedCall =>
  judgedAs(aPattern(call, { applied: applied ?? null }), { ipIsNew });

/** Every resource with every verb. */
const each = (resources: string, verbs: string, more: Facts = {}): Facts[] =>
  resources.split(' ').flatMap((resource) => verbs.split(' ').map((verb) => ({ resource, verb, ...more })));

const readVerbs = 'get list watch';
const addVerbs = 'create update patch';
const writeVerbs = `${addVerbs} delete deletecollection`;

const pod = (dangerous: readonly string[]): Applied => anApplied({ dangerous });
const proxied = (path: string): Facts => ({
  resource: 'nodes',
  subresource: 'proxy',
  namespace: null,
  requestURI: `/api/v1/nodes/n1/proxy/${path}`,
});

export const edges: Readonly<Record<string, Edges>> = {
  secrets: {
    hits: each('secrets', readVerbs),
    misses: [
      ...each('secrets', writeVerbs),
      ...each('configmaps', readVerbs),
      { resource: 'secrets', subresource: 'x' },
    ],
  },
  'secrets-everywhere': {
    hits: each('secrets', 'list watch', { namespace: null }),
    misses: [
      ...each('secrets', 'get create deletecollection', { namespace: null }),
      ...each('secrets', 'list watch'),
      ...each('pods', 'list', { namespace: null }),
      { resource: 'secrets', verb: 'list', namespace: null, subresource: 'x' },
    ],
  },
  'system-configmaps': {
    hits: each('configmaps', readVerbs, { namespace: 'kube-system' }),
    misses: [
      ...each('configmaps', writeVerbs, { namespace: 'kube-system' }),
      ...each('configmaps', readVerbs, { namespace: 'kube-public' }),
      ...each('pods', readVerbs, { namespace: 'kube-system' }),
    ],
  },
  token: {
    hits: each('serviceaccounts', addVerbs, { subresource: 'token' }),
    misses: [
      ...each('serviceaccounts', readVerbs, { subresource: 'token' }),
      ...each('serviceaccounts', addVerbs),
      ...each('serviceaccounts', addVerbs, { subresource: 'status' }),
      ...each('pods', addVerbs, { subresource: 'token' }),
    ],
  },
  exec: {
    hits: [
      { subresource: 'exec', verb: 'get' },
      { subresource: 'exec', verb: 'create' },
    ],
    misses: [
      { subresource: 'attach' },
      { subresource: 'portforward' },
      { subresource: 'log' },
      { resource: 'exec' },
    ],
  },
  attach: {
    hits: [
      { subresource: 'attach', verb: 'get' },
      { subresource: 'attach', verb: 'create' },
    ],
    misses: [{ subresource: 'exec' }, { subresource: 'portforward' }, { resource: 'attach' }],
  },
  'port-forward': {
    hits: [
      { subresource: 'portforward', verb: 'get' },
      { subresource: 'portforward', verb: 'create' },
    ],
    misses: [{ subresource: 'exec' }, { subresource: 'attach' }, { subresource: 'proxy' }],
  },
  'debug-container': {
    hits: each('pods', addVerbs, { subresource: 'ephemeralcontainers' }),
    misses: [
      ...each('pods', readVerbs, { subresource: 'ephemeralcontainers' }),
      ...each('nodes', addVerbs, { subresource: 'ephemeralcontainers' }),
      ...each('pods', addVerbs, { subresource: 'status' }),
    ],
  },
  'node-proxy-run': {
    hits: [
      ...['run/a/b', 'exec/a/b/c', 'attach/a/b/c', 'portForward/a/b'].map(proxied),
      { ...proxied('exec?command=x') },
      { ...proxied('run') },
      { ...proxied('metrics'), verb: 'create' },
    ],
    misses: [
      ...['metrics', 'pods', 'runningpods', 'logs/x', 'metrics?x=/exec'].map(proxied),
      { ...proxied('exec/a/b/c'), subresource: 'status' },
      { ...proxied('exec/a/b/c'), resource: 'services' },
    ],
  },
  'node-proxy': {
    hits: [proxied('metrics'), proxied('exec/a/b/c'), { ...proxied('metrics'), verb: 'create' }],
    misses: [
      { resource: 'nodes', subresource: 'status' },
      { resource: 'nodes' },
      { resource: 'services', subresource: 'proxy' },
    ],
  },
  'rbac-write': {
    hits: each('roles rolebindings clusterroles clusterrolebindings', writeVerbs),
    misses: [
      ...each('roles rolebindings clusterroles clusterrolebindings', readVerbs),
      ...each('configmaps', writeVerbs),
    ],
  },
  'service-account-write': {
    hits: each('serviceaccounts', addVerbs),
    misses: [
      ...each('serviceaccounts', `${readVerbs} delete`),
      ...each('serviceaccounts', addVerbs, { subresource: 'token' }),
      ...each('pods', addVerbs),
    ],
  },
  'certificate-request': {
    hits: [
      ...each('certificatesigningrequests', writeVerbs),
      ...each('certificatesigningrequests', 'update', { subresource: 'approval' }),
    ],
    misses: [...each('certificatesigningrequests', readVerbs), ...each('certificates', writeVerbs)],
  },
  'admission-webhook': {
    hits: each('mutatingwebhookconfigurations validatingwebhookconfigurations apiservices', writeVerbs),
    misses: [
      ...each('mutatingwebhookconfigurations validatingwebhookconfigurations apiservices', readVerbs),
      ...each('services', writeVerbs),
    ],
  },
  'dangerous-workload': {
    hits: [{ applied: pod(['hostPath']) }, { applied: pod(['hostPath', 'privileged']) }],
    misses: [{ applied: pod([]) }, { verb: 'create' }],
  },
  'workload-write': {
    hits: each('pods deployments statefulsets replicasets replicationcontrollers', addVerbs),
    misses: [
      ...each('pods deployments statefulsets replicasets replicationcontrollers', `${readVerbs} delete`),
      ...each('daemonsets jobs', addVerbs),
      ...each('deployments', addVerbs, { subresource: 'scale' }),
    ],
  },
  'daemonset-write': {
    hits: each('daemonsets', addVerbs),
    misses: [
      ...each('daemonsets', `${readVerbs} delete`),
      ...each('deployments', addVerbs),
      ...each('daemonsets', addVerbs, { subresource: 'status' }),
    ],
  },
  'job-write': {
    hits: each('jobs cronjobs', addVerbs),
    misses: [
      ...each('jobs cronjobs', `${readVerbs} delete`),
      ...each('pods', addVerbs),
      ...each('jobs', addVerbs, { subresource: 'status' }),
    ],
  },
  destruction: {
    hits: [
      ...each(
        'namespaces persistentvolumes persistentvolumeclaims volumesnapshots customresourcedefinitions',
        'delete',
      ),
      ...each('pods secrets namespaces', 'deletecollection'),
    ],
    misses: [
      ...each(
        'namespaces persistentvolumes persistentvolumeclaims volumesnapshots customresourcedefinitions',
        addVerbs,
      ),
      ...each('pods secrets deployments', 'delete'),
    ],
  },
  'events-deleted': {
    hits: each('events', 'delete deletecollection'),
    misses: [...each('events', `${readVerbs} ${addVerbs}`), ...each('pods', 'delete')],
  },
  'defence-weakened': {
    hits: each(
      'networkpolicies ciliumnetworkpolicies podsecuritypolicies validatingadmissionpolicies constrainttemplates',
      'update patch delete deletecollection',
    ),
    misses: [
      ...each('networkpolicies constrainttemplates', `${readVerbs} create`),
      ...each('services', 'update patch delete'),
    ],
  },
  'system-namespace-write': {
    hits: ['kube-system', 'kube-public', 'kube-node-lease', 'gatekeeper-system'].flatMap((namespace) =>
      each('configmaps', writeVerbs, { namespace }),
    ),
    misses: [
      ...each('configmaps', readVerbs, { namespace: 'kube-system' }),
      ...each('configmaps', writeVerbs),
      ...each('nodes', writeVerbs, { namespace: null }),
    ],
  },
  'permission-questions': {
    hits: each(
      'selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews localsubjectaccessreviews',
      'create',
      { namespace: null },
    ),
    misses: [...each('subjectaccessreviews', readVerbs), ...each('tokenreviews', 'create')],
  },
  anonymous: {
    hits: [
      { user: 'system:anonymous', groups: [] },
      { user: null, groups: [] },
      { user: 'x', groups: ['a', 'system:unauthenticated'] },
    ],
    misses: [{ user: 'anonymous' }, { user: 'system:anonymous2', groups: ['system:authenticated'] }],
  },
  'cluster-admin-group': {
    hits: [{ groups: ['a', 'system:masters'] }, { user: 'masterclient', groups: [] }],
    misses: [{ groups: ['masters'] }, { user: 'masterclient2' }, { user: 'system:masters' }],
  },
  impersonation: {
    hits: [{ impersonated: 'admin' }, { user: null, impersonated: 'admin' }],
    misses: [{ user: 'admin' }],
  },
  'service-account-outside': {
    hits: [
      { user: 'system:serviceaccount:ci:deployer', ipIsNew: true },
      { user: 'system:node:aks-1', ipIsNew: true },
    ],
    misses: [
      { user: 'system:serviceaccount:ci:deployer' },
      { user: 'system:serviceaccount:ci:deployer', ipIsNew: true, sourceIPs: ['10.1.2.3'] },
      { user: 'system:serviceaccount:ci:deployer', ipIsNew: true, sourceIPs: [] },
      { user: 'system:kube-scheduler', ipIsNew: true },
      { user: 'a:system:node:aks-1', ipIsNew: true },
      { ipIsNew: true },
    ],
  },
  'new-public-ip': {
    hits: [{ ipIsNew: true }, { ipIsNew: true, sourceIPs: ['2a01:db8::7'] }],
    misses: [
      { ipIsNew: false },
      { ipIsNew: true, sourceIPs: ['10.1.2.3'] },
      { ipIsNew: true, sourceIPs: [] },
    ],
  },
  'forgeable-address': {
    hits: [{ sourceIPs: ['198.51.100.7', '203.0.113.9', '172.31.9.4'] }],
    misses: [
      { sourceIPs: ['203.0.113.9', '172.31.9.4'] },
      { sourceIPs: ['203.0.113.9', '203.0.113.9'] },
      { sourceIPs: [] },
    ],
  },
  denied: {
    hits: [{ code: 403 }, { code: 401 }],
    misses: [{ code: 200 }, { code: 404 }, { code: 409 }, { code: 402 }, { code: 500 }, { code: null }],
  },
  'attack-distribution': {
    hits: [
      'kali',
      'Parrot',
      'blackarch',
      'recon',
      'peirates',
      'stratus-red-team',
      'kubehunter',
      'kube-hunter',
      'HACK',
    ].map((name) => ({ userAgent: `kubectl/v1.30.1-${name} (linux/amd64)` })),
    misses: [{ userAgent: '' }, { userAgent: 'kube-probe/1.30' }, { userAgent: 'hunter/1.0' }],
  },
};

/** Weights as they were agreed on: a changed one is a decision, and stands here and there. */
export const weights: Readonly<Record<string, number>> = {
  secrets: 2,
  'secrets-everywhere': 1.5,
  'system-configmaps': 1.3,
  token: 2,
  exec: 2,
  attach: 1.8,
  'port-forward': 1.5,
  'debug-container': 2,
  'node-proxy-run': 2.5,
  'node-proxy': 1.5,
  'permission-questions': 1.2,
  'rbac-write': 2.2,
  'service-account-write': 1.3,
  'certificate-request': 2.2,
  'admission-webhook': 2.2,
  'dangerous-workload': 2.5,
  'workload-write': 1.2,
  'daemonset-write': 1.6,
  'job-write': 1.3,
  destruction: 1.8,
  'events-deleted': 2,
  'defence-weakened': 1.7,
  'system-namespace-write': 1.5,
  anonymous: 2,
  'cluster-admin-group': 1.5,
  impersonation: 1.6,
  'service-account-outside': 1.8,
  'new-public-ip': 1.4,
  'forgeable-address': 1.2,
  denied: 1.2,
  'attack-distribution': 2,
};
