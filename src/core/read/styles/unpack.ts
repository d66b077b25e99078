/**
 * What messages, exports and tables wrap around records, taken off. Knows their keys; refuses to know records and events.
 * Sources: audit.k8s.io/v1 (EventList), Event Hubs messages of Azure Monitor, CloudWatch Logs (`GetLogEvents`, Insights),
 * Azure Monitor table references (AzureDiagnostics, AKSAudit, AKSAuditAdmin), the query API of Log Analytics.
 */
import { type JsonObject, objectOf, parseJson, textOf } from '../json.ts';
import { type RecordParts, rowRecord } from './table-row.ts';

/** What lies inside: a record or event as it stands, or the text of an event, with what is known around it. */
export type Unpacked =
  | { readonly kind: 'record'; readonly value: unknown }
  | { readonly kind: 'log'; readonly record: RecordParts };

/** Keys whose text or object is a record or message: of hub explorers, container runtimes, CloudWatch, forwarders. */
const bodyKeys = ['body', 'Body', 'EventBody', 'content', 'message', '@message', 'log'];
/** Keys whose list is of records or messages: of Event Hubs, audit webhooks, CloudWatch, the query API. */
export const listKeys: readonly string[] = ['records', 'items', 'events', 'logEvents', 'tables'];
/** No record and no event has one of these keys at its top. */
export const packedKeys: ReadonlySet<string> = new Set([
  ...bodyKeys,
  'rows',
  'log_s',
  'RequestUri',
  'AuditId',
]);
/** Messages lie in each other at most so deep. */
const deepest = 4;

/** Whether the text is a document that holds records and is none. */
export function isPacked(text: string): boolean {
  const keys = Object.keys(objectOf(parseJson(text)) ?? {});
  return keys.some((key) => packedKeys.has(key) || listKeys.includes(key));
}

/** @returns everything that is in it, in order; what holds nothing known is a record itself */
export function unpack(value: unknown, depth = 0): Unpacked[] {
  const object = objectOf(value);
  if (object === null || depth === deepest) return [{ kind: 'record', value }];
  for (const key of listKeys) {
    const list = object[key];
    if (Array.isArray(list)) return list.flatMap((one) => unpack(one, depth + 1));
  }
  if (Array.isArray(object.rows)) return tableRows(object).map(rowOf);
  const row = rowRecord(object);
  if (row !== null) return [{ kind: 'log', record: row }];
  for (const key of bodyKeys) {
    const found = body(object[key], timeOf(object), depth);
    if (found !== null) return found;
  }
  return [{ kind: 'record', value }];
}

const rowOf = (row: JsonObject): Unpacked => {
  const record = rowRecord(row);
  return record === null ? { kind: 'record', value: row } : { kind: 'log', record };
};

/** `{"columns":[{"name":…}],"rows":[[…]]}`: a table of the query API. */
function tableRows({ columns, rows }: JsonObject): JsonObject[] {
  const names = Array.isArray(columns)
    ? columns.map((column) => textOf(objectOf(column)?.name) ?? textOf(column) ?? '')
    : [];
  return (Array.isArray(rows) ? rows : []).map((row: unknown) =>
    Array.isArray(row)
      ? Object.fromEntries(row.map((cell: unknown, at) => [names[at] ?? '', cell]))
      : (objectOf(row) ?? {}),
  );
}

function body(value: unknown, time: string | null, depth: number): Unpacked[] | null {
  if (Array.isArray(value)) return value.flatMap((one) => unpack(one, depth + 1));
  if (typeof value !== 'string') return objectOf(value) === null ? null : unpack(value, depth + 1);
  const text = value.trim();
  if (!text.startsWith('{') && !text.startsWith('[')) return null;
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) return parsed.flatMap((one) => unpack(one, depth + 1));
  return parsed === undefined ? [torn(text, time)] : unpack(parsed, depth + 1);
}

/** EKS cuts long events, and says so. */
const truncated = /\[Truncated\.{3}\]\s*$/;

/** What is no JSON: an event that was cut, or a record that tells nothing. */
export const torn = (text: string, time: string | null): Unpacked =>
  truncated.test(text)
    ? { kind: 'log', record: { category: null, resourceId: null, time, log: text } }
    : { kind: 'record', value: undefined };

/** CloudWatch counts milliseconds. */
function timeOf({ timestamp }: JsonObject): string | null {
  const at = typeof timestamp === 'number' ? new Date(timestamp) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
