/**
 * CSV that a spreadsheet opens without harm: RFC 4180 with CRLF, a guard against formulas wherever a spreadsheet may
 * begin a cell, and no control characters. What was done to a text can be undone.
 * Knows the columns of calls, findings and rare rows; refuses to know who asked.
 */

import { callCount } from '../find/left-out.ts';
import type { WorkedFinding } from '../find/work/work.ts';
import type { Technique } from '../judge/attack.ts';
import type { AppliedFactor } from '../judge/factor.ts';
import { revocations } from '../judge/grant.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { type RareRow, rareFields } from '../rank/rare.ts';
import { commandPhrase } from './call-notes.ts';

/** Members of an answer that one must know to read its rows, and for which a table has no place. */
export const besideRows = ['note', 'damaged', 'held', 'next'] as const;

/** `null` is an empty cell, `''` a quoted empty one. */
export type Cell = string | number | boolean | null;

// What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), full-width forms included. A cell
// begins where a text does, and behind what parts cells elsewhere: there the quotes around the text protect nothing,
// and those in it may be taken away. An apostrophe more is put before those that stand there already.
const formula = /(?<=^|[;\t\r\n])(?=['"]*[=+\-@＝＋－＠])|^(?='*[\t\r\n])/g;

// Controls but tabs and line ends, and marks that turn the reading order; and what would read like one written out.
const unseen = /[^\P{Cc}\t\r\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\\(?=u\{)/gu;

const writtenOut = (found: string): string => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const guarded = cell.replace(unseen, writtenOut).replace(formula, "'");
  return guarded === '' || /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

const line = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/** @returns the header and a line for each row. What looks like a formula gets an apostrophe before it; numbers stay. */
export const csvOf = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map(line).join('');

/** Columns by name and reader, so that a header cannot drift from its cells. */
type Columns<T> = Readonly<Record<string, (row: T) => Cell>>;

const tableOf = <T>(columns: Columns<T>, rows: readonly T[]): string =>
  csvOf(
    Object.keys(columns),
    rows.map((row) => Object.values(columns).map((read) => read(row))),
  );

// A list in one cell. Not a semicolon: where that parts cells, a text behind it would begin one.
const list = (texts: readonly (string | number)[]): string => texts.join(' | ');
const factorIds = (factors: readonly AppliedFactor[]): string => list(factors.map((factor) => factor.id));
const techniqueIds = (attack: readonly Technique[]): string => list(attack.map((technique) => technique.id));

const callColumns: Columns<RankedCall> = {
  rank: (call) => call.rank,
  cluster: (call) => call.cluster,
  user: (call) => call.user,
  groups: (call) => list(call.groups),
  clientIp: (call) => call.clientIp,
  sourceIPs: (call) => list(call.sourceIPs),
  userAgent: (call) => call.userAgent,
  verb: (call) => call.verb,
  resource: (call) => call.resource,
  subresource: (call) => call.subresource,
  namespace: (call) => call.namespace,
  requestURI: (call) => call.requestURI,
  pattern: (call) => call.pattern,
  count: (call) => call.count,
  firstSeen: (call) => call.firstSeen,
  lastSeen: (call) => call.lastSeen,
  rarity: (call) => call.rarity,
  bits: (call) => list(Object.entries(call.bits).map(([term, bits]) => `${term} ${bits}`)),
  explanation: (call) => call.explanation,
  'risk.score': (call) => call.risk.score,
  'risk.factors': (call) => factorIds(call.risk.factors),
  attack: (call) => techniqueIds(call.attack),
  impersonatedBy: (call) => call.impersonatedBy,
  codes: (call) => list(call.codes),
  evidence: (call) =>
    list(call.evidence.map((event) => `${event.source}@${event.offset} ${event.auditID ?? ''}`.trim())),
  outcome: (call) => call.outcome,
  names: (call) => list(call.names),
  command: (call) => commandPhrase(call),
  impersonatedGroups: (call) => list(call.impersonatedGroups),
  objectId: (call) => call.objectId,
  grants: (call) => list(call.grants.filter((grant) => grant !== '')),
  revoke: (call) => list(revocations(call.grants)),
  dryRun: (call) => call.dryRun,
  cut: (call) => call.cut,
  applied: (call) => (call.applied === null ? null : JSON.stringify(call.applied)),
};

const findingColumns: Columns<WorkedFinding> = {
  id: (finding) => finding.id,
  day: (finding) => finding.day,
  cluster: (finding) => finding.cluster,
  clusterId: (finding) => finding.clusterId,
  user: (finding) => finding.user,
  clientIp: (finding) => finding.clientIp,
  title: (finding) => finding.title,
  message: (finding) => finding.message,
  'risk.score': (finding) => finding.risk.score,
  'risk.impact': (finding) => finding.risk.impact,
  'risk.confidence': (finding) => finding.risk.confidence,
  'risk.severity': (finding) => finding.risk.severity,
  'risk.factors': (finding) => factorIds(finding.risk.factors),
  riskObjects: (finding) =>
    list(finding.riskObjects.map(({ type, value, score }) => `${type} ${value} ${score}`)),
  threatObjects: (finding) => list(finding.threatObjects.map(({ type, value }) => `${type} ${value}`)),
  killChainPhases: (finding) => list(finding.killChainPhases),
  analyticStories: (finding) => list(finding.analyticStories),
  attack: (finding) => techniqueIds(finding.attack),
  attackVersion: (finding) => finding.attackVersion,
  'detection.id': (finding) => finding.detection.id,
  'detection.name': (finding) => finding.detection.name,
  'detection.version': (finding) => finding.detection.version,
  knownFalsePositives: (finding) => finding.knownFalsePositives,
  learning: (finding) => finding.learning,
  firstSeen: (finding) => finding.firstSeen,
  lastSeen: (finding) => finding.lastSeen,
  calls: callCount,
  'campaign.id': ({ campaign }) => campaign?.id ?? null,
  'campaign.firstDay': ({ campaign }) => campaign?.firstDay ?? null,
  'campaign.days': ({ campaign }) => campaign?.days ?? null,
  'campaign.phases': ({ campaign }) => (campaign === undefined ? null : list(campaign.phases)),
  'work.status': ({ work }) => work?.status ?? null,
  'work.verdict': ({ work }) => work?.verdict ?? null,
  'work.owner': ({ work }) => work?.owner ?? null,
  'work.notes': ({ work }) => work?.notes ?? null,
  'work.lastNote': ({ work }) => work?.lastNote?.text ?? null,
};

export const callsCsv = (calls: readonly RankedCall[]): string => tableOf(callColumns, calls);

/** One line a finding; the calls inside are counted here and listed in the JSON. */
export const findingsCsv = (findings: readonly WorkedFinding[]): string => tableOf(findingColumns, findings);

/** The columns of Splunk's search under their names there. */
export const rareCsv = (rows: readonly RareRow[]): string =>
  csvOf(
    [...rareFields, 'count', 'percent'],
    rows.map((row) => [...rareFields.map((field) => row[field]), row.count, row.percent]),
  );
