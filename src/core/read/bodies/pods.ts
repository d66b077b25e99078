/**
 * What a body asks for of pods: images, the service account, and settings that reach out of the container, and which of them
 * are grave: padding hides none of those. Never commands,
 * arguments or variables, which may hold secrets.
 * Sources: Kubernetes API reference (PodSpec, SecurityContext, HostPathVolumeSource); Pod Security Standards, baseline.
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';
import type { Graves } from './kept.ts';

/** What of an object describes a pod. */
interface PodParts {
  readonly spec: JsonObject;
  readonly annotations: JsonObject | null;
}

/**
 * A Pod, a workload with a template, a CronJob and a PodTemplate; where its kind is known, first the place it has its
 * pod at. A caller may fill the others, too, which only tells more.
 */
export function podsOf(object: JsonObject, kinds: readonly Text[]): PodParts[] {
  const spec = objectOf(object.spec);
  const job = objectOf(objectOf(spec?.jobTemplate)?.spec);
  // EphemeralContainers, as they were written until Kubernetes 1.22, lie in no spec.
  const bare = Array.isArray(object.ephemeralContainers) ? [{ spec: object }] : [];
  const template = objectOf(spec?.template);
  const all = [object, template, objectOf(job?.template), objectOf(object.template), ...bare];
  const is = (...some: readonly string[]): boolean => some.some((kind) => kinds.includes(kind));
  const own = is('pods', 'Pod')
    ? 0
    : is('cronjobs', 'CronJob')
      ? 2
      : is('podtemplates', 'PodTemplate')
        ? 3
        : 1;
  const first = all[own];
  return [first, ...all.filter((one) => one !== first)].flatMap((pod) => {
    const inner = objectOf(pod?.spec);
    const metadata = objectOf(objectOf(pod)?.metadata);
    return inner === null ? [] : [{ spec: inner, annotations: objectOf(metadata?.annotations) }];
  });
}

export const imagesOf = ({ spec }: PodParts): Text[] => containers(spec).map(({ image }) => textOf(image));

/** `serviceAccount` is the old name of the same. */
export const accountOf = ({ spec }: PodParts): Text =>
  textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount);

/** A PersistentVolume has a path of its node in its spec, too. */
export function dangersOf({ spec, annotations }: PodParts): Text[] {
  const ofPod = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => spec[key] === true);
  const volumes = [...objectsOf(spec.volumes).map(({ hostPath }) => hostPath), spec.hostPath, spec.local];
  return [
    ...ofPod,
    ...named(
      'hostPath',
      volumes.map((volume) => pathOf(objectOf(volume))),
    ),
    ...ofContext(objectOf(spec.securityContext)),
    ...ofAnnotations(annotations),
    ...containers(spec).flatMap(ofContainer),
  ];
}

/** What takes a node at once; the rest only comes nearer to it. */
export const takesNode = (danger: string): boolean => ofNode.test(danger);
const ofNode =
  /^(?:privileged|hostPID|hostIPC|hostProcess|procMount:Unmasked|capability:(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|DAC_OVERRIDE|NET_ADMIN|BPF)$|hostPath:\/(?:$|(?:etc|root|proc|dev|boot|home|bin|sbin|lib|usr|host)(?:\/|$)|var\/(?:lib|run)(?:$|\/(?:kubelet|docker|containerd|etcd)(?:\/|$|\.))|run(?:$|\/(?:containerd|docker|crio))))/;

export const graveDangers: Graves = [takesNode];

/** An image that is named like a tool of attackers. */
export const isTool = (image: string): boolean => tools.test(image);
const tools =
  /(?:^|[/_.:-])(?:xmrig|xmr-stak|minerd|cpuminer|monero|kube-?hunter|peirates|kubesploit|kali(?:-rolling)?|parrot(?:os|sec)?|metasploit(?:-framework)?|nmap|masscan|zmap|rustscan|nuclei|sqlmap|hydra|botb|cdk-team|deepce|chisel|ngrok|tor|trufflehog|stratus-red-team|badpods?)(?=$|[/_.:@-])/i;

export const graveImages: Graves = [isTool];

const containers = (spec: JsonObject): JsonObject[] =>
  ['containers', 'initContainers', 'ephemeralContainers'].flatMap((key) => objectsOf(spec[key]));

/** `//etc/./x/` is `/etc/x`. */
function pathOf(volume: JsonObject | null): Text {
  const path = textOf(volume?.path);
  if (path === null) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

/** A runtime takes them in any case, and puts the prefix before them itself. */
const capability = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');

function ofContainer(container: JsonObject): Text[] {
  const context = objectOf(container.securityContext);
  const ports = objectsOf(container.ports).map(({ hostPort }) =>
    typeof hostPort === 'number' && hostPort > 0 ? `${hostPort}` : null,
  );
  return [
    context?.privileged === true ? 'privileged' : null,
    ...named('capability', textsOf(objectOf(context?.capabilities)?.add).map(capability)),
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

/** Profiles were annotations before they were fields: AppArmor's until Kubernetes 1.30, seccomp's until 1.27. */
const ofAnnotations = (annotations: JsonObject | null): Text[] =>
  Object.entries(annotations ?? {}).map(([key, value]) => {
    if (value !== 'unconfined') return null;
    if (key.startsWith('container.apparmor.security.beta.kubernetes.io/')) return 'apparmor:Unconfined';
    return /^(?:container\.)?seccomp\.security\.alpha\.kubernetes\.io\//.test(key)
      ? 'seccomp:Unconfined'
      : null;
  });

const named = (what: string, values: readonly Text[]): Text[] =>
  values.map((value) => (value === null ? null : `${what}:${value}`));
