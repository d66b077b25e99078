/**
 * An audit event turned into a call, or the reason why it is none.
 * Knows the fields of `audit.k8s.io/v1`; refuses to know envelopes and bytes.
 */
import { appliedOf } from './applied.ts';
import type { Call, CallEvent, Reading, SkipReason, Text } from './call.ts';
import { type JsonObject, objectOf, textOf, textsOf } from './json.ts';
import { isAgent } from './options.ts';
import { saidOf } from './said.ts';
import { utcTime } from './time.ts';

/** Where an event was found: what its envelope says of it. */
export interface Surroundings {
  readonly resourceId: Text;
  /** `time` of the envelope as logged */
  readonly time: Text;
  /** The record was cut: fields behind the cut are missing. */
  readonly cut: boolean;
}

const loopback = new Set(['127.0.0.1', '::1']);
const longVerbs = new Set(['watch', 'proxy']);
const longSubresources = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);

export const skip = (reason: SkipReason): Reading => ({ ok: false, reason });

/** @returns the event of an agent that is read, else `not-kubectl`, `cut` or `loopback`. */
export function readEvent(event: JsonObject, around: Surroundings, agents: readonly string[]): Reading {
  const userAgent = textOf(event.userAgent);
  if (userAgent === null) return skip(around.cut && !('userAgent' in event) ? 'cut' : 'not-kubectl');
  if (!isAgent(userAgent, agents)) return skip('not-kubectl');
  const logged = textsOf(event.sourceIPs);
  const sourceIPs = logged.filter((text) => !loopback.has(text));
  if (logged.length > 0 && sourceIPs.length === 0) return skip('loopback');
  const call = callOf(event, userAgent, sourceIPs);
  const received = textOf(event.requestReceivedTimestamp);
  const stage = textOf(event.stage);
  const found: CallEvent = {
    call,
    client: 'kubectl',
    resourceId: around.resourceId,
    auditID: textOf(event.auditID),
    stage,
    received,
    time: utcTime(received) ?? utcTime(textOf(event.stageTimestamp)) ?? utcTime(around.time),
    isRequest: isRequest(call, stage),
    salvaged: around.cut,
    said: saidOf(event, around.cut),
    applied: appliedOf(event, call.verb),
  };
  return { ok: true, event: found };
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
