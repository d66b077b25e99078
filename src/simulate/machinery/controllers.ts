/**
 * Controllers that teams install, each with a service account of its own: what they keep asking, as data with weights. They
 * go over all objects of a kind again and again, so that hardly two requests are the same text. Most say who they are;
 * those that do not send what the client of their language says by default.
 */
import { podName } from '../namespace.ts';
import { choice, type Random } from '../random.ts';
import type { Step } from '../request.ts';
import type { World } from '../world.ts';
import { type Part, serviceAccount } from './part.ts';

type Asks = (world: World, random: Random, day: number) => Step;

const clientGo = (program: string): string => `${program}/v0.0.0 (linux/amd64) kubernetes/$Format`;
const version = (random: Random): number => 30_000_000 + random.int(9_000_000);

const controller =
  (space: string, name: string, userAgent: string, asks: Asks): Part =>
  (world, random, day) => ({
    who: serviceAccount(space, name),
    ip: world.egress,
    userAgent,
    step: asks(world, random, day),
  });

const watches =
  (resource: string): Asks =>
  (_, random) => ({
    verb: 'watch',
    resource,
    query: `allowWatchBookmarks=true&resourceVersion=${version(random)}&timeout=${300 + random.int(300)}s&watch=true`,
    seconds: 300 + random.int(300),
  });

/** One object of a namespace, another one each time. */
const asksOf =
  (verb: 'get' | 'patch' | 'update', resource: string, subresource?: string): Asks =>
  (world, random, day) => {
    const namespace = random.pick(world.namespaces);
    const workload = random.pick(namespace.workloads);
    const names: Readonly<Record<string, string>> = {
      secrets: random.pick(namespace.secrets),
      configmaps: random.pick(namespace.configs),
      pods: podName(workload, day, random.int(workload.replicas)),
    };
    return {
      verb,
      resource,
      namespace: namespace.name,
      name: names[resource] ?? workload.name,
      ...(subresource === undefined ? {} : { subresource }),
    };
  };

const lists =
  (resource: string): Asks =>
  (world, random) => ({
    verb: 'list',
    resource,
    namespace: random.pick(world.namespaces).name,
    query: `limit=500&resourceVersion=${version(random)}`,
  });

const lease =
  (name: string, namespace: string): Asks =>
  () => ({ verb: 'update', resource: 'leases', namespace, name, query: 'timeout=5s' });

/** Every controller with its weight. The order belongs to the seed. */
export const controllers = choice<Part>([
  [controller('argocd', 'argocd-application-controller', clientGo('argocd-application-controller'), asksOf('get', 'deployments')), 22],
  [controller('argocd', 'argocd-application-controller', clientGo('argocd-application-controller'), asksOf('patch', 'deployments')), 4],
  [controller('external-secrets', 'external-secrets', clientGo('external-secrets'), asksOf('get', 'secrets')), 14],
  [controller('external-secrets', 'external-secrets', clientGo('external-secrets'), asksOf('update', 'secrets')), 5],
  [controller('cert-manager', 'cert-manager', clientGo('cert-manager-certificates-issuing'), lease('cert-manager-controller', 'cert-manager')), 8],
  [controller('monitoring', 'prometheus-operator', clientGo('PrometheusOperator'), watches('statefulsets')), 4],
  [controller('monitoring', 'prometheus', 'Prometheus/2.54.1', watches('endpoints')), 4],
  [controller('keda', 'keda-operator', clientGo('keda'), asksOf('update', 'horizontalpodautoscalers')), 8],
  [controller('ingress', 'ingress-nginx', 'nginx-ingress-controller/v1.11.2 (linux/amd64) ingress-nginx/46e76e5', lists('ingresses')), 6],
  [controller('ops', 'rollout-guard', clientGo('manager'), asksOf('patch', 'pods', 'status')), 8],
  [controller('data', 'spark-operator', 'okhttp/4.12.0', asksOf('get', 'pods')), 6],
  [controller('ops', 'label-keeper', 'OpenAPI-Generator/30.1.0/python', asksOf('patch', 'configmaps')), 4],
  [controller('ops', 'quota-exporter', 'Go-http-client/2.0', lists('pods')), 5],
]); // biome-ignore format: a table
