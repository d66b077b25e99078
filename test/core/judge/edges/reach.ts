/** Hits and near misses of the factors of what a call reaches. */
import { addVerbs, type Edges, each, type Facts, readVerbs, undone, writeVerbs } from '../facts.ts';

const proxied = (path: string): Facts => ({
  resource: 'nodes',
  subresource: 'proxy',
  namespace: null,
  requestURI: `/api/v1/nodes/n1/proxy/${path}`,
});

export const reachEdges: Readonly<Record<string, Edges>> = {
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
  'secrets-machine': {
    hits: [
      ...each('secrets', readVerbs, { user: 'system:serviceaccount:shop:cart' }),
      { resource: 'secrets', user: 'system:node:aks-1' },
      { resource: 'secrets', impersonated: 'system:serviceaccount:shop:cart' },
    ],
    misses: [
      { resource: 'secrets' },
      ...each('secrets', writeVerbs, { user: 'system:serviceaccount:shop:cart' }),
      { resource: 'configmaps', user: 'system:serviceaccount:shop:cart' },
      { resource: 'secrets', user: 'my-system:serviceaccount:shop:cart' },
    ],
  },
  'secrets-bare-client': {
    hits: [
      'curl/8.9.1',
      'Wget/1.21',
      'python-requests/2.32.3',
      'Python-urllib/3.12',
      'Go-http-client/2.0',
      'Mozilla/5.0 (X11; Linux x86_64)',
      'okhttp/4.12.0',
      'WindowsPowerShell/5.1',
    ].map((userAgent) => ({ resource: 'secrets', userAgent })),
    misses: [
      ...['', 'kubectl/v1.30.1', 'curler/1', 'my-curl/1', 'k9s/0.31', 'nodes/1', 'Helm/3.15.2'].map(
        (userAgent) => ({ resource: 'secrets', userAgent }),
      ),
      { resource: 'configmaps', userAgent: 'curl/8.9.1' },
      { resource: 'secrets', verb: 'create', userAgent: 'curl/8.9.1' },
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
    hits: [
      ...each('serviceaccounts', addVerbs, { subresource: 'token' }),
      { resource: 'serviceaccounts', subresource: 'token', verb: 'create', code: 403 },
    ],
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
      ...undone({ subresource: 'ephemeralcontainers', verb: 'patch' }),
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
    hits: [
      ...[proxied('metrics'), proxied('exec/a/b/c'), { ...proxied('metrics'), verb: 'create' }],
      ...'configz healthz pods log metrics stats checkpoint'
        .split(' ')
        .map((subresource) => ({ resource: 'nodes', subresource })),
    ],
    misses: [
      { resource: 'nodes', subresource: 'status' },
      { resource: 'nodes' },
      { resource: 'services', subresource: 'proxy' },
    ],
  },
  'secrets-system': {
    hits: ['kube-system', 'cert-manager', 'argocd'].flatMap((namespace) =>
      each('secrets', readVerbs, { namespace }),
    ),
    misses: [
      ...each('secrets', readVerbs),
      ...each('secrets', writeVerbs, { namespace: 'kube-system' }),
      ...each('configmaps', readVerbs, { namespace: 'kube-system' }),
      { resource: 'secrets', namespace: null },
    ],
  },
  'secrets-elsewhere': {
    hits: [
      { resource: 'secrets', verb: 'get', seen: { isElsewhere: true } },
      { resource: 'secrets', verb: 'list', seen: { isElsewhere: true } },
    ],
    misses: [
      { resource: 'secrets', verb: 'get' },
      { resource: 'secrets', verb: 'get', code: 403, seen: { isElsewhere: true } },
      { resource: 'secrets', verb: 'patch', seen: { isElsewhere: true } },
      { resource: 'configmaps', verb: 'get', seen: { isElsewhere: true } },
    ],
  },
  'secrets-many': {
    hits: [
      { resource: 'secrets', inAll: { secrets: 5 } },
      { resource: 'secrets', inAll: { secrets: 50 } },
    ],
    misses: [
      { resource: 'secrets', inAll: { secrets: 4 } },
      { resource: 'secrets', verb: 'list', inAll: { secrets: 5 } },
      { resource: 'configmaps', inAll: { secrets: 5 } },
      { resource: 'secrets', inAll: { deleted: 50, refused: 50 } },
    ],
  },
  'secret-write': {
    hits: [
      ...each('secrets', writeVerbs),
      { resource: 'secrets', verb: 'create', said: { names: ['sh.helm.release.v1.shop.v3', 'db'] } },
      { resource: 'secrets', verb: 'patch', said: { names: ['my-sh.helm.release.v1'] } },
      { resource: 'secrets', verb: 'delete', code: null },
    ],
    misses: [
      ...each('secrets', readVerbs),
      ...each('configmaps', writeVerbs),
      { resource: 'secrets', verb: 'create', said: { names: ['sh.helm.release.v1.shop.v3'] } },
      ...undone({ resource: 'secrets', verb: 'delete' }),
    ],
  },
  'token-system': {
    hits: each('serviceaccounts', addVerbs, { subresource: 'token', namespace: 'kube-system' }),
    misses: [
      ...each('serviceaccounts', addVerbs, { subresource: 'token' }),
      ...each('serviceaccounts', addVerbs, { namespace: 'kube-system' }),
      ...each('serviceaccounts', readVerbs, { subresource: 'token', namespace: 'kube-system' }),
    ],
  },
  'service-proxy': {
    hits: each('services pods', 'get create update delete', { subresource: 'proxy' }),
    misses: [
      { resource: 'nodes', subresource: 'proxy' },
      { resource: 'services' },
      { resource: 'pods', subresource: 'portforward' },
    ],
  },
};
