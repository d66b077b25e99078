/**
 * Ready-made queries that show the events behind a finding where they are kept: Log Analytics, Splunk, and the blobs
 * themselves. Knows query languages; refuses to run anything. What a caller wrote stands in them as quoted text only.
 */

import type { RankedCall } from '../judge/ranked-call.ts';
import type { CallEvidence } from '../rank/pattern-row.ts';

export interface Queries {
  /** KQL for workspaces with resource-specific tables, and for those with AzureDiagnostics. */
  readonly aksAudit: string;
  readonly azureDiagnostics: string;
  /** SPL, with the macro of the original detection. */
  readonly splunk: string;
  /** Where the lines stand in the archive, blob by blob. */
  readonly blobs: readonly BlobRange[];
}

export interface BlobRange {
  /** Blob name or file path. */
  readonly source: string;
  /** Bytes, both ends included: from the first line's first byte to beyond the last line's last. */
  readonly from: number;
  readonly to: number;
}

/** Logged times differ from the events' own by seconds, now and then by minutes. */
const marginSeconds = 600;

/** A record is cut at 16 KiB before it is escaped and wrapped; few lines are longer than this. */
const lineBytes = 65_536;

/** Named in a query at most: time, user and address find the rest. */
const maxIds = 20;
/** A client may choose its auditID; servers choose UUIDs. */
const longestId = 64;
const maxUsers = 10;
const maxAgents = 5;
/** Characters that tell one agent from another. */
const longestAgent = 64;
const maxBlobs = 20;

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

