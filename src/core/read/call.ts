/**
 * What one API request was, and why a line gives none.
 * Knows Kubernetes audit fields; refuses to know envelopes, bytes and counts.
 */

/** A text field as logged: `null` is missing, `''` is a value. Always well-formed Unicode. */
export type Text = string | null;

/** A call with its raw values. Loopback texts are gone from `sourceIPs`; order and repeats are kept. */
export interface Call {
  /** `user.username` */
  readonly user: Text;
  /** `impersonatedUser.username` (`kubectl --as`) */
  readonly impersonated: Text;
  /** `impersonatedUser.groups` (`kubectl --as-group`); empty when missing */
  readonly impersonatedGroups: readonly string[];
  /** `user.groups`; empty when missing */
  readonly groups: readonly string[];
  /** `sourceIPs` without `127.0.0.1` and `::1`; empty when missing */
  readonly sourceIPs: readonly string[];
  /** `''` when missing, or behind the cut */
  readonly userAgent: string;
  readonly verb: Text;
  /** `objectRef.resource`, without the subresource */
  readonly resource: Text;
  readonly subresource: Text;
  readonly namespace: Text;
  readonly requestURI: Text;
  /** `responseStatus.code` */
  readonly code: number | null;
}

/**
 * What a create, update or patch asked for, of its bodies and of last-applied-configuration. Lists and texts are bounded;
 * `[]` and `null` where there is nothing. Never data of Secrets and ConfigMaps, nor commands and variables of containers.
 */
export interface Applied {
  /** As the bodies tell it, else the resource. */
  readonly kind: string;
  readonly name: Text;
  readonly images: readonly string[];
  /** e.g. `privileged`, `hostPath:/`, `hostNetwork`, `hostPID`, `capability:SYS_ADMIN`, `hostPort:80` */
  readonly dangerous: readonly string[];
  /** That its pods act as. */
  readonly serviceAccount: Text;
  /** Of a role: `get,list secrets`, `* *`, `patch deployments.apps`, `get secrets named a,b`, `get /metrics`. */
  readonly rules: readonly string[];
  /** Of a binding: `ClusterRole/cluster-admin`. */
  readonly role: Text;
  /** Of a binding: `Group/system:masters`, `User/x`, `ServiceAccount/namespace/name`. */
  readonly subjects: readonly string[];
  /**
   * Of a service: `NodePort 30080`, `LoadBalancer 5432`, `LoadBalancer 443 internal`, `externalIP x`, `externalName x`; of an
   * ingress: `Ingress shop.example.com without TLS`.
   */
  readonly exposes: readonly string[];
  /** `https://example.com/hook Ignore`, `service kube-system/hook Fail` */
  readonly webhooks: readonly string[];
  /** Of a certificate request, as are its usages. */
  readonly signer: Text;
  readonly usages: readonly string[];
  /** On a certificate request: `Approved`, `Denied`. */
  readonly decision: Text;
  /** Of a token. */
  readonly audiences: readonly string[];
  /** How long a token or certificate is to be good for. */
  readonly seconds: number | null;
  /** Texts left out of these lists. */
  readonly omitted: number;
  /** The body was too big to be logged: what it asked for is not known. */
  readonly unlogged: boolean;
}

/** What an event says beside its call. It makes no row; nearly all of it may be written by the caller. */
export interface Said {
  /** Distinct names of objects (`objectRef.name`, else that of the body), bounded. */
  readonly names: readonly string[];
  /** Distinct reasons why it was allowed (`authorization.k8s.io/reason`), bounded; `''`: AKS wrote an empty one. */
  readonly grants: readonly string[];
  /** Entra object id of who really calls (`user.extra.oid`). */
  readonly objectId: Text;
  /** Nothing was to be changed: `dryRun` of the URI or of the body. */
  readonly dryRun: boolean;
  /** The record was cut before some of it. */
  readonly cut: boolean;
}

/** A record as it was logged, for questions that a call does not answer. It holds whatever callers wrote. */
export interface Logged {
  readonly event: { readonly [key: string]: unknown };
  /** `properties.log`, of which the event was read; a plain event itself. */
  readonly log: unknown;
  /** `properties.pod`: the API server that wrote the line. */
  readonly pod: Text;
}

/** Who let an event in: the gate of kubectl, or that of the other clients (DESIGN 3.12). */
export type Client = 'kubectl' | 'other';

/** One audit event of a call. */
export interface CallEvent {
  readonly call: Call;
  /** `kubectl`: what `RARECALL_AGENTS` names, and Splunk's search would count. */
  readonly client: Client;
  /** `resourceId` of the envelope as logged, `null` for a plain event. */
  readonly resourceId: Text;
  readonly auditID: Text;
  readonly stage: Text;
  /** `requestReceivedTimestamp` as logged: part of the event's identity; `null` when missing, as in salvaged events. */
  readonly received: Text;
  /** UTC, six decimals (`2026-10-01T08:00:00.000000Z`): received, else stage time, else the envelope's, else `null`. */
  readonly time: string | null;
  /** Counts as a request by the stage rule (DESIGN 3.5). */
  readonly isRequest: boolean;
  /** Read from a record that was cut. */
  readonly salvaged: boolean;
  readonly said: Said;
  readonly applied: Applied | null;
  /** Only of a reader of all clients: it is not to be kept longer than the event is in hand. */
  readonly logged?: Logged;
}

/**
 * Why a line that is not blank gave no call. The set is closed:
 * - `not-json`: no JSON object
 * - `other-category`: a record of another category than the one read
 * - `not-an-event`: no audit event inside
 * - `not-kubectl`: another agent, or none (where only kubectl is read)
 * - `machinery`: Kubernetes and AKS themselves (where others than kubectl are read)
 * - `loopback`: every source IP is `127.0.0.1` or `::1`
 * - `cut`: the record was cut before its agent was complete (where only kubectl is read)
 * - `too-long`: longer than the reader holds in memory
 */
export const skipReasons = [
  'not-json',
  'other-category',
  'not-an-event',
  'not-kubectl',
  'loopback',
  'cut',
  'too-long',
  'machinery',
] as const;
export type SkipReason = (typeof skipReasons)[number];
export type SkipCounts = Record<SkipReason, number>;

/** Where an identity of the machinery called from: it says where the cluster's own parts are. */
export interface Presence {
  /** `resourceId` of the envelope as logged. */
  readonly resourceId: Text;
  /** `user.username`, which begins with `system:` */
  readonly user: string;
  /** A public address in its canonical form. */
  readonly ip: string;
  /** `2026-10-01`: UTC day of `requestReceivedTimestamp`; `null` when missing. */
  readonly day: string | null;
}

/**
 * What had become of a record if only kubectl was read; `null`: it had been counted. `beside`: it had been no record of its
 * own, but part of a line that another one stands for.
 */
export type Original = SkipReason | null | 'beside';

/** What became of a record. */
export type Reading =
  | { readonly ok: true; readonly event: CallEvent; readonly original: Original }
  | {
      readonly ok: false;
      readonly reason: SkipReason;
      readonly original: Original;
      readonly presence: Presence | null;
    };

export const noSkips = (): SkipCounts => ({
  'not-json': 0,
  'other-category': 0,
  'not-an-event': 0,
  'not-kubectl': 0,
  loopback: 0,
  cut: 0,
  'too-long': 0,
  machinery: 0,
});
