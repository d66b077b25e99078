/** What a query for the events of a finding asks, in no language yet: who, from where, when. Refuses to know tables. */
import type { RankedCall } from '../../judge/ranked-call.ts';

/** What a finding is about. */
export interface Subject {
  readonly clusterId: string;
  readonly clientIp: string | null;
  /** RFC 3339; `null` when no call has a time. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** At least one. */
  readonly calls: readonly RankedCall[];
}

/** What a query looks for. */
export interface Asked {
  readonly clusterId: string;
  /** The real callers: who impersonates, where somebody does. */
  readonly users: readonly string[];
  /** As logged. */
  readonly addresses: readonly string[];
  /** What the agents begin with. */
  readonly agents: readonly string[];
  readonly span: Span | null;
  readonly ids: readonly string[];
}

/** RFC 3339, in whole seconds. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Logged times differ from the events' own by seconds, now and then by minutes. */
const marginSeconds = 600;

/** Named in a query at most: time, user and address find the rest. */
const maxIds = 20;
/** A client may choose its auditID; servers choose UUIDs. */
const longestId = 64;
const maxUsers = 10;
const maxAgents = 5;
/** Characters that tell one agent from another. */
const longestAgent = 64;

export function askedOf(subject: Subject): Asked {
  const { calls, clientIp } = subject;
  const [top] = calls;
  const agents = atMost(
    maxAgents,
    calls.map(({ userAgent }) => beginningOf(userAgent)),
  );
  return {
    clusterId: subject.clusterId,
    users: atMost(
      maxUsers,
      calls.map(({ impersonatedBy, user }) => impersonatedBy ?? user),
    ),
    addresses: clientIp === null ? [] : [loggedAs(clientIp, top?.sourceIPs ?? [])],
    agents: agents.includes('') ? [] : agents,
    span: spanOf(subject),
    ids: distinct(calls.flatMap((call) => call.evidence.map(({ auditID }) => auditID ?? '')))
      .filter((id) => id.length <= longestId)
      .slice(0, maxIds),
  };
}

/** The distinct texts, none where there are more: a query that asks for some of them would hide the others. */
function atMost(most: number, texts: readonly string[]): readonly string[] {
  const each = [...new Set(texts)];
  return each.length > most ? [] : each;
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '');

/** The program, without half a character at its end. */
const beginningOf = (userAgent: string): string =>
  (userAgent.split('/')[0] ?? '').slice(0, longestAgent).replace(/[\ud800-\udbff]$/, '');

/** A client IP is written one way here; logs may write the same address in another. */
const loggedAs = (ip: string, sourceIPs: readonly string[]): string =>
  sourceIPs.includes(ip) ? ip : (sourceIPs[0] ?? ip);

/** RFC 3339 in whole seconds, with the margin at both ends. */
function spanOf({ firstSeen, lastSeen }: Subject): Span | null {
  const [first, last] = [Date.parse(firstSeen ?? ''), Date.parse(lastSeen ?? firstSeen ?? '')];
  if (Number.isNaN(first) || Number.isNaN(last)) return null;
  const at = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '');
  return { from: at(first - marginSeconds * 1000), to: at(last + marginSeconds * 1000) };
}

/** One step that lets pass what fits any of some values; none where there is nothing to ask. */
export const anyOf = (
  values: readonly string[],
  or: ' or ' | ' OR ',
  test: (value: string) => string,
): string[] => (values.length === 0 ? [] : [`where ${values.map(test).join(or)}`]);
