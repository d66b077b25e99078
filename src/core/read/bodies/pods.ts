/**
 * What a body asks for of pods: images, the service account, and settings that reach out of the container. Never commands,
 * arguments or variables, which may hold secrets.
 * Sources: Kubernetes API reference (PodSpec, SecurityContext, HostPathVolumeSource); Pod Security Standards, baseline.
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';

/** The pod specs of a Pod, of a workload with a template, of a CronJob and of a PodTemplate. */
export function podSpecs(object: JsonObject): JsonObject[] {
  const spec = objectOf(object.spec);
  const job = objectOf(objectOf(spec?.jobTemplate)?.spec);
  const templates = [object, spec, job].map((holder) => objectOf(holder?.template)?.spec);
  return objectsOf([spec, ...templates]);
}

export const imagesOf = (pod: JsonObject): Text[] => containers(pod).map(({ image }) => textOf(image));

/** `serviceAccount` is the old name of the same. */
export const accountOf = (pod: JsonObject): Text =>
  textOf(pod.serviceAccountName) ?? textOf(pod.serviceAccount);

export function dangersOf(pod: JsonObject): Text[] {
  const ofPod = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => pod[key] === true);
  const paths = objectsOf(pod.volumes).map((volume) => textOf(objectOf(volume.hostPath)?.path));
  return [
    ...ofPod,
    ...named('hostPath', paths),
    ...ofContext(objectOf(pod.securityContext)),
    ...containers(pod).flatMap(ofContainer),
  ];
}

/** What comes first where there is too much of it. */
export const isGraveDanger = (danger: string): boolean =>
  /^(?:privileged|hostProcess|hostPID|hostPath:\/$|capability:(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE)$)/.test(
    danger,
  );

const containers = (pod: JsonObject): JsonObject[] =>
  ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => objectsOf(pod[key]));

function ofContainer(container: JsonObject): Text[] {
  const context = objectOf(container.securityContext);
  const ports = objectsOf(container.ports).map(({ hostPort }) =>
    typeof hostPort === 'number' && hostPort > 0 ? `${hostPort}` : null,
  );
  return [
    context?.privileged === true ? 'privileged' : null,
    ...named('capability', textsOf(objectOf(context?.capabilities)?.add)),
    context?.procMount === 'Unmasked' ? 'procMount:Unmasked' : null,
    ...ofContext(context),
    ...named('hostPort', ports),
  ];
}

/** What stands in the context of a pod as of a container. */
const ofContext = (context: JsonObject | null): Text[] => [
  objectOf(context?.windowsOptions)?.hostProcess === true ? 'hostProcess' : null,
  objectOf(context?.seccompProfile)?.type === 'Unconfined' ? 'seccomp:Unconfined' : null,
  objectOf(context?.appArmorProfile)?.type === 'Unconfined' ? 'apparmor:Unconfined' : null,
];

const named = (what: string, values: readonly Text[]): Text[] =>
  values.map((value) => (value === null ? null : `${what}:${value}`));
