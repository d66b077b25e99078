/** Queries in KQL, for the tables of Log Analytics. What a caller wrote stands in them as quoted text only. */
import { type Asked, anyOf } from './asked.ts';

/** A table, and where it has what is asked. */
export interface Table {
  readonly name: string;
  readonly user: string;
  readonly sourceIPs: string;
  readonly id: string;
  readonly agent: string;
  readonly prepare: readonly string[];
  readonly shown: string;
}

/** Of workspaces with resource-specific tables. */
export const aksAudit: Table = {
  name: 'AKSAudit',
  user: 'tostring(User.username)',
  sourceIPs: 'tostring(SourceIps)',
  id: 'AuditId',
  agent: 'UserAgent',
  prepare: [],
  shown: 'Verb, RequestUri, User, SourceIps, UserAgent, ResponseStatus, ObjectRef',
};

/** Of workspaces that have one table for all. */
export const azureDiagnostics: Table = {
  name: 'AzureDiagnostics',
  user: 'tostring(Event.user.username)',
  sourceIPs: 'tostring(Event.sourceIPs)',
  id: 'tostring(Event.auditID)',
  agent: 'tostring(Event.userAgent)',
  prepare: ['where Category == "kube-audit"', 'extend Event = parse_json(log_s)'],
  shown:
    'Verb = Event.verb, RequestUri = Event.requestURI, User = Event.user, ImpersonatedUser = Event.impersonatedUser, ' +
    'SourceIps = Event.sourceIPs, UserAgent = Event.userAgent, ResponseStatus = Event.responseStatus, ObjectRef = Event.objectRef',
};

export function kql(asked: Asked, table: Table): string {
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

/** KQL reads the escapes that JSON writes. Format characters could turn the shown query around: escaped, too. */
const kqlText = (text: string): string =>
  JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]/gu, (c) =>
    [...c.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
