/**
 * What a create, update or patch asked for: kind, name, images, dangerous settings of the pod.
 * Evidence only, written by the caller: nothing here may decide what is counted. Keeps no data of any object.
 * Source of the fields: Kubernetes API reference, PodSpec, SecurityContext, HostPathVolumeSource.
 */
import type { Applied, Text } from './call.ts';
import { type JsonObject, objectOf, objectsOf, parseJson, textOf, textsOf } from './json.ts';

const writes = new Set(['create', 'update', 'patch']);
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const maxMembers = 20;
const maxLength = 300;
/** Annotations of an object are at most 256 KiB together; longer is no annotation of Kubernetes. */
const maxAnnotation = 1 << 18;

/** @returns `null` where nothing was written or no kind is known. */
export function appliedOf(event: JsonObject, verb: Text): Applied | null {
  if (verb === null || !writes.has(verb)) return null;
  const asked = objectOf(event.requestObject);
  const answered = objectOf(event.responseObject);
  const applied = annotated(answered) ?? annotated(asked) ?? asked;
  if (applied === null) return null;
  const known = [applied, asked, answered];
  const kind = known.map((object) => textOf(object?.kind)).find((text) => text !== null);
  if (kind === undefined) return null;
  const reference = objectOf(event.objectRef);
  const name = textOf(objectOf(applied.metadata)?.name) ?? textOf(reference?.name);
  const secret = reference?.resource === 'secrets' || known.some((object) => object?.kind === 'Secret');
  const pods = secret ? [] : podSpecs(applied);
  return {
    kind: bounded(kind),
    name: name === null ? null : bounded(name),
    images: few(pods.flatMap(containers).map((container) => textOf(container.image))),
    dangerous: few(pods.flatMap(dangers)),
  };
}

// The key holds dots and a slash: it is one segment.
function annotated(object: JsonObject | null): JsonObject | null {
  const text = objectOf(objectOf(object?.metadata)?.annotations)?.[lastApplied];
  return typeof text === 'string' && text.length <= maxAnnotation ? objectOf(parseJson(text)) : null;
}

/** The pod specs of a Pod, of a workload with a template, and of a CronJob. */
function podSpecs(object: JsonObject): JsonObject[] {
  const spec = objectOf(object.spec);
  const job = objectOf(objectOf(spec?.jobTemplate)?.spec);
  const templates = [object, spec, job].map((holder) => objectOf(holder?.template)?.spec);
  return objectsOf([spec, ...templates]);
}

const containers = (pod: JsonObject): JsonObject[] =>
  ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => objectsOf(pod[key]));

function dangers(pod: JsonObject): Text[] {
  const ofPod = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => pod[key] === true);
  const paths = objectsOf(pod.volumes).map((volume) => textOf(objectOf(volume.hostPath)?.path));
  const ofContainers = containers(pod).flatMap((container) => {
    const context = objectOf(container.securityContext);
    const added = textsOf(objectOf(context?.capabilities)?.add);
    return [context?.privileged === true ? 'privileged' : null, ...named('capability', added)];
  });
  return [...ofPod, ...named('hostPath', paths), ...ofContainers];
}

const named = (what: string, values: readonly Text[]): Text[] =>
  values.map((value) => (value === null ? null : `${what}:${value}`));

const bounded = (text: string): string => text.slice(0, maxLength).toWellFormed();

/** Distinct, in order, so many and so long as a report can show. */
const few = (texts: readonly Text[]): string[] =>
  [...new Set(texts.flatMap((text) => (text === null ? [] : bounded(text))))].slice(0, maxMembers);
