/** kubectl commands that change something, and the requests each one makes. */

import type { Scene } from '../namespace.ts';
import type { Body, Step, Verb } from '../request.ts';

type Command = (scene: Scene) => readonly Step[];

const strict = (manager: string): string => `fieldManager=kubectl-${manager}&fieldValidation=Strict`;
const openapi: Step = { verb: 'get', resource: null, path: '/openapi/v3', query: 'timeout=32s' };
const clientSide = strict('client-side-apply');
const imageOf = (scene: Scene): string =>
  `registry.example.com/${scene.namespace.team}/${scene.workload.name}:1.${scene.day}.${scene.random.int(20)}`;

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
  (resource: string, kind: string, nameIn: (scene: Scene) => string, newShare: number): Command =>
  (scene) => {
    const large = scene.random.chance(0.02) ? { variables: 90 + scene.random.int(160) } : {};
    return apply(
      resource,
      scene.namespace.name,
      nameIn(scene),
      { kind, image: imageOf(scene), ...large },
      scene.random.chance(newShare),
    );
  };

/** Reads an object and patches it. */
const changed =
  (manager: string, subresource?: string): Command =>
  (scene) => {
    const at = { resource: scene.workload.kind, namespace: scene.namespace.name, name: scene.workload.name };
    return [
      { verb: 'get', ...at },
      {
        verb: 'patch',
        ...at,
        query: `fieldManager=kubectl-${manager}`,
        body: { kind: 'Deployment', image: imageOf(scene) },
        ...(subresource === undefined ? {} : { subresource }),
      },
    ];
  };

const one = (verb: Verb, resource: string, scene: Scene, name: string, query?: string): Step => ({
  verb,
  resource,
  namespace: scene.namespace.name,
  name,
  ...(query === undefined ? {} : { query }),
});

const deleted =
  (resource: string, nameIn: (scene: Scene) => string): Command =>
  (scene) => {
    const name = nameIn(scene);
    return [
      one('delete', resource, scene, name),
      { ...one('list', resource, scene, name, `fieldSelector=metadata.name%3D${name}`) },
    ];
  };

const cordon = (scene: Scene): Step[] => {
  const name = scene.random.pick(scene.nodes);
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

const nightly = (scene: Scene): string => `${scene.namespace.team}-nightly`;
const config = (scene: Scene): string => scene.random.pick(scene.namespace.configs);
const secret = (scene: Scene): string => scene.random.pick(scene.namespace.secrets);

export const writing: Readonly<Record<string, Command>> = {
  'apply deployment': applied('deployments', 'Deployment', (scene) => scene.workload.name, 0.06),
  'apply configmap': applied('configmaps', 'ConfigMap', config, 0.08),
  'apply service': applied('services', 'Service', (scene) => scene.workload.name, 0.05),
  'apply ingress': applied('ingresses', 'Ingress', (scene) => scene.workload.name, 0.1),
  'apply cronjob': applied('cronjobs', 'CronJob', nightly, 0.15),
  'apply secret': applied('secrets', 'Secret', secret, 0.2),
  'apply rolebinding': applied('rolebindings', 'RoleBinding', (scene) => `${scene.namespace.team}-edit`, 0.3),
  'apply networkpolicy': applied('networkpolicies', 'NetworkPolicy', () => 'allow-same-namespace', 0.3),
  'create secret': (scene) => [
    one('create', 'secrets', scene, `${scene.namespace.team}-${scene.random.hex(4)}`, strict('create')),
  ],
  'create configmap': (scene) => [
    one('create', 'configmaps', scene, `${scene.namespace.team}-${scene.random.hex(4)}`, strict('create')),
  ],
  'create namespace': (scene) => [
    { verb: 'create', resource: 'namespaces', name: scene.namespace.name, query: strict('create') },
  ],
  'create job': (scene) => [
    one('get', 'cronjobs', scene, nightly(scene)),
    {
      ...one('create', 'jobs', scene, `${nightly(scene)}-manual-${scene.random.hex(3)}`, strict('create')),
      body: { kind: 'Job', image: imageOf(scene) },
    },
  ],
  'create token': (scene) => [
    { ...one('create', 'serviceaccounts', scene, 'default', strict('create')), subresource: 'token' },
  ],
  'run pod': (scene) => [
    {
      ...one('create', 'pods', scene, `tmp-${scene.random.hex(4)}`, strict('run')),
      body: { kind: 'Pod', image: 'busybox:1.36' },
    },
    { ...one('watch', 'pods', scene, 'tmp', `fieldSelector=metadata.name%3Dtmp&watch=true`), seconds: 20 },
  ],
  debug: (scene) => [
    one('get', 'pods', scene, scene.pod),
    {
      ...one('patch', 'pods', scene, scene.pod),
      subresource: 'ephemeralcontainers',
      body: { kind: 'Pod', image: 'busybox:1.36' },
    },
  ],
  edit: changed('edit'),
  'set image': changed('set'),
  scale: (scene) => [
    one('get', scene.workload.kind, scene, scene.workload.name),
    { ...one('patch', scene.workload.kind, scene, scene.workload.name), subresource: 'scale' },
  ],
  annotate: changed('annotate'),
  'rollout restart': changed('rollout'),
  'rollout undo': (scene) => [
    ...changed('rollout')(scene),
    one('list', 'replicasets', scene, '', `labelSelector=app%3D${scene.workload.name}`),
  ],
  'delete pod': deleted('pods', (scene) => scene.pod),
  'delete job': deleted('jobs', (scene) => `${nightly(scene)}-${scene.random.int(900)}`),
  'delete deployment': deleted('deployments', (scene) => scene.workload.name),
  'delete configmap': deleted('configmaps', config),
  'delete secret': deleted('secrets', secret),
  cordon,
  uncordon: cordon,
  drain: (scene) => [
    ...cordon(scene),
    {
      verb: 'list',
      resource: 'pods',
      query: `fieldSelector=spec.nodeName%3D${scene.random.pick(scene.nodes)}&limit=500`,
    },
    { ...one('create', 'pods', scene, scene.pod, undefined), subresource: 'eviction' },
  ],
  'label node': (scene) => [
    {
      verb: 'patch',
      resource: 'nodes',
      name: scene.random.pick(scene.nodes),
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
