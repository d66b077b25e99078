/**
 * An audit event turned into a call, or the reason why it is none.
 * Knows the fields of `audit.k8s.io/v1`; refuses to know envelopes and bytes.
 */
import { appliedOf } from './applied.ts';
import type { Call, CallEvent, Reading, SkipReason, Text } from './call.ts';
import { type Caller, kubectlGate, refusal } from './gate/gate.ts';
import { presenceOf } from './gate/presence.ts';
import { type JsonObject, objectOf, textOf, textsOf } from './json.ts';
import type { ReadOptions } from './options.ts';
import { saidOf } from './said.ts';
import { utcTime } from './time.ts';

/** Where an event was found: what its envelope says of it. */
export interface Surroundings {
  readonly resourceId: Text;
  /** `time` of the envelope as logged */
  readonly time: Text;
  /** `properties.pod` */
  readonly pod: Text;
  /** What the event was read of. */
  readonly log: unknown;
  /** The record was cut: fields behind the cut are missing. */
  readonly cut: boolean;
  /** The event was JSON as it stood, and nothing else. */
  readonly whole: boolean;
}

const loopback = new Set(['127.0.0.1', '::1']);
const longVerbs = new Set(['watch', 'proxy']);
const longSubresources = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);

export const skip = (reason: SkipReason): Reading => ({
  ok: false,
  reason,
  original: reason,
  presence: null,
});

/** @returns the event of a caller who is read, else the reason of the gate. */
export function readEvent(event: JsonObject, around: Surroundings, options: ReadOptions): Reading {
  const { caller, sourceIPs } = callerOf(event, around.cut);
  const { user, userAgent } = caller;
  const original = kubectlGate(caller, options.agents);
  const reason = refusal(caller, options, original);
  const received = textOf(event.requestReceivedTimestamp);
  if (reason !== null) {
    // What was cut has lost its time; whatever else is no JSON is nothing that Kubernetes wrote.
    const leaves = reason === 'machinery' && around.whole;
    const presence = leaves ? presenceOf(user, sourceIPs, received, around.resourceId) : null;
    return { ok: false, reason, original: original ?? reason, presence };
  }
  const call = callOf(event, userAgent ?? '', sourceIPs);
  const stage = textOf(event.stage);
  const found: CallEvent = {
    call,
    client: original === null ? 'kubectl' : 'other',
    resourceId: around.resourceId,
    auditID: textOf(event.auditID),
    stage,
    received,
    time: utcTime(received) ?? utcTime(textOf(event.stageTimestamp)) ?? utcTime(around.time),
    isRequest: isRequest(call, stage),
    salvaged: around.cut,
    said: saidOf(event, around.cut),
    applied: appliedOf(event, call.verb),
    ...(options.clients === 'all' ? { logged: { event, log: around.log, pod: around.pod } } : {}),
  };
  return { ok: true, event: found, original };
}

/** Who an event says that called, and from where: `sourceIPs` without loopback. */
export function callerOf(
  event: JsonObject,
  cut: boolean,
): { readonly caller: Caller; readonly sourceIPs: readonly string[] } {
  const logged = textsOf(event.sourceIPs);
  const sourceIPs = logged.filter((text) => !loopback.has(text));
  return {
    caller: {
      user: textOf(objectOf(event.user)?.username),
      userAgent: textOf(event.userAgent),
      fromLoopback: logged.length > 0 && sourceIPs.length === 0,
      cut: cut && !('userAgent' in event),
    },
    sourceIPs,
  };
}

function callOf(event: JsonObject, userAgent: string, sourceIPs: readonly string[]): Call {
  const user = objectOf(event.user);
  const impersonated = objectOf(event.impersonatedUser);
  const reference = objectOf(event.objectRef);
  const code = objectOf(event.responseStatus)?.code;
  return {
    user: textOf(user?.username),
    impersonated: textOf(impersonated?.username),
    impersonatedGroups: textsOf(impersonated?.groups),
    groups: textsOf(user?.groups),
    sourceIPs,
    userAgent,
    verb: textOf(event.verb),
    resource: textOf(reference?.resource),
    subresource: textOf(reference?.subresource),
    namespace: textOf(reference?.namespace),
    requestURI: textOf(event.requestURI),
    // Adding zero turns -0, which JSON can write, into 0.
    code: Number.isSafeInteger(code) ? Number(code) + 0 : null,
  };
}

/** The stage rule (DESIGN 3.5): each request counts at one of its events, known without state. */
function isRequest({ verb, subresource, code }: Call, stage: Text): boolean {
  const long = longVerbs.has(verb ?? '') || longSubresources.has(subresource ?? '');
  if (stage === 'ResponseStarted') return long || code === 401;
  return !long && (stage === 'ResponseComplete' || stage === 'Panic');
}
