/** Hits and near misses of the factors of what a call changes or takes away. */
import { addVerbs, type Edges, each, type Facts, readVerbs, run, undone, writeVerbs } from '../facts.ts';

const hook = (...webhooks: string[]): Facts => ({
  resource: 'validatingwebhookconfigurations',
  verb: 'create',
  namespace: null,
  applied: { webhooks },
});

export const changeEdges: Readonly<Record<string, Edges>> = {
  'admission-webhook': {
    hits: [
      ...each('mutatingwebhookconfigurations validatingwebhookconfigurations apiservices', writeVerbs),
      ...each('mutatingadmissionpolicies mutatingadmissionpolicybindings', writeVerbs),
    ],
    misses: [
      ...each('mutatingwebhookconfigurations validatingwebhookconfigurations apiservices', readVerbs),
      ...each('services', writeVerbs),
      ...undone({ resource: 'mutatingwebhookconfigurations', verb: 'patch' }),
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
      ...undone({ resource: 'namespaces', verb: 'delete' }),
      ...undone({ resource: 'pods', verb: 'deletecollection' }),
    ],
  },
  'events-deleted': {
    hits: each('events', 'delete deletecollection'),
    misses: [
      ...each('events', `${readVerbs} ${addVerbs}`),
      ...each('pods', 'delete'),
      ...undone({ resource: 'events', verb: 'delete' }),
    ],
  },
  'defence-weakened': {
    hits: [
      ...each(
        'networkpolicies ciliumnetworkpolicies podsecuritypolicies validatingadmissionpolicies constrainttemplates',
        'update patch delete deletecollection',
      ),
      ...each(
        'globalnetworkpolicies ciliumclusterwidenetworkpolicies validatingadmissionpolicybindings clusterpolicies',
        'update delete',
      ),
      { resource: 'policyexceptions', verb: 'create' },
    ],
    misses: [
      ...each('networkpolicies constrainttemplates', `${readVerbs} create`),
      ...each('services', 'update patch delete'),
      ...undone({ resource: 'networkpolicies', verb: 'delete' }),
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
      ...undone({ resource: 'configmaps', verb: 'patch', namespace: 'kube-system' }),
      { resource: 'pods', subresource: 'eviction', verb: 'create', namespace: 'kube-system' },
      { resource: 'serviceaccounts', subresource: 'token', verb: 'create', namespace: 'kube-system' },
      { ...run('ls'), verb: 'create', namespace: 'kube-system' },
    ],
  },
  'webhook-outside': {
    hits: [
      'https://hooks.example.com/mutate Ignore',
      'https://198.51.100.7/x',
      'https://svc.example.com/x Fail',
      'https://hook.svc.example.com Fail',
      'https://hook.kube-system.svc.example.com:443/x',
      'https://hook.svc.cluster.local.example.com/',
      'https://example.com/hook.svc',
      'https://example.com?.svc',
      'https://example.com#hook.svc',
      'https://a.svc:x@example.com/',
      'https://svc/',
      'HTTPS://EXAMPLE.COM/',
    ].map((webhook) => hook('service kube-system/a Fail', webhook)),
    misses: [
      hook('service kube-system/hook Fail'),
      hook('https://hook.kube-system.svc:443/x Fail'),
      hook('https://hook.kube-system.svc Fail'),
      hook('https://hook.kube-system.svc.cluster.local./x Fail'),
      hook('https://hook.kube-system.SVC:8443 Fail'),
      hook(),
      ...undone(hook('https://hooks.example.com/x')),
    ],
  },
  'dns-write': {
    hits: ['coredns', 'coredns-custom', 'kube-dns', 'node-local-dns'].flatMap((name) =>
      each('configmaps', writeVerbs, { namespace: 'kube-system', said: { names: [name] } }),
    ),
    misses: [
      { resource: 'configmaps', verb: 'patch', namespace: 'shop', said: { names: ['coredns'] } },
      { resource: 'configmaps', verb: 'patch', namespace: 'kube-system', said: { names: ['my-coredns'] } },
      { resource: 'configmaps', verb: 'patch', namespace: 'kube-system' },
      { resource: 'configmaps', verb: 'get', namespace: 'kube-system', said: { names: ['coredns'] } },
      { resource: 'secrets', verb: 'patch', namespace: 'kube-system', said: { names: ['coredns'] } },
      ...undone({
        resource: 'configmaps',
        verb: 'patch',
        namespace: 'kube-system',
        said: { names: ['coredns'] },
      }),
    ],
  },
  'many-deleted': {
    hits: [
      { resource: 'services', verb: 'delete', inAll: { deleted: 10 } },
      { resource: 'pods', verb: 'delete', inAll: { deleted: 400 } },
    ],
    misses: [
      { resource: 'services', verb: 'delete', inAll: { deleted: 9 } },
      { resource: 'services', verb: 'list', inAll: { deleted: 10 } },
      { resource: 'services', verb: 'delete', inAll: { refused: 50, secrets: 50 } },
      ...undone({ resource: 'services', verb: 'delete', inAll: { deleted: 10 } }),
    ],
  },
  'node-deleted': {
    hits: each('nodes', 'delete deletecollection', { namespace: null }),
    misses: [
      ...each('nodes', `${readVerbs} ${addVerbs}`),
      ...each('pods', 'delete'),
      ...undone({ resource: 'nodes', verb: 'delete' }),
    ],
  },
  'workload-deleted': {
    hits: each('deployments statefulsets daemonsets', 'delete deletecollection'),
    misses: [
      ...each('deployments statefulsets', `${readVerbs} ${addVerbs}`),
      ...each('pods jobs', 'delete'),
      ...undone({ resource: 'deployments', verb: 'delete' }),
    ],
  },
  'guard-removed': {
    hits: ['falco', 'microsoft-defender-collector-ds', 'kyverno-admission', 'gatekeeper-audit'].flatMap(
      (name) => each('daemonsets deployments', 'update patch delete', { said: { names: [name] } }),
    ),
    misses: [
      ...['falcon', 'my-shop', 'defenders'].map((name) => ({
        resource: 'daemonsets',
        verb: 'delete',
        said: { names: [name] },
      })),
      ...each('daemonsets', 'get create', { said: { names: ['falco'] } }),
      { resource: 'configmaps', verb: 'delete', said: { names: ['falco'] } },
      ...undone({ resource: 'daemonsets', verb: 'delete', said: { names: ['falco'] } }),
    ],
  },
};
