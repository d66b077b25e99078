/**
 * Audit events as Azure Monitor archives them: the diagnostic record line and the blob it lies in.
 * Shape: records of AKS clusters since 2024; blanks at the top, compact inside, `/` written `\/` in the inner text.
 */
import type { AuditEvent } from './events.ts';

export interface SimulatedEvent {
  /** Resource id, upper case as AKS writes it. */
  readonly cluster: string;
  /** When the log line was written: RFC 3339 in UTC, up to nine decimals. */
  readonly time: string;
  /** Hour in which the record arrived at the storage account, `2026-10-31T09`. */
  readonly arrived: string;
  readonly event: AuditEvent;
  /** The attack it belongs to; `null` for daily life. Never part of the log. */
  readonly label: string | null;
  readonly pod: string;
  readonly containerID: string;
}

/** AKS cuts `properties.log` here (Azure/AKS#4635). */
const longestLog = 16_384;

/** Go's encoding/json writes these as escapes. */
const escapes: Readonly<Record<string, string>> = { '&': '\\u0026', '<': '\\u003c', '>': '\\u003e' };
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

/** One line of a diagnostic log blob, without its line end. */
export function recordLine({ cluster, time, event, pod, containerID }: SimulatedEvent): string {
  const inner = goJson(event);
  const log = inner.length > longestLog ? inner.slice(0, longestLog) : `${inner}\n`;
  const text = JSON.stringify(log).replaceAll('/', '\\/');
  return (
    `{ "category": "kube-audit", "operationName": "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read", ` +
    `"properties": {"pod":"${pod}","containerID":"${containerID}","log":${text},"stream":"stdout"}, ` +
    `"resourceId": "${cluster}", "serviceBuild": "na", "time": "${time}"}`
  );
}

/** The blob of the hour in which the record arrived. */
export function logPathOf({ cluster, arrived }: SimulatedEvent): string {
  const [, year, month, day, hour] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d)$/.exec(arrived) ?? [];
  return `resourceId=${cluster}/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/PT1H.json`;
}
