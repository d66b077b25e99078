/**
 * An audit event turned into a call, or the reason why it is none.
 * Knows the fields of `audit.k8s.io/v1`; refuses to know envelopes and bytes.
 */
import { appliedOf } from './applied.ts';
import type { Call, CallEvent, Reading, SkipReason, Text } from './call.ts';
import { type JsonObject, objectOf, textOf, textsOf } from './json.ts';
import { isAgent, type ReadOptions } from './options.ts';
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
}

const loopback = new Set(['127.0.0.1', '::1']);
const longVerbs = new Set(['watch', 'proxy']);
const longSubresources = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);

export const skip = (reason: SkipReason): Reading => ({ ok: false, reason });

/** @returns the event of a client that is read, else why it is none: `not-kubectl`, `cut`, `loopback`, `not-an-event` */
export function readEvent(event: JsonObject, around: Surroundings, options: ReadOptions): Reading {
  const userAgent = textOf(event.userAgent);
  const logged = textsOf(event.sourceIPs);
  const sourceIPs = logged.filter((text) => !loopback.has(text));
  const reason =
    options.clients === 'all' ? faultOf(event, around) : strangerOf(event, around, userAgent, options.agents);
  if (reason !== null) return skip(reason);
  if (options.clients !== 'all' && logged.length > 0 && sourceIPs.length === 0) return skip('loopback');
  const call = callOf(event, userAgent ?? '', sourceIPs);
  const received = textOf(event.requestReceivedTimestamp);
  const stage = textOf(event.stage);
  const found: CallEvent = {
    call,
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
  return { ok: true, event: found };
}

/** Why an event is none of the agents' own. */
function strangerOf(
  event: JsonObject,
  around: Surroundings,
  userAgent: Text,
  agents: readonly string[],
): SkipReason | null {
  if (userAgent === null) return around.cut && !('userAgent' in event) ? 'cut' : 'not-kubectl';
  return isAgent(userAgent, agents) ? null : 'not-kubectl';
}

/** Why an object is no event of anybody: it says neither what was asked for nor how. */
function faultOf(event: JsonObject, { cut }: Surroundings): SkipReason | null {
  if (textOf(event.verb) !== null || textOf(event.requestURI) !== null) return null;
  return cut ? 'cut' : 'not-an-event';
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
