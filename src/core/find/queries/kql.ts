/** Queries in KQL, for the tables of Log Analytics. What a caller wrote stands in them as quoted text only. */
import { type Asked, anyOf, notNamed, type Sought } from './asked.ts';

/** A table, and where it has what is asked. */
interface Table {
  readonly name: string;
  readonly user: string;
  /** Of type dynamic. */
  readonly sourceIPs: string;
  readonly id: string;
  readonly agent: string;
  readonly prepare: readonly string[];
  /** The record as text, where one that was cut cannot be parsed; `null` where the table has columns. */
  readonly raw: string | null;
  readonly shown: string;
}

/** Of workspaces with resource-specific tables: each of the two audit categories has its own. */
export const aksAudit = ({ category }: Asked): Table => ({
  name: category === 'kube-audit-admin' ? 'AKSAuditAdmin' : 'AKSAudit',
  user: 'tostring(User.username)',
  sourceIPs: 'SourceIps',
  id: 'AuditId',
  agent: 'UserAgent',
  prepare: [],
  raw: null,
  shown: 'Verb, RequestUri, User, SourceIps, UserAgent, ResponseStatus, ObjectRef',
});

/** Of workspaces that have one table for all. */
export const azureDiagnostics = ({ category }: Asked): Table => ({
  name: 'AzureDiagnostics',
  user: 'tostring(Event.user.username)',
  sourceIPs: 'Event.sourceIPs',
  id: 'tostring(Event.auditID)',
  agent: 'tostring(Event.userAgent)',
  prepare: [`where Category == ${kqlText(category)}`, 'extend Event = parse_json(log_s)'],
  raw: 'log_s',
  shown:
    'Verb = Event.verb, RequestUri = Event.requestURI, User = Event.user, ImpersonatedUser = Event.impersonatedUser, ' +
    'SourceIps = Event.sourceIPs, UserAgent = Event.userAgent, ResponseStatus = Event.responseStatus, ObjectRef = Event.objectRef',
});

/** What the actor did at the time. @param ids those that are named in it, of all that are asked for */
export function kql(asked: Asked, table: Table, ids: readonly string[]): string {
  const mayBeUnread = asked.cut && table.raw !== null;
  // Of a record that cannot be parsed nothing can be asked but what its text holds.
  const orUnread = mayBeUnread ? ` or isempty(${table.id})` : '';
  const steps = [
    ...anyOf(asked.users, ' or ', (user) => valueIs(table.user, user)),
    ...anyOf(asked.addresses, ' or ', (address) => addressIs(table.sourceIPs, address)),
    ...anyOf(asked.agents, ' or ', (agent) => valueIs(table.agent, agent)),
  ].map((step) => step + orUnread);
  const isNamed = ids.length === 0 ? null : `${table.id} in (${ids.map(kqlText).join(', ')})`;
  const other = kqlText(notNamed(asked, ids.length < asked.ids.length));
  return [
    ...head(asked, table),
    ...steps,
    ...(mayBeUnread ? heldIn(asked.users, table) : []),
    `extend InFinding = ${isNamed === null ? other : `iff(${isNamed}, "yes", ${other})`}`,
    `project TimeGenerated, InFinding, ${table.shown}`,
    'order by TimeGenerated asc',
  ].join('\n| ');
}

/** The events of these ids. */
export const kqlPart = (asked: Asked, table: Table, ids: readonly string[]): string =>
  [
    ...head(asked, table),
    `where ${table.id} in (${ids.map(kqlText).join(', ')})`,
    `project TimeGenerated, ${table.shown}`,
    'order by TimeGenerated asc',
  ].join('\n| ');

const head = ({ span, clusterId }: Asked, table: Table): string[] => [
  table.name,
  ...(span === null ? [] : [`where TimeGenerated between (datetime(${span.from}) .. datetime(${span.to}))`]),
  `where _ResourceId =~ ${kqlText(clusterId)}`,
  ...table.prepare,
];

/** Text that is missing is empty, never null, in KQL. */
function valueIs(field: string, { text, isStart }: Sought): string {
  if (text === '') return `isempty(${field})`;
  return `${field} ${isStart ? 'startswith' : '=='} ${kqlText(text)}`;
}

const addressIs = (field: string, address: string): string =>
  address === ''
    ? `isnull(${field}) or array_length(${field}) == 0`
    : `tostring(${field}) has ${kqlText(address)}`;

/** What can be asked of records that cannot be parsed: whether they hold a name, where JSON writes it as it is. */
function heldIn(users: readonly Sought[], { raw, id }: Table): string[] {
  if (raw === null || users.length === 0 || !users.every(({ text }) => /^[\w@.:-]+$/.test(text))) return [];
  const held = users.map(({ text }) => `${raw} has ${kqlText(text)}`).join(' or ');
  return [`where isnotempty(${id}) or ${held}`];
}

/** KQL reads the escapes that JSON writes. Format characters could turn the shown query around: escaped, too. */
const kqlText = (text: string): string =>
  JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]/gu, (c) =>
    [...c.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
