/** kubectl commands that change something, and the requests each one makes. */

import type { Body, Step, Verb } from '../request.ts';
import type { Command, Target } from './command.ts';

const strict = (manager: string): string => `fieldManager=kubectl-${manager}&fieldValidation=Strict`;
const openapi: Step = { verb: 'get', resource: null, path: '/openapi/v3', query: 'timeout=32s' };
const clientSide = strict('client-side-apply');
const imageOf = (target: Target): string =>
  `registry.example.com/${target.namespace.team}/${target.workload.name}:1.${target.day}.${target.random.int(20)}`;

/** `kubectl apply`: reads the object and patches it, or creates it where there is none. */
export function apply(
  resource: string,
  namespace: string | null,
  name: string,
  body: Body,
  isNew: boolean,
): Step[] {
  const at = { resource, ...(namespace === null ? {} : { namespace }), name };
  const sent = { ...body, applied: true };
  return isNew
    ? [openapi, { verb: 'get', ...at, code: 404 }, { verb: 'create', ...at, query: clientSide, body: sent }]
    : [openapi, { verb: 'get', ...at }, { verb: 'patch', ...at, query: clientSide, body: sent }];
}

const applied =
  (resource: string, kind: string, nameIn: (target: Target) => string, newShare: number): Command =>
  (target) => {
    const large = target.random.chance(0.02) ? { variables: 90 + target.random.int(160) } : {};
    return apply(
      resource,
      target.namespace.name,
      nameIn(target),
      { kind, image: imageOf(target), ...large },
      target.random.chance(newShare),
    );
  };

/** Reads an object and patches it. */
const changed =
  (manager: string, subresource?: string): Command =>
  (target) => {
    const at = {
      resource: target.workload.kind,
      namespace: target.namespace.name,
      name: target.workload.name,
    };
    return [
      { verb: 'get', ...at },
      {
        verb: 'patch',
        ...at,
        query: `fieldManager=kubectl-${manager}`,
        body: { kind: 'Deployment', image: imageOf(target) },
        ...(subresource === undefined ? {} : { subresource }),
      },
    ];
  };

const one = (verb: Verb, resource: string, target: Target, name: string, query?: string): Step => ({
  verb,
  resource,
  namespace: target.namespace.name,
  name,
  ...(query === undefined ? {} : { query }),
});

const deleted =
  (resource: string, nameIn: (target: Target) => string): Command =>
  (target) => {
    const name = nameIn(target);
    return [
      one('delete', resource, target, name),
      { ...one('list', resource, target, name, `fieldSelector=metadata.name%3D${name}`) },
    ];
  };

const cordon = (target: Target): Step[] => {
  const name = target.random.pick(target.nodes);
  return [
    { verb: 'get', resource: 'nodes', name },
    {
      verb: 'patch',
      resource: 'nodes',
      name,
      query: 'fieldManager=kubectl-cordon',
      body: { kind: 'Node', image: '' },
    },
  ];
};

const nightly = (target: Target): string => `${target.namespace.team}-nightly`;
const config = (target: Target): string => target.random.pick(target.namespace.configs);
const secret = (target: Target): string => target.random.pick(target.namespace.secrets);

export const writing: Readonly<Record<string, Command>> = {
  'apply deployment': applied('deployments', 'Deployment', (target) => target.workload.name, 0.06),
  'apply configmap': applied('configmaps', 'ConfigMap', config, 0.08),
  'apply service': applied('services', 'Service', (target) => target.workload.name, 0.05),
  'apply ingress': applied('ingresses', 'Ingress', (target) => target.workload.name, 0.1),
  'apply cronjob': applied('cronjobs', 'CronJob', nightly, 0.15),
  'apply secret': applied('secrets', 'Secret', secret, 0.2),
  'apply rolebinding': applied(
    'rolebindings',
    'RoleBinding',
    (target) => `${target.namespace.team}-edit`,
    0.3,
  ),
  'apply networkpolicy': applied('networkpolicies', 'NetworkPolicy', () => 'allow-same-namespace', 0.3),
  'create secret': (target) => [
    one('create', 'secrets', target, `${target.namespace.team}-${target.random.hex(4)}`, strict('create')),
  ],
  'create configmap': (target) => [
    one('create', 'configmaps', target, `${target.namespace.team}-${target.random.hex(4)}`, strict('create')),
  ],
  'create namespace': (target) => [
    { verb: 'create', resource: 'namespaces', name: target.namespace.name, query: strict('create') },
  ],
  'create job': (target) => [
    one('get', 'cronjobs', target, nightly(target)),
    {
      ...one('create', 'jobs', target, `${nightly(target)}-manual-${target.random.hex(3)}`, strict('create')),
      body: { kind: 'Job', image: imageOf(target) },
    },
  ],
  'create token': (target) => [
    { ...one('create', 'serviceaccounts', target, 'default', strict('create')), subresource: 'token' },
  ],
  'run pod': (target) => [
    {
      ...one('create', 'pods', target, `tmp-${target.random.hex(4)}`, strict('run')),
      body: { kind: 'Pod', image: 'busybox:1.36' },
    },
    { ...one('watch', 'pods', target, 'tmp', `fieldSelector=metadata.name%3Dtmp&watch=true`), seconds: 20 },
  ],
  debug: (target) => [
    one('get', 'pods', target, target.pod),
    {
      ...one('patch', 'pods', target, target.pod),
      subresource: 'ephemeralcontainers',
      body: { kind: 'Pod', image: 'busybox:1.36' },
    },
  ],
  edit: changed('edit'),
  'set image': changed('set'),
  scale: (target) => [
    one('get', target.workload.kind, target, target.workload.name),
    { ...one('patch', target.workload.kind, target, target.workload.name), subresource: 'scale' },
  ],
  annotate: changed('annotate'),
  'rollout restart': changed('rollout'),
  'rollout undo': (target) => [
    ...changed('rollout')(target),
    one('list', 'replicasets', target, '', `labelSelector=app%3D${target.workload.name}`),
  ],
  'delete pod': deleted('pods', (target) => target.pod),
  'delete job': deleted('jobs', (target) => `${nightly(target)}-${target.random.int(900)}`),
  'delete deployment': deleted('deployments', (target) => target.workload.name),
  'delete configmap': deleted('configmaps', config),
  'delete secret': deleted('secrets', secret),
  cordon,
  uncordon: cordon,
  drain: (target) => [
    ...cordon(target),
    {
      verb: 'list',
      resource: 'pods',
      query: `fieldSelector=spec.nodeName%3D${target.random.pick(target.nodes)}&limit=500`,
    },
    { ...one('create', 'pods', target, target.pod, undefined), subresource: 'eviction' },
  ],
  'label node': (target) => [
    {
      verb: 'patch',
      resource: 'nodes',
      name: target.random.pick(target.nodes),
      query: 'fieldManager=kubectl-label',
      body: { kind: 'Node', image: '' },
    },
  ],
  'patch coredns': () => [
    { verb: 'get', resource: 'configmaps', namespace: 'kube-system', name: 'coredns-custom' },
    {
      verb: 'patch',
      resource: 'configmaps',
      namespace: 'kube-system',
      name: 'coredns-custom',
      query: clientSide,
    },
  ],
};
