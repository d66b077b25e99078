/**
 * What one API request was, and why a line gives none.
 * Knows Kubernetes audit fields; refuses to know envelopes, bytes and counts.
 */

/** A text field as logged: `null` is missing, `''` is a value. Always well-formed Unicode. */
export type Text = string | null;

/** A kubectl call with its raw values. Loopback texts are gone from `sourceIPs`; order and repeats are kept. */
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
  /** `''` where it is missing, which only a reader of all clients reads. */
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

/** What a create or patch asked for, from last-applied-configuration or the request object. Never data of Secrets. */
export interface Applied {
  readonly kind: string;
  readonly name: Text;
  readonly images: readonly string[];
  /** e.g. `privileged`, `hostPath:/`, `hostNetwork`, `hostPID`, `capability:SYS_ADMIN` */
  readonly dangerous: readonly string[];
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

/** One audit event of a call. */
export interface CallEvent {
  readonly call: Call;
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
 * - `not-kubectl`: another agent, or none
 * - `loopback`: every source IP is `127.0.0.1` or `::1`
 * - `cut`: the record was cut before its agent was complete
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
] as const;
export type SkipReason = (typeof skipReasons)[number];
export type SkipCounts = Record<SkipReason, number>;

export type Reading =
  | { readonly ok: true; readonly event: CallEvent }
  | { readonly ok: false; readonly reason: SkipReason };

export const noSkips = (): SkipCounts => ({
  'not-json': 0,
  'other-category': 0,
  'not-an-event': 0,
  'not-kubectl': 0,
  loopback: 0,
  cut: 0,
  'too-long': 0,
});
