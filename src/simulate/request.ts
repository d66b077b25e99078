/**
 * A request to the API server as the simulation thinks of it, before it becomes audit events.
 * Knows the API path grammar (Kubernetes API concepts, "Resource URIs"); refuses to know who asks and why.
 */

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** One request of a command. `namespace: null` with a namespaced resource asks for all namespaces. */
export interface Step {
  readonly verb: Verb;
  /** `null` for a path that is no resource. */
  readonly resource: string | null;
  readonly subresource?: string;
  readonly namespace?: string | null;
  readonly name?: string;
  /** Path of a request for no resource, e.g. `/version`; of one for a resource, what follows its path. */
  readonly path?: string;
  /** Query as sent, without `?`. */
  readonly query?: string;
  readonly code?: number;
  /** How long a long-running request lasted; present on long-running requests only. */
  readonly seconds?: number;
  /** The program does not say its name with this one. */
  readonly nameless?: boolean;
  /** What is sent along: settings of the object that is written. */
  readonly body?: Body;
}

export interface Body {
  readonly kind: string;
  readonly image: string;
  /** e.g. `privileged`, `hostPath`; shows in the pod template. */
  readonly dangerous?: readonly string[];
  /** Written by `kubectl apply`, which notes the whole object in an annotation. */
  readonly applied?: boolean;
  /** Environment variables: many make the record too big for Azure to keep whole. */
  readonly variables?: number;
}

export interface Identity {
  readonly username: string;
  readonly uid: string | null;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>> | null;
}

export interface Request {
  /** Microseconds since 1970. */
  readonly at: number;
  readonly who: Identity;
  readonly impersonated: Identity | null;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  readonly step: Step;
  readonly code: number;
  /** The attack it belongs to, or the junk that hides one; `null` for daily life. */
  readonly label: string | null;
}

export const junkLabel = (kind: string): string => `junk/${kind}`;

/** Whether a request is part of an attack, and not of what hides it. */
export const isOfAttack = ({ label }: Request): boolean => label !== null && !label.startsWith(junkLabel(''));

/** Kinds that add-ons bring (cert-manager, Istio, Argo, ...), as they name them; objects lie in namespaces. */
export const customKinds: Readonly<
  Record<string, readonly [group: string, version: string, namespaced: true]>
> = {
  certificates: ['cert-manager.io', 'v1', true],
  issuers: ['cert-manager.io', 'v1', true],
  virtualservices: ['networking.istio.io', 'v1', true],
  gateways: ['networking.istio.io', 'v1', true],
  destinationrules: ['networking.istio.io', 'v1', true],
  servicemonitors: ['monitoring.coreos.com', 'v1', true],
  prometheusrules: ['monitoring.coreos.com', 'v1', true],
  scaledobjects: ['keda.sh', 'v1alpha1', true],
  externalsecrets: ['external-secrets.io', 'v1', true],
  kustomizations: ['kustomize.toolkit.fluxcd.io', 'v1', true],
  helmreleases: ['helm.toolkit.fluxcd.io', 'v2', true],
  applications: ['argoproj.io', 'v1alpha1', true],
  rollouts: ['argoproj.io', 'v1alpha1', true],
  workflows: ['argoproj.io', 'v1alpha1', true],
  pipelineruns: ['tekton.dev', 'v1', true],
  clusters: ['postgresql.cnpg.io', 'v1', true],
  kafkatopics: ['kafka.strimzi.io', 'v1beta2', true],
  volumesnapshots: ['snapshot.storage.k8s.io', 'v1', true],
};

/** Group and version by plural name; `true` where objects lie in namespaces. */
const kinds: Readonly<Record<string, readonly [group: string, version: string, namespaced: boolean]>> = {
  pods: ['', 'v1', true],
  services: ['', 'v1', true],
  endpoints: ['', 'v1', true],
  configmaps: ['', 'v1', true],
  secrets: ['', 'v1', true],
  events: ['', 'v1', true],
  serviceaccounts: ['', 'v1', true],
  persistentvolumeclaims: ['', 'v1', true],
  resourcequotas: ['', 'v1', true],
  limitranges: ['', 'v1', true],
  replicationcontrollers: ['', 'v1', true],
  nodes: ['', 'v1', false],
  namespaces: ['', 'v1', false],
  persistentvolumes: ['', 'v1', false],
  deployments: ['apps', 'v1', true],
  replicasets: ['apps', 'v1', true],
  statefulsets: ['apps', 'v1', true],
  daemonsets: ['apps', 'v1', true],
  jobs: ['batch', 'v1', true],
  cronjobs: ['batch', 'v1', true],
  horizontalpodautoscalers: ['autoscaling', 'v2', true],
  ingresses: ['networking.k8s.io', 'v1', true],
  networkpolicies: ['networking.k8s.io', 'v1', true],
  leases: ['coordination.k8s.io', 'v1', true],
  endpointslices: ['discovery.k8s.io', 'v1', true],
  roles: ['rbac.authorization.k8s.io', 'v1', true],
  rolebindings: ['rbac.authorization.k8s.io', 'v1', true],
  clusterroles: ['rbac.authorization.k8s.io', 'v1', false],
  clusterrolebindings: ['rbac.authorization.k8s.io', 'v1', false],
  customresourcedefinitions: ['apiextensions.k8s.io', 'v1', false],
  storageclasses: ['storage.k8s.io', 'v1', false],
  certificatesigningrequests: ['certificates.k8s.io', 'v1', false],
  mutatingwebhookconfigurations: ['admissionregistration.k8s.io', 'v1', false],
  validatingwebhookconfigurations: ['admissionregistration.k8s.io', 'v1', false],
  selfsubjectaccessreviews: ['authorization.k8s.io', 'v1', false],
  selfsubjectrulesreviews: ['authorization.k8s.io', 'v1', false],
  selfsubjectreviews: ['authentication.k8s.io', 'v1', false],
  subjectaccessreviews: ['authorization.k8s.io', 'v1', false],
  podmetrics: ['metrics.k8s.io', 'v1beta1', true],
  nodemetrics: ['metrics.k8s.io', 'v1beta1', false],
  ...customKinds,
};

const plural: Readonly<Record<string, string>> = { podmetrics: 'pods', nodemetrics: 'nodes' };

/** What `objectRef` says of the kind. @throws RangeError for a resource the table lacks */
export function kindOf(resource: string): {
  resource: string;
  group: string;
  version: string;
  namespaced: boolean;
} {
  const kind = kinds[resource];
  if (kind === undefined) throw new RangeError('a resource without an entry in the table of kinds');
  return { resource: plural[resource] ?? resource, group: kind[0], version: kind[1], namespaced: kind[2] };
}

/** Path and query as kubectl sends them. */
export function uriOf(step: Step): string {
  const query = step.query === undefined ? '' : `?${step.query}`;
  if (step.resource === null) return `${step.path ?? '/'}${query}`;
  const kind = kindOf(step.resource);
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const space = kind.namespaced && step.namespace ? `/namespaces/${step.namespace}` : '';
  // A create is sent to the collection; only a create of a subresource names the object.
  const named = step.name !== undefined && (step.verb !== 'create' || step.subresource !== undefined);
  const single = named && !(step.verb === 'list' || step.verb === 'watch');
  const name = single ? `/${step.name}` : '';
  const sub = step.subresource === undefined ? '' : `/${step.subresource}`;
  return `${root}${space}/${kind.resource}${name}${sub}${step.path ?? ''}${query}`;
}
