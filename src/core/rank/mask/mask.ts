/**
 * The one place that decides what of a call is shown. Every ranking goes through here on its way to people, pages, files
 * and sinks; what is stored for counting and judged does not. Refuses to know who may see more.
 */
import type { Applied, Call, Said, Text } from '../../read/call.ts';
import type { CallBaseline } from '../baseline.ts';
import type { Grown } from '../grown.ts';
import type { PatternRow } from '../pattern-row.ts';
import type { RareRow } from '../rare.ts';
import { maskLine } from './command.ts';
import { shownUrl } from './place.ts';
import { maskText } from './shapes.ts';
import { maskUri } from './uri.ts';

const one = <T extends Text>(text: T): T | string => (text === null ? text : maskText(text));

const maskCall = (call: Call): Call => ({
  ...call,
  user: one(call.user),
  impersonated: one(call.impersonated),
  impersonatedGroups: call.impersonatedGroups.map(maskText),
  groups: call.groups.map(maskText),
  sourceIPs: call.sourceIPs.map(maskText),
  userAgent: maskText(call.userAgent),
  verb: one(call.verb),
  resource: one(call.resource),
  subresource: one(call.subresource),
  namespace: one(call.namespace),
  requestURI: call.requestURI === null ? null : maskUri(call.requestURI),
});

const maskSaid = (said: Said): Said => ({
  ...said,
  names: said.names.map(maskText),
  grants: said.grants.map(maskText),
  objectId: one(said.objectId),
});

const maskApplied = (applied: Applied): Applied => ({
  ...applied,
  kind: maskText(applied.kind),
  name: one(applied.name),
  images: applied.images.map(maskText),
  dangerous: applied.dangerous.map(maskText),
  serviceAccount: one(applied.serviceAccount),
  rules: applied.rules.map(maskText),
  role: one(applied.role),
  subjects: applied.subjects.map(maskText),
  exposes: applied.exposes.map(maskText),
  webhooks: applied.webhooks.map((webhook) => webhook.split(' ').map(maskAddress).join(' ')),
  signer: one(applied.signer),
  usages: applied.usages.map(maskText),
  audiences: applied.audiences.map(maskAddress),
});

/** An address is shown as those of command lines are: without what stands in its query. */
const maskAddress = (text: string): string => shownUrl(text) ?? maskText(text);

/** A pattern of a day, for showing. Its key and its counts are what they were. */
export const maskPattern = (row: PatternRow): PatternRow => ({
  ...row,
  user: maskText(row.user),
  impersonatedBy: one(row.impersonatedBy),
  verb: one(row.verb),
  resource: one(row.resource),
  subresource: one(row.subresource),
  namespace: one(row.namespace),
  uri: maskUri(row.uri),
  command: row.command === null ? null : maskLine(row.command, true),
  agent: maskText(row.agent),
  impersonatedGroups: row.impersonatedGroups.map(maskText),
  clientIp: one(row.clientIp),
  example: maskCall(row.example),
  evidence: row.evidence.map((event) => ({ ...event, auditID: one(event.auditID) })),
  said: maskSaid(row.said),
  applied: row.applied === null ? null : maskApplied(row.applied),
});

/** Who else did the same. */
export const maskNames = (baseline: CallBaseline): CallBaseline => ({
  ...baseline,
  known: Object.fromEntries(
    Object.entries(baseline.known).map(([field, known]) => [
      field,
      { ...known, neighbours: known.neighbours.map(maskText) },
    ]),
  ),
});

/** What was odd on days before. */
export const maskGrown = ({ ranks, days }: Grown): Grown => ({
  ranks,
  days: days.map((day) => ({ ...day, act: maskAct(day.act), namespace: one(day.namespace) })),
});

/** A verb, and a resource or a path. */
const maskAct = (act: Text): Text =>
  act === null
    ? null
    : act
        .split(' ')
        .map((word) => (word.startsWith('/') ? maskUri(word) : maskText(word)))
        .join(' ');

/** A row of `rare`, for showing: two rows may look the same then, and stay two. */
export const maskRare = (row: RareRow): RareRow => ({
  'sourceIPs{}': maskText(row['sourceIPs{}']),
  verb: maskText(row.verb),
  userAgent: maskText(row.userAgent),
  'user.groups{}': maskText(row['user.groups{}']),
  'objectRef.resource': maskText(row['objectRef.resource']),
  'objectRef.namespace': maskText(row['objectRef.namespace']),
  requestURI: maskUri(row.requestURI),
  count: row.count,
  percent: row.percent,
});

/** A cell of a search, for showing. Only columns of URIs are read as such: what else callers wrote is a text. */
export function maskCell<T extends string | number | boolean | null | readonly string[]>(
  column: string,
  cell: T,
): T | string | readonly string[] {
  const mask = column.startsWith('requestURI') ? maskUri : maskText;
  if (typeof cell === 'string') return mask(cell);
  return Array.isArray(cell) ? cell.map(mask) : cell;
}
