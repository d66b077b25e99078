/**
 * Patterns: calls with their volatile parts folded (DESIGN 6).
 * Knows what stays the same when somebody does the same again; refuses to know what is rare.
 */
import { createHash } from 'node:crypto';
import type { Call, Text } from '../read/call.ts';
import { agentOf, agentText } from './agent.ts';
import { type ClientIpPolicy, clientOf } from './client-ip.ts';
import { commandOfCall, foldCommand } from './command/command.ts';
import { type Deed, deedsOf } from './command/deeds.ts';
import { cut } from './cut.ts';
import { foldGenerated } from './generated.ts';
import { uriTemplate } from './uri.ts';

/** What became of a call. `unknown`: nothing says so, as in a record that was cut. */
export const outcomes = ['allowed', 'refused', 'failed', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/** 401 and 403 are the API server's refusals; 101 opens a stream. */
export function outcomeOf(code: number | null): Outcome {
  if (code === null) return 'unknown';
  if (code === 401 || code === 403) return 'refused';
  return code < 400 ? 'allowed' : 'failed';
}

/** What makes two calls the same. Texts are bounded; a longer one ends in a hash of its rest. */
export interface Pattern {
  /** The effective user: the impersonated one, else the caller; `''` when unknown. */
  readonly user: string;
  /** The real caller, where he impersonates. */
  readonly impersonatedBy: Text;
  /** As logged; `exec`, `attach`, `portforward` for these, whichever HTTP method opened them (DESIGN 3.9). */
  readonly verb: Text;
  readonly resource: Text;
  readonly subresource: Text;
  /** Generated parts folded. */
  readonly namespace: Text;
  readonly uri: string;
  /** What an exec runs, folded: `cat /etc/{path}`; `null` for what runs nothing. */
  readonly command: Text;
  /** What that does: judged like the command itself, so no call of the pattern does more than another. */
  readonly deeds: readonly Deed[];
  /** Family, minor version and system: `kubectl/1.30 linux`. */
  readonly agent: string;
  /** A sorted set without `system:authenticated`. */
  readonly groups: readonly string[];
  /** Those taken on by impersonation, the same way. */
  readonly impersonatedGroups: readonly string[];
  readonly clientIp: Text;
  /** What was refused is another thing than the same allowed: a wall that holds is no breach. */
  readonly outcome: Outcome;
}

const streams: ReadonlySet<Text> = new Set(['exec', 'attach', 'portforward']);

/** The verb as patterns have it: see {@link Pattern.verb}. */
export const verbClass = ({
  verb,
  resource,
  subresource,
}: Pick<Call, 'verb' | 'resource' | 'subresource'>) =>
  resource === 'pods' && streams.has(subresource) ? subresource : verb;

/**
 * What makes two calls of another client than kubectl one row: their pattern, whoever is taken for the client, and the
 * namespace, also where its name is generated.
 */
export const patternText = (call: Call): string =>
  JSON.stringify([Object.values(patternOf(call, 'ignore') ?? {}), call.sourceIPs, cut(call.namespace, 128)]);

/** @returns `null` when the call came from loopback alone: the cluster called itself */
export function patternOf(
  call: Call,
  policy: ClientIpPolicy,
): (Pattern & { readonly spoofable: boolean }) | null {
  const client = clientOf(call.sourceIPs, policy);
  if (client === null) return null;
  const argv = commandOfCall(call);
  return {
    user: cut(call.impersonated ?? call.user ?? '', 256),
    impersonatedBy: call.impersonated === null ? null : cut(call.user ?? '', 256),
    verb: cut(verbClass(call), 32),
    resource: cut(call.resource, 128),
    subresource: cut(call.subresource, 64),
    namespace: call.namespace === null ? null : foldGenerated(cut(call.namespace, 128)),
    uri: cut(call.requestURI === null ? '' : uriTemplate(call.requestURI), 512),
    command: foldCommand(argv),
    deeds: deedsOf(argv),
    agent: cut(agentText(agentOf(call.userAgent)), 96),
    groups: groupsOf(call.groups),
    impersonatedGroups: groupsOf(call.impersonatedGroups),
    clientIp: client.ip,
    outcome: outcomeOf(call.code),
    spoofable: client.spoofable,
  };
}

function groupsOf(groups: readonly string[]): string[] {
  const set = [...new Set(groups)].filter((group) => group !== 'system:authenticated').sort();
  let room = 1200;
  const kept = set.filter((group) => {
    room -= group.length;
    return room >= 0;
  });
  return kept.length === set.length
    ? kept
    : [...kept, `+${set.length - kept.length} ${digest(set).slice(0, 12)}`];
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');
