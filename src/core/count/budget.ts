/**
 * The cardinality budget: what a flood of distinct calls can cost a blob at most (DESIGN 5).
 * Attackers choose URIs, agents and forwarded addresses, so the budget must bound every one of them.
 */
import type { Call, Text } from '../read/call.ts';
import { bounded } from './bounded.ts';

export interface Budget {
  /** Rows a blob may have before new ones are folded. */
  readonly rows: number;
  /** The pattern of a URI; given, since patterns are judged later than calls are counted. */
  readonly foldUri: (uri: string) => string;
  /** What makes two calls of another client than kubectl the same. */
  readonly patternOf: (call: Call) => string;
}

/** Longest written form of a call that is kept whole: beyond it one row would not fit an entity. */
const maxCallChars = 60_000;
const maxTextChars = 2_000;
const maxListMembers = 20;

const foldedAway = '(folded)';

/**
 * The call as a new row may keep it, the same object where nothing had to go.
 * Up to the budget: whole, if it fits an entity. Up to half as much again: its URI as a pattern. Up to twice:
 * its URI, agent, namespace and forwarded addresses gone. Beyond: nothing left that a caller chooses.
 */
export function withinBudget(call: Call, rows: number, budget: Budget): Call {
  if (rows < budget.rows) return shortened(call);
  if (rows < budget.rows * 1.5) {
    return shortened({
      ...call,
      requestURI: call.requestURI === null ? null : budget.foldUri(call.requestURI),
    });
  }
  const folded = {
    ...call,
    requestURI: foldedAway,
    userAgent: foldedAway,
    namespace: foldedAway,
    sourceIPs: call.sourceIPs.slice(-1),
  };
  if (rows < budget.rows * 2) return shortened(folded);
  return {
    ...folded,
    user: foldedAway,
    impersonated: null,
    impersonatedGroups: [],
    groups: [],
    sourceIPs: [],
    verb: foldedAway,
    resource: foldedAway,
    subresource: null,
    code: null,
  };
}

function shortened(call: Call): Call {
  if (charsOf(call) <= maxCallChars) return call;
  const text = (value: Text): Text => (value === null ? null : bounded(value, maxTextChars));
  const list = (values: readonly string[]) =>
    values.slice(0, maxListMembers).map((value) => bounded(value, 100));
  return {
    user: text(call.user),
    impersonated: text(call.impersonated),
    impersonatedGroups: list(call.impersonatedGroups),
    groups: list(call.groups),
    sourceIPs: list(call.sourceIPs),
    userAgent: bounded(call.userAgent, maxTextChars),
    verb: text(call.verb),
    resource: text(call.resource),
    subresource: text(call.subresource),
    namespace: text(call.namespace),
    requestURI: text(call.requestURI),
    code: call.code,
  };
}

/** An upper bound of the call's written length: every character may need six (`\u0000`). */
function charsOf(call: Call): number {
  let chars = call.userAgent.length;
  for (const value of [call.user, call.impersonated, call.verb, call.resource, call.subresource])
    chars += value?.length ?? 0;
  chars += (call.namespace?.length ?? 0) + (call.requestURI?.length ?? 0);
  for (const value of call.groups) chars += value.length + 3;
  for (const value of call.impersonatedGroups) chars += value.length + 3;
  for (const value of call.sourceIPs) chars += value.length + 3;
  return chars;
}
