/** Hits and near misses of the factors of who calls, from where, and with what success. */
import type { Edges } from '../facts.ts';

export const callerEdges: Readonly<Record<string, Edges>> = {
  anonymous: {
    hits: [
      { user: 'system:anonymous', groups: [] },
      { user: null, groups: [] },
      { user: 'x', groups: ['a', 'system:unauthenticated'] },
      { user: null, groups: [], impersonated: 'admin' },
    ],
    misses: [
      { user: 'anonymous' },
      { user: 'system:anonymous2', groups: ['system:authenticated'] },
      { impersonated: 'system:anonymous', impersonatedGroups: ['system:unauthenticated'] },
    ],
  },
  'first-in-cluster': {
    hits: [{ seen: { isFirst: true } }, { seen: { isFirst: true }, code: null }],
    misses: [
      { seen: { isFirst: false } },
      { seen: { isFirst: true }, code: 403 },
      { seen: { isFirst: true }, code: 404 },
      { seen: { isFirst: true }, said: { dryRun: true } },
    ],
  },
  'break-glass': {
    hits: [
      { user: 'masterclient', groups: [], seen: { isNewcomer: true } },
      { groups: ['a', 'system:masters'], seen: { isNewcomer: true } },
      { impersonated: 'x', impersonatedGroups: ['system:masters'], seen: { isNewcomer: true } },
    ],
    misses: [
      { user: 'masterclient', groups: [] },
      { groups: ['masters'], seen: { isNewcomer: true } },
      { seen: { isNewcomer: true } },
    ],
  },
  'grant-first-used': {
    hits: [{ seen: { newGrants: ['RBAC: allowed by RoleBinding "ops" of Role "admin"'] } }],
    misses: [
      { seen: { newGrants: [] }, said: { grants: ['RBAC: allowed by RoleBinding "ops" of Role "admin"'] } },
      { seen: { newGrants: ['x'] }, code: 403 },
      { seen: { newGrants: ['x'] }, code: 404 },
    ],
  },
  'cluster-admin-group': {
    hits: [
      { groups: ['a', 'system:masters'] },
      { user: 'masterclient', groups: [] },
      { impersonated: 'x', impersonatedGroups: ['a', 'system:masters'] },
    ],
    misses: [
      { groups: ['masters'] },
      { user: 'masterclient2' },
      { user: 'system:masters' },
      { impersonated: 'x', impersonatedGroups: ['masters'] },
      { impersonated: 'masterclient' },
    ],
  },
  impersonation: {
    hits: [{ impersonated: 'admin' }, { user: null, impersonated: 'admin' }],
    misses: [{ user: 'admin' }, { impersonated: 'admin', seen: { isProxied: true } }],
  },
  'service-account-outside': {
    hits: [
      { user: 'system:serviceaccount:ci:deployer', seen: { ipIsNew: true } },
      { user: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true } },
      { user: 'system:node:aks-1', seen: { ipIsNew: true }, client: 'presence' },
      { user: 'system:serviceaccount:ci:deployer', impersonated: 'x', seen: { isNewcomer: true } },
    ],
    misses: [
      { user: 'system:serviceaccount:ci:deployer' },
      { user: 'system:serviceaccount:ci:deployer', seen: { ipIsNew: true }, sourceIPs: ['10.1.2.3'] },
      { user: 'system:serviceaccount:ci:deployer', seen: { ipIsNew: true }, sourceIPs: [] },
      { user: 'system:serviceaccount:ci:deployer', seen: { ipIsNew: true, isOwnAddress: true } },
      { user: 'system:kube-scheduler', seen: { ipIsNew: true } },
      { user: 'a:system:node:aks-1', seen: { ipIsNew: true } },
      { impersonated: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true } },
      { seen: { ipIsNew: true } },
    ],
  },
  'new-public-ip': {
    hits: [
      { seen: { ipIsNew: true } },
      { seen: { ipIsNew: true }, sourceIPs: ['2a01:db8::7'] },
      { seen: { isNewcomer: true, ipIsUnknown: true } },
    ],
    misses: [
      { seen: { ipIsNew: false } },
      { seen: { isNewcomer: true } },
      { seen: { ipIsUnknown: true } },
      { seen: { ipIsNew: true }, sourceIPs: ['10.1.2.3'] },
      { seen: { ipIsNew: true }, sourceIPs: [] },
      { seen: { isNewcomer: true, ipIsUnknown: true, isOwnAddress: true } },
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
    hits: [{ code: 403 }],
    misses: [
      { code: 401 },
      { code: 200 },
      { code: 404 },
      { code: 409 },
      { code: 402 },
      { code: 500 },
      { code: null },
    ],
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
      'nmap',
    ]
      .map((name) => ({ userAgent: `kubectl/v1.30.1-${name} (linux/amd64)` }))
      .concat({ userAgent: 'kubectl/v1.30.1-kali1 (linux/amd64) kubernetes/6911225' }),
    misses: [
      '',
      'kube-probe/1.30',
      'hunter/1.0',
      'kubectl-reconcile/v0.3.1 (darwin/arm64)',
      'kubectl-hackathon/1',
      'reconfigure',
      'kalibrate/2',
    ].map((userAgent) => ({ userAgent })),
  },
  'anonymous-allowed': {
    hits: [
      { user: 'system:anonymous', groups: [] },
      { user: null, groups: [], resource: 'secrets' },
    ],
    misses: [
      { user: 'system:anonymous', groups: [], code: 403 },
      { user: 'system:anonymous', groups: [], code: 401 },
      { user: 'system:anonymous', groups: [], code: null },
      { user: 'system:anonymous', groups: [], resource: null, requestURI: '/healthz' },
      { impersonated: 'system:anonymous' },
    ],
  },
  'impersonation-system': {
    hits: [
      { impersonated: 'system:serviceaccount:kube-system:namespace-controller' },
      { impersonated: 'system:node:aks-1' },
      { impersonated: 'x', impersonatedGroups: ['system:masters'] },
      { impersonated: 'x', impersonatedGroups: ['system:nodes'], seen: { isProxied: true } },
    ],
    misses: [
      { impersonated: 'x', impersonatedGroups: ['a'] },
      { impersonated: 'system:anonymous' },
      { user: 'system:node:aks-1' },
      { impersonated: 'my-system:node' },
    ],
  },
  'node-identity': {
    hits: [
      { user: 'system:node:aks-1' },
      { user: 'system:node:aks-1', impersonated: 'x' },
      { user: 'system:node:aks-1', client: 'other' },
    ],
    misses: [
      { user: 'system:node:aks-1', client: 'presence' },
      { user: 'system:nodes' },
      { impersonated: 'system:node:aks-1' },
      { user: 'system:serviceaccount:a:b' },
    ],
  },
  'control-plane-identity': {
    hits: [
      'system:kube-scheduler',
      'system:kube-controller-manager',
      'system:apiserver',
      'system:cloud-controller-manager',
      'system:bootstrap:x7x9k2',
    ].map((user) => ({ user })),
    misses: [
      { user: 'system:apiservers' },
      { user: 'system:node:aks-1' },
      { user: 'system:anonymous' },
      { user: 'kube-scheduler' },
      { user: 'system:kube-proxy', client: 'presence' },
      { impersonated: 'system:kube-scheduler' },
    ],
  },
  'system-account': {
    hits: [{ user: 'system:serviceaccount:kube-system:coredns' }],
    misses: [
      { user: 'system:serviceaccount:shop:kube-system' },
      { user: 'system:serviceaccount:kube-system2:x' },
      { user: 'system:serviceaccount:kube-system:coredns', client: 'presence' },
    ],
  },
  'provider-outside': {
    hits: ['aksService', 'hcpService', 'readinessChecker', 'nodeclient', 'acsService'].map((user) => ({
      user,
    })),
    misses: [
      { user: 'aksService', sourceIPs: ['172.31.11.249'] },
      { user: 'aksService', sourceIPs: [] },
      { user: 'aksService', seen: { isOwnAddress: true } },
      { user: 'aksService2' },
      { user: 'masterclient' },
    ],
  },
  'service-account-unknown': {
    hits: [{ user: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true } }],
    misses: [
      { user: 'system:serviceaccount:ci:deployer', seen: { ipIsNew: true } },
      { user: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true }, sourceIPs: ['10.1.2.3'] },
      { user: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true, isOwnAddress: true } },
      { seen: { isNewcomer: true } },
      { impersonated: 'system:serviceaccount:ci:deployer', seen: { isNewcomer: true } },
    ],
  },
  unauthenticated: {
    hits: [{ code: 401 }, { code: 401, user: null, groups: [] }],
    misses: [{ code: 403 }, { code: 200 }, { code: 404 }, { code: null }],
  },
  'denied-many': {
    hits: [
      { code: 403, inAll: { refused: 5 } },
      { code: 401, inAll: { refused: 50 } },
    ],
    misses: [
      { code: 403, inAll: { refused: 4 } },
      { code: 200, inAll: { refused: 5 } },
      { code: 404, inAll: { refused: 5 } },
      { code: 403, inAll: { deleted: 50, secrets: 50 } },
    ],
  },
};
