/**
 * What a log blob holds, counted apart: by parsing every whole line, in the plainest way, with none of the product's
 * code. Slow, and meant to be checked by eye.
 */

/** A row as the ledger must hold it; its fields in the order of DESIGN 5. */
export interface TrueRow {
  readonly day: string;
  readonly call: Readonly<Record<string, unknown>>;
  events: number;
  requests: number;
  firstSeen: string;
  lastSeen: string;
  readonly evidence: TrueEvidence[];
}

export interface TrueEvidence {
  readonly auditID: string | null;
  readonly received: string;
  readonly time: string;
  readonly stage: string;
  readonly isRequest: boolean;
  readonly offset: number;
}

export interface Truth {
  readonly bytes: number;
  lines: number;
  events: number;
  requests: number;
  duplicates: number;
  readonly skipped: Record<string, number>;
  /** By the JSON of day and call. */
  readonly rows: Map<string, TrueRow>;
}

const newline = 0x0a;
const remembered = 16;

/**
 * @param content all bytes of the blob
 * @param closedAt lengths at which the blob was known to be closed: a line ends there, newline or not
 */
export function truthOf(content: Uint8Array, closedAt: readonly number[]): Truth {
  const truth: Truth = {
    bytes: content.length,
    lines: 0,
    events: 0,
    requests: 0,
    duplicates: 0,
    skipped: {},
    rows: new Map(),
  };
  const closed = new Set([...closedAt, content.length]);
  for (let start = 0, at = 0; at < content.length; at++) {
    const isNewline = content[at] === newline;
    if (!isNewline && !closed.has(at + 1)) continue;
    const line = Buffer.from(content.subarray(start, isNewline ? at : at + 1)).toString('utf8');
    countLine(truth, line.replace(/^\ufeff/, '').trim(), start);
    start = at + 1;
  }
  return truth;
}

function countLine(truth: Truth, line: string, offset: number): void {
  if (line === '') return;
  truth.lines++;
  const record = parsed(line);
  const event = record === null ? null : parsed(record.properties.log);
  const reason = whySkipped(record, event);
  if (event === null || reason !== null) {
    truth.skipped[reason ?? ''] = (truth.skipped[reason ?? ''] ?? 0) + 1;
    return;
  }
  truth.events++;
  const isLong = event.verb === 'watch';
  const isRequest = isLong ? event.stage === 'ResponseStarted' : event.stage === 'ResponseComplete';
  if (isRequest) truth.requests++;
  const time = event.requestReceivedTimestamp;
  const call = {
    user: event.user.username,
    impersonated: null,
    impersonatedGroups: [],
    groups: event.user.groups,
    sourceIPs: event.sourceIPs,
    userAgent: event.userAgent,
    verb: event.verb,
    resource: event.objectRef.resource,
    subresource: null,
    namespace: event.objectRef.namespace,
    requestURI: event.requestURI,
    code: event.responseStatus.code,
  };
  const evidence: TrueEvidence = {
    auditID: event.auditID ?? null,
    received: time,
    time,
    stage: event.stage,
    isRequest,
    offset,
  };
  const day = time.slice(0, 10);
  const key = JSON.stringify([day, call]);
  let row = truth.rows.get(key);
  if (row === undefined) {
    row = { day, call, events: 0, requests: 0, firstSeen: time, lastSeen: time, evidence: [] };
    truth.rows.set(key, row);
  }
  // An identity that stands in the evidence of its row already is not counted again (DESIGN 3.6).
  const known = row.evidence.some(
    (seen) =>
      seen.auditID !== null &&
      seen.auditID === evidence.auditID &&
      seen.received === evidence.received &&
      seen.stage === evidence.stage,
  );
  if (known) {
    truth.duplicates++;
    return;
  }
  row.events++;
  if (isRequest) row.requests++;
  if (time < row.firstSeen) row.firstSeen = time;
  if (time > row.lastSeen) row.lastSeen = time;
  if (row.evidence.length < remembered) row.evidence.push(evidence);
}

function whySkipped(record: Written | null, event: Written | null): string | null {
  if (record === null) return 'not-json';
  if (event === null) throw new Error('a record without an event, which this truth does not know');
  if (!event.userAgent.startsWith('kubectl/')) return 'not-kubectl';
  if (record.category !== 'kube-audit') return 'other-category';
  return event.sourceIPs.every((ip) => ip === '127.0.0.1') ? 'loopback' : null;
}

/** The records and events this suite's own traffic writes; nothing else is read here. */
interface Written {
  readonly category: string;
  readonly properties: { readonly log: string };
  readonly auditID?: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  readonly requestReceivedTimestamp: string;
  readonly user: { readonly username: string; readonly groups: readonly string[] };
  readonly objectRef: { readonly resource: string; readonly namespace: string };
  readonly responseStatus: { readonly code: number };
}

function parsed(text: string): Written | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Written) : null;
  } catch {
    return null;
  }
}
