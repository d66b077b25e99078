/**
 * What a create, update or patch asked for, of bodies that are there. Evidence and ground for judgement, written by the
 * caller: nothing here may decide what is counted. Keeps no data of any object: of Secrets and ConfigMaps kind and name.
 */

import { graveRules, graveSubjects, roleOf, rulesOf, subjectsOf } from './bodies/access.ts';
import { writtenBy } from './bodies/json-patch.ts';
import { type Keeper, keeper } from './bodies/kept.ts';
import { accountOf, dangersOf, graveDangers, graveImages, imagesOf, podsOf } from './bodies/pods.ts';
import { exposedBy, graveExposed, graveWebhooks, plainIngresses, webhooksOf } from './bodies/reach.ts';
import { audiencesOf, decisionOf, secondsOf, signerOf, usagesOf } from './bodies/requests.ts';
import type { Applied, Text } from './call.ts';
import { type JsonObject, objectOf, parseJson, textOf } from './json.ts';

const writes = new Set(['create', 'update', 'patch']);
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Annotations of an object are at most 256 KiB together; longer is no annotation of Kubernetes. */
const maxAnnotation = 1 << 18;

type Facts = Omit<Applied, 'kind' | 'name' | 'omitted' | 'unlogged'>;

const nothing: Facts = {
  images: [],
  dangerous: [],
  serviceAccount: null,
  rules: [],
  role: null,
  subjects: [],
  exposes: [],
  webhooks: [],
  signer: null,
  usages: [],
  decision: null,
  audiences: [],
  seconds: null,
};

/** An object of which nothing more is known. */
export const nothingApplied: Applied = { kind: '', name: null, ...nothing, omitted: 0, unlogged: false };

/** @returns `null` where nothing was written, or nothing is known of it. */
export function appliedOf(event: JsonObject, verb: Text): Applied | null {
  if (verb === null || !writes.has(verb)) return null;
  const asked = Array.isArray(event.requestObject)
    ? writtenBy(event.requestObject)
    : objectOf(event.requestObject);
  const answered = objectOf(event.responseObject);
  // What was asked comes first. An annotation is only a text of the caller: it may add to that, and hide nothing of it.
  const sources = [asked, annotated(asked), annotated(answered)].filter((object) => object !== null);
  const reference = objectOf(event.objectRef);
  // AKS writes a text in place of a body that is too big.
  const unlogged = typeof event.requestObject === 'string';
  if (sources.length === 0 && !unlogged) return null;
  const kinds = [asked, answered, ...sources].map((object) => textOf(object?.kind));
  const resource = textOf(reference?.resource);
  const keep = keeper();
  const subresource = textOf(reference?.subresource);
  // The resource is the server's word; a kind may be anybody's.
  const named = resource === null ? kinds : [subresource === 'token' ? 'TokenRequest' : resource];
  const facts = factsOf(sources, named, keep);
  const isKnown = unlogged || facts !== nothing;
  const kind = kinds.find((text) => text !== null && text !== 'Status') ?? (isKnown ? resource : null);
  if (kind === null) return null;
  const name =
    nameIn(asked) ?? textOf(reference?.name) ?? nameIn(answered) ?? sources.map(nameIn).find(isText) ?? null;
  return { kind: keep.one(kind) ?? '', name: keep.one(name), ...facts, omitted: keep.omitted, unlogged };
}

const isText = (text: Text): text is string => text !== null;

const nameIn = (object: JsonObject | null): Text => textOf(objectOf(object?.metadata)?.name);

// The key holds dots and a slash: it is one segment.
function annotated(object: JsonObject | null): JsonObject | null {
  const text = objectOf(objectOf(object?.metadata)?.annotations)?.[lastApplied];
  return typeof text === 'string' && text.length <= maxAnnotation ? objectOf(parseJson(text)) : null;
}

/** By the kind of the object or the resource that was called. A patch may tell no kind. */
function factsOf(sources: readonly JsonObject[], kinds: readonly Text[], keep: Keeper): Facts {
  const is = (...some: readonly string[]): boolean => some.some((kind) => kinds.includes(kind));
  const first = <T>(of: (object: JsonObject) => T | null): T | null =>
    sources.map(of).find((value) => value !== null) ?? null;
  const all = (of: (object: JsonObject) => Text[]): Text[] => sources.flatMap(of);
  if (is('Secret', 'secrets', 'ConfigMap', 'configmaps')) return nothing;
  if (is('Role', 'roles', 'ClusterRole', 'clusterroles'))
    return some({ rules: keep.few(all(rulesOf), graveRules) });
  if (is('RoleBinding', 'rolebindings', 'ClusterRoleBinding', 'clusterrolebindings'))
    return some({ role: keep.one(first(roleOf)), subjects: keep.few(all(subjectsOf), graveSubjects) });
  if (is('Service', 'services')) return some({ exposes: keep.few(all(exposedBy), graveExposed) });
  if (is('Ingress', 'ingresses')) return some({ exposes: keep.few(plainIngresses(sources), graveExposed) });
  if (is('CertificateSigningRequest', 'certificatesigningrequests'))
    return some({
      signer: keep.one(first(signerOf)),
      usages: keep.few(all(usagesOf)),
      decision: first(decisionOf),
      seconds: first(secondsOf),
    });
  if (is('TokenRequest')) return some({ audiences: keep.few(all(audiencesOf)), seconds: first(secondsOf) });
  if (is(...webhookKinds)) return some({ webhooks: keep.few(all(webhooksOf), graveWebhooks) });
  // What is not known may hold either.
  const pods = sources.flatMap((object) => podsOf(object, kinds));
  return some({
    webhooks: keep.few(all(webhooksOf), graveWebhooks),
    images: keep.few(pods.flatMap(imagesOf), graveImages),
    dangerous: keep.few(pods.flatMap(dangersOf), graveDangers),
    serviceAccount: keep.one(pods.map(accountOf).find(isText) ?? null),
  });
}

const webhookKinds = [
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
];

/** The facts, {@link nothing} itself where there is none. */
function some(facts: Partial<Facts>): Facts {
  const isAny = Object.values(facts).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null,
  );
  return isAny ? { ...nothing, ...facts } : nothing;
}
