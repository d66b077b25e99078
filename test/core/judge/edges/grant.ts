/** Hits and near misses of the factors of rights that a call gives. */
import { addVerbs, type Edges, each, type Facts, readVerbs, undone, writeVerbs } from '../facts.ts';

const rules = (...texts: string[]): Facts => ({
  resource: 'clusterroles',
  verb: 'create',
  namespace: null,
  applied: { rules: texts },
});
const binding = (applied: Facts['applied'] = {}): Facts => ({
  resource: 'clusterrolebindings',
  verb: 'create',
  namespace: null,
  applied,
});

export const grantEdges: Readonly<Record<string, Edges>> = {
  'rbac-write': {
    hits: each('roles rolebindings clusterroles clusterrolebindings', writeVerbs),
    misses: [
      ...each('roles rolebindings clusterroles clusterrolebindings', readVerbs),
      ...each('configmaps', writeVerbs),
      ...undone({ resource: 'roles', verb: 'create' }),
    ],
  },
  'service-account-write': {
    hits: each('serviceaccounts', addVerbs),
    misses: [
      ...each('serviceaccounts', `${readVerbs} delete`),
      ...each('serviceaccounts', addVerbs, { subresource: 'token' }),
      ...each('pods', addVerbs),
      ...undone({ resource: 'serviceaccounts', verb: 'create' }),
    ],
  },
  'certificate-request': {
    hits: [
      ...each('certificatesigningrequests', writeVerbs),
      ...each('certificatesigningrequests', 'update', { subresource: 'approval' }),
    ],
    misses: [
      ...each('certificatesigningrequests', readVerbs),
      ...each('certificates', writeVerbs),
      ...undone({ resource: 'certificatesigningrequests', verb: 'create' }),
    ],
  },
  'grants-everything': {
    hits: [
      ...[
        '* *',
        'get,* *',
        '* secrets',
        'get,list,create *',
        'create configmaps,*',
        'patch a,*/*',
        '*,+3 *.apps',
        '* /metrics',
      ].map((rule) => rules('get pods', rule)),
      binding({ role: 'ClusterRole/cluster-admin', subjects: ['User/x'] }),
    ],
    misses: [
      ...[
        'get,list pods',
        'get *',
        'list,watch *',
        'get secrets',
        'create pods,services',
        'get /metrics',
        'create */scale',
        'get pods named *',
        'get,list configmaps,*',
      ].map((rule) => rules(rule)),
      ...['Role/cluster-admin', 'ClusterRole/cluster-administrators', 'ClusterRole/view'].map((role) =>
        binding({ role }),
      ),
      ...undone(rules('* *')),
      ...undone(binding({ role: 'ClusterRole/cluster-admin' })),
    ],
  },
  'grants-rights': {
    hits: [
      'escalate clusterroles',
      'get,bind roles.rbac.authorization.k8s.io',
      'impersonate users,groups',
      'approve signers',
      '* pods',
    ].map((rule) => rules('get pods', rule)),
    misses: [
      ...[
        'get impersonates',
        'get pods named escalate',
        'create roles',
        'binds roles',
        'get,list secrets',
      ].map((rule) => rules(rule)),
      ...undone(rules('escalate roles')),
    ],
  },
  'grants-reach': {
    hits: [
      'get secrets',
      'get,list,watch pods,secrets',
      'create pods/exec',
      'get nodes/proxy',
      'create serviceaccounts/token',
      'update certificatesigningrequests/approval',
      'patch mutatingwebhookconfigurations.admissionregistration.k8s.io',
      '* secrets named a',
      'create pods/*',
      'create a,*/exec',
      'get nodes/*',
      'create */token',
    ].map((rule) => rules('get pods', rule)),
    misses: [
      ...[
        'get pods,services',
        'get secretstores.external.io',
        'get pods/log',
        'patch */scale',
        'get */status',
        'delete secrets',
        'create pods',
        'get configmaps named secrets',
      ].map((rule) => rules(rule)),
      ...undone(rules('get secrets')),
    ],
  },
  'grants-anybody': {
    hits: [
      'User/system:anonymous',
      'Group/system:unauthenticated',
      'Group/system:authenticated',
      'Group/system:serviceaccounts',
    ].map((subject) => binding({ subjects: ['User/x', subject] })),
    misses: [
      ...[
        'User/anonymous',
        'Group/system:serviceaccounts:shop',
        'User/system:authenticated',
        'ServiceAccount/shop/api',
      ].map((subject) => binding({ subjects: [subject] })),
      ...undone(binding({ subjects: ['Group/system:authenticated'] })),
    ],
  },
  'grants-masters': {
    hits: [
      'Group/system:masters',
      'Group/system:nodes',
      'User/system:kube-scheduler',
      'User/system:node:aks-1',
      'ServiceAccount/kube-system/default',
    ].map((subject) => binding({ subjects: ['User/x', subject] })),
    misses: [
      ...[
        'Group/masters',
        'User/system:anonymous',
        'ServiceAccount/shop/api',
        'Group/system:authenticated',
        'ServiceAccount/kube-systems/x',
      ].map((subject) => binding({ subjects: [subject] })),
      ...undone(binding({ subjects: ['Group/system:masters'] })),
    ],
  },
  'system-role-write': {
    hits: [
      ...['system:node', 'cluster-admin', 'admin', 'edit', 'view'].map((name) => ({
        resource: 'clusterroles',
        verb: 'patch',
        namespace: null,
        said: { names: ['x', name] },
      })),
      {
        resource: 'clusterrolebindings',
        verb: 'delete',
        namespace: null,
        said: { names: ['system:coredns'] },
      },
    ],
    misses: [
      ...['my-system:node', 'administrator', 'edit-pods', 'systemic'].map((name) => ({
        resource: 'clusterroles',
        verb: 'patch',
        said: { names: [name] },
      })),
      { resource: 'clusterroles', verb: 'get', said: { names: ['cluster-admin'] } },
      { resource: 'configmaps', verb: 'patch', said: { names: ['view'] } },
      ...undone({ resource: 'clusterroles', verb: 'patch', said: { names: ['system:node'] } }),
    ],
  },
  'rbac-machine': {
    hits: ['system:serviceaccount:ci:deployer', 'system:node:aks-1'].flatMap((user) =>
      each('roles rolebindings clusterroles clusterrolebindings', writeVerbs, { user }),
    ),
    misses: [
      ...each('roles rolebindings', writeVerbs),
      ...each('roles rolebindings', readVerbs, { user: 'system:serviceaccount:ci:deployer' }),
      ...each('pods', writeVerbs, { user: 'system:serviceaccount:ci:deployer' }),
      ...undone({ resource: 'roles', verb: 'create', user: 'system:node:aks-1' }),
    ],
  },
  'controller-account': {
    hits: ['clusterrole-aggregation-controller', 'generic-garbage-collector', 'replicaset-controller'].map(
      (serviceAccount) => ({ verb: 'create', namespace: 'kube-system', applied: { serviceAccount } }),
    ),
    misses: [
      {
        verb: 'create',
        namespace: 'payments',
        applied: { serviceAccount: 'clusterrole-aggregation-controller' },
      },
      { verb: 'create', namespace: 'kube-system', applied: { serviceAccount: 'coredns' } },
      { verb: 'create', namespace: 'kube-system', applied: {} },
      { verb: 'list', namespace: 'kube-system', applied: { serviceAccount: 'namespace-controller' } },
      ...undone({
        verb: 'create',
        namespace: 'kube-system',
        applied: { serviceAccount: 'namespace-controller' },
      }),
    ],
  },
  'certificate-client': {
    hits: ['kubernetes.io/kube-apiserver-client', 'kubernetes.io/kube-apiserver-client-kubelet'].map(
      (signer) => ({ resource: 'certificatesigningrequests', verb: 'create', applied: { signer } }),
    ),
    misses: [
      { resource: 'certificatesigningrequests', verb: 'create' },
      {
        resource: 'certificatesigningrequests',
        verb: 'create',
        applied: { signer: 'kubernetes.io/kubelet-serving' },
      },
      {
        resource: 'certificates',
        verb: 'create',
        applied: { signer: 'kubernetes.io/kube-apiserver-client' },
      },
      ...undone({
        resource: 'certificatesigningrequests',
        verb: 'create',
        applied: { signer: 'kubernetes.io/kube-apiserver-client' },
      }),
    ],
  },
  'node-added': {
    hits: [
      { resource: 'nodes', verb: 'create', namespace: null },
      { resource: 'nodes', verb: 'create', user: 'system:serviceaccount:a:b' },
    ],
    misses: [
      ...['system:node:aks-1', 'system:bootstrap:x7x9k2', 'nodeclient', 'aksService'].map((user) => ({
        resource: 'nodes',
        verb: 'create',
        user,
      })),
      ...each('nodes', 'get patch update delete'),
      { resource: 'nodes', subresource: 'status', verb: 'create' },
      ...undone({ resource: 'nodes', verb: 'create' }),
    ],
  },
};
