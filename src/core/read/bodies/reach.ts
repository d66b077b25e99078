/**
 * Where a body lets traffic in or out: what services and ingresses expose, where webhooks send what they are asked, and which of that is
 * grave: padding hides none of it.
 * Sources: Kubernetes API reference (ServiceSpec, IngressSpec, WebhookClientConfig); AKS docs, internal load balancer.
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';
import type { Graves } from './kept.ts';

const internal = 'service.beta.kubernetes.io/azure-load-balancer-internal';

/** `NodePort 30080`, `LoadBalancer 5432`, `LoadBalancer 443 internal`, `externalIP 203.0.113.7`, `externalName x` */
export function exposedBy(object: JsonObject): Text[] {
  const spec = objectOf(object.spec);
  const type = textOf(spec?.type);
  const ports = objectsOf(spec?.ports);
  const name = textOf(spec?.externalName);
  return [
    ...(type === 'LoadBalancer' ? balanced(ports, isInternal(object)) : onNodes(ports, type === 'NodePort')),
    ...textsOf(spec?.externalIPs).map((ip) => `externalIP ${ip}`),
    name === null ? null : `externalName ${name}`,
  ];
}

/**
 * `Ingress shop.example.com without TLS`, `Ingress * without TLS`: of whole objects. A patch without TLS says nothing, since
 * the object may have it already.
 */
export function plainIngresses(objects: readonly JsonObject[]): Text[] {
  if (objects.some((object) => objectsOf(objectOf(object.spec)?.tls).length > 0)) return [];
  return objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ spec }) => {
      const rules = objectsOf(objectOf(spec)?.rules);
      const isOpen = rules.length > 0 || objectOf(objectOf(spec)?.defaultBackend) !== null;
      const hosts = rules.length > 0 ? rules.map(({ host }) => textOf(host) ?? '*') : ['*'];
      return isOpen ? hosts.map((host) => `Ingress ${host} without TLS`) : [];
    });
}

const isInternal = (object: JsonObject): boolean =>
  objectOf(objectOf(object.metadata)?.annotations)?.[internal] === 'true';

const balanced = (ports: readonly JsonObject[], inside: boolean): string[] =>
  numbersOf(ports, 'port').map((port) => ['LoadBalancer', port, inside ? 'internal' : ''].join(' ').trim());

/** A patch may set a port alone, or the type alone. */
const onNodes = (ports: readonly JsonObject[], isType: boolean): string[] =>
  numbersOf(ports, 'nodePort')
    .filter((port) => isType || port !== '')
    .map((port) => `NodePort ${port}`.trim());

function numbersOf(ports: readonly JsonObject[], key: string): string[] {
  const numbers = ports.flatMap(({ [key]: port }) =>
    typeof port === 'number' && port > 0 ? [`${port}`] : [],
  );
  return numbers.length === 0 ? [''] : numbers;
}

/** `https://example.com/hook Ignore`, `service kube-system/hook Fail` */
export const webhooksOf = (object: JsonObject): Text[] =>
  objectsOf(object.webhooks).map((webhook) => {
    const client = objectOf(webhook.clientConfig);
    const service = objectOf(client?.service);
    const place =
      textOf(client?.url) ??
      (service === null ? null : `service ${textOf(service.namespace) ?? ''}/${textOf(service.name) ?? ''}`);
    return place === null ? null : `${place} ${textOf(webhook.failurePolicy) ?? ''}`.trim();
  });

/** The host of a URL that is no service of the cluster. User info, which Kubernetes refuses, is no host. */
export function leadsOut(webhook: string): boolean {
  const [, authority] = /^https?:\/\/([^/?#\\\s]*)/i.exec(webhook) ?? [];
  if (authority === undefined) return false;
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return !/\.svc(?:\.cluster\.local)?\.?$/i.test(host);
}

export const graveWebhooks: Graves = [leadsOut, (webhook) => webhook.includes('://')];

/** On a port of every node, or at a public address. */
export const isOpened = (exposed: string): boolean =>
  /^(?:NodePort\b|LoadBalancer(?!.* internal$)|externalIP )/.test(exposed);

/** At a public address: a port of databases, dashboards and the cluster's own parts. */
export const isInside = (exposed: string): boolean => inside.test(exposed);
const inside =
  /^LoadBalancer (?:5432|3306|1433|6379|27017|9200|9042|2379|2380|10250|10255|6443|8001|9090|3000|8080|8443|15672|5672|9092|11211)$/;

/** Anybody on the way may read it. */
export const isPlain = (exposed: string): boolean => /^Ingress .* without TLS$/.test(exposed);

export const graveExposed: Graves = [isInside, isOpened, isPlain];
