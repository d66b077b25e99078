/**
 * A row of a Log Analytics table, as JSON or CSV: the record it was. Knows the columns of AzureDiagnostics, AKSAudit and
 * AKSAuditAdmin (Azure Monitor table reference); refuses to know files.
 */
import { type JsonObject, objectOf, parseJson, textOf } from '../json.ts';

/** The parts of an envelope. */
export interface RecordParts {
  /** `null`: not told, so it is the one that is read. */
  readonly category: string | null;
  readonly resourceId: string | null;
  readonly time: string | null;
  /** The API server that wrote it, where it is told. */
  readonly pod?: string | null;
  /** An event: a text or an object. */
  readonly log: unknown;
}

const tables = new Map([
  ['aksaudit', 'kube-audit'],
  ['aksauditadmin', 'kube-audit-admin'],
]);

/** @returns `null` where it is no row of such a table */
export function rowRecord(row: JsonObject): RecordParts | null {
  const around = {
    resourceId: textOf(row.ResourceId) ?? textOf(row._ResourceId),
    time: rowTime(row.TimeGenerated) ?? rowTime(row['TimeGenerated [UTC]']),
    pod: textOf(row.pod_s) ?? textOf(row.PodName),
  };
  const log = row.log_s;
  if (typeof log === 'string' || objectOf(log) !== null)
    return { ...around, category: textOf(row.Category), log };
  if (!('RequestUri' in row) || !('Verb' in row)) return null;
  const table = textOf(row.Type) ?? textOf(row.TableName) ?? '';
  return { ...around, category: tables.get(table.toLowerCase()) ?? null, log: eventOf(row) };
}

/** The event whose fields became columns; columns of lists and objects may be written as texts. */
function eventOf(row: JsonObject): JsonObject {
  const received = rowTime(row.RequestReceivedTime) ?? rowTime(row['RequestReceivedTime [UTC]']);
  const staged = rowTime(row.StageReceivedTime) ?? rowTime(row['StageReceivedTime [UTC]']);
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: row.Level,
    auditID: row.AuditId,
    stage: row.Stage,
    requestURI: row.RequestUri,
    verb: row.Verb,
    user: dynamic(row.User),
    ...(dynamic(row.ImpersonatedUser) ? { impersonatedUser: dynamic(row.ImpersonatedUser) } : {}),
    sourceIPs: dynamic(row.SourceIps),
    userAgent: row.UserAgent,
    objectRef: dynamic(row.ObjectRef),
    responseStatus: dynamic(row.ResponseStatus),
    requestObject: dynamic(row.RequestObject),
    responseObject: dynamic(row.ResponseObject),
    ...(received === null ? {} : { requestReceivedTimestamp: received }),
    ...(staged === null ? {} : { stageTimestamp: staged }),
    annotations: dynamic(row.Annotations),
  };
}

const dynamic = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[[{]/.test(value) ? (parseJson(value) ?? value) : value || undefined;

/** The portal writes times the American way, always in UTC: `10/1/2026, 8:00:00.123 AM`. */
const portalTime = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(\.\d{1,9})?(?: ?([AP])M)?$/i;

function rowTime(value: unknown): string | null {
  const text = textOf(value);
  const match = text === null ? null : portalTime.exec(text.replaceAll('\u202f', ' '));
  if (match === null) return text === '' ? null : text;
  const [, month = '', date = '', year = '', clock = '', minutes, seconds, fraction = '', half] = match;
  const hours =
    half === undefined ? Number(clock) : (Number(clock) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${year}-${two(month)}-${two(date)}T${two(hours)}:${minutes}:${seconds}${fraction}Z`;
}

const two = (value: string | number): string => String(value).padStart(2, '0');