interface Asked {
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

interface Span {
  readonly from: string;
  readonly to: string;
}

export function queriesFor(subject: Subject): Queries {
  const { calls, clientIp } = subject;
  const evidence = calls.flatMap((call) => call.evidence);
  const [top] = calls;
  const agents = atMost(
    maxAgents,
    calls.map(({ userAgent }) => beginningOf(userAgent)),
  );
  const asked: Asked = {
    clusterId: subject.clusterId,
    users: atMost(
      maxUsers,
      calls.map(({ impersonatedBy, user }) => impersonatedBy ?? user),
    ),
    addresses: clientIp === null ? [] : [loggedAs(clientIp, top?.sourceIPs ?? [])],
    agents: agents.includes('') ? [] : agents,
    span: spanOf(subject),
    ids: distinct(evidence.map(({ auditID }) => auditID ?? ''))
      .filter((id) => id.length <= longestId)
      .slice(0, maxIds),
  };
  return {
    aksAudit: kql(asked, {
      name: 'AKSAudit',
      user: 'tostring(User.username)',
      sourceIPs: 'tostring(SourceIps)',
      id: 'AuditId',
      agent: 'UserAgent',
      prepare: [],
      shown: 'Verb, RequestUri, User, SourceIps, UserAgent, ResponseStatus, ObjectRef',
    }),
    azureDiagnostics: kql(asked, {
      name: 'AzureDiagnostics',
      user: 'tostring(Event.user.username)',
      sourceIPs: 'tostring(Event.sourceIPs)',
      id: 'tostring(Event.auditID)',
      agent: 'tostring(Event.userAgent)',
      prepare: ['where Category == "kube-audit"', 'extend Event = parse_json(log_s)'],
      shown:
        'Verb = Event.verb, RequestUri = Event.requestURI, User = Event.user, ImpersonatedUser = Event.impersonatedUser, ' +
        'SourceIps = Event.sourceIPs, UserAgent = Event.userAgent, ResponseStatus = Event.responseStatus, ObjectRef = Event.objectRef',
    }),
    splunk: spl(asked),
    blobs: blobRanges(evidence),
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

interface Table {
  readonly name: string;
  readonly user: string;
  readonly sourceIPs: string;
  readonly id: string;
  readonly agent: string;
  readonly prepare: readonly string[];
  readonly shown: string;
}

function kql(asked: Asked, table: Table): string {
  const { span, ids } = asked;
  return [
    table.name,
    ...(span === null
      ? []
      : [`where TimeGenerated between (datetime(${span.from}) .. datetime(${span.to}))`]),
    `where _ResourceId =~ ${kqlText(asked.clusterId)}`,
    ...table.prepare,
    ...anyOf(asked.users, ' or ', (user) => `${table.user} == ${kqlText(user)}`),
    ...anyOf(asked.addresses, ' or ', (address) => `${table.sourceIPs} has ${kqlText(address)}`),
    ...anyOf(asked.agents, ' or ', (agent) => `${table.agent} startswith ${kqlText(agent)}`),
    `extend InFinding = ${ids.length === 0 ? 'false' : `${table.id} in (${ids.map(kqlText).join(', ')})`}`,
    `project TimeGenerated, InFinding, ${table.shown}`,
    'order by TimeGenerated asc',
  ].join('\n| ');
}

function spl(asked: Asked): string {
  const { span, ids } = asked;
  const times = span === null ? '' : ` earliest=${seconds(span.from)} latest=${seconds(span.to)}`;
  const isTold = ids.map((id) => splEquals('auditID', id)).join(' OR ');
  return [
    `\`kubernetes_azure\` category=kube-audit${times}`,
    `where ${splEquals('upper(resourceId)', asked.clusterId.toUpperCase())}`,
    'spath input=properties.log',
    ...anyOf(asked.users, ' OR ', (user) => splEquals("'user.username'", user)),
    ...anyOf(
      asked.addresses,
      ' OR ',
      (address) => `isnotnull(mvfilter(${splEquals("'sourceIPs{}'", address)}))`,
    ),
    ...anyOf(asked.agents, ' OR ', (agent) => `like(lower(userAgent), "${splText(agent.toLowerCase())}%")`),
    `eval in_finding=${isTold === '' ? '"no"' : `if(${isTold}, "yes", "no")`}`,
    'sort 0 requestReceivedTimestamp',
    'table requestReceivedTimestamp in_finding verb requestURI user.username sourceIPs{} userAgent responseStatus.code',
  ].join('\n| ');
}

/** One step that lets pass what fits any of some values; none where there is nothing to ask. */
const anyOf = (values: readonly string[], or: ' or ' | ' OR ', test: (value: string) => string): string[] =>
  values.length === 0 ? [] : [`where ${values.map(test).join(or)}`];

/** RFC 3339 in whole seconds, with the margin at both ends. */
function spanOf({ firstSeen, lastSeen }: Subject): Span | null {
  const [first, last] = [Date.parse(firstSeen ?? ''), Date.parse(lastSeen ?? firstSeen ?? '')];
  if (Number.isNaN(first) || Number.isNaN(last)) return null;
  const at = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '');
  return { from: at(first - marginSeconds * 1000), to: at(last + marginSeconds * 1000) };
}

const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

/** KQL reads the escapes that JSON writes. Format characters could turn the shown query around: escaped, too. */
const kqlText = (text: string): string =>
  JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]/gu, (c) =>
    [...c.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );

/**
 * `eval` knows no escape but those of quote and backslash: what cannot be written is matched as any one character.
 * A dollar sign cannot: Splunk puts values in for `$name$` before it searches.
 */
const unwritable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`$]/u;

const splText = (text: string): string =>
  text.replace(/["\\]/g, '\\$&').replace(new RegExp(unwritable, 'gu'), '_');

const splEquals = (value: string, text: string): string =>
  unwritable.test(text) ? `like(${value}, "${splText(text)}")` : `${value}="${splText(text)}"`;

function blobRanges(evidence: readonly CallEvidence[]): BlobRange[] {
  const bySource = Map.groupBy(evidence, ({ source }) => source);
  return [...bySource].slice(0, maxBlobs).map(([source, own]) => {
    const offsets = own.map(({ offset }) => offset);
    return { source, from: Math.min(...offsets), to: Math.max(...offsets) + lineBytes - 1 };
  });
}
