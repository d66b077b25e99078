/**
 * Names beside Entra object ids, for people to read: `Platform admins (c0ffee00-1111-4222-8333-444455556666)`. Knows the lists
 * that `az ad user list`, `az ad sp list` and `az ad group list` give; refuses to judge by a name, which its bearer may choose.
 */
import type { SurpriseAnswer } from '../find/answer.ts';
import type { Campaign } from '../find/campaign/campaign.ts';
import type { Finding } from '../find/finding.ts';
import type { SuppressedCalls } from '../find/suppressions/hidden.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { type JsonObject, objectsOf, parseJson, textOf } from '../read/json.ts';
import { csvReader } from '../read/styles/csv.ts';
import { shortened } from './phrase.ts';
import type { ReportData } from './report.ts';

/** Id in lower case -> name. */
export type Names = ReadonlyMap<string, string>;

export const noNames: Names = new Map();

const maxNames = 500_000;
const longestName = 100;
const longestRow = 1 << 20;
const guid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const wholeGuid = new RegExp(`^${guid.source}$`, 'i');

const idKeys = ['id', 'objectid', 'appid', 'applicationid'];
const nameKeys = ['displayname', 'userprincipalname', 'appdisplayname', 'name'];

export type ParsedNames =
  | { readonly ok: true; readonly names: Names }
  | { readonly ok: false; readonly problem: string };

/** The names of one file, JSON or CSV. */
export function parseNames(written: Buffer): ParsedNames {
  const text = written.toString('utf8').replace(/^\ufeff/, '');
  const isJson = /^\s*[[{]/.test(text);
  const rows = isJson ? jsonRows(text) : csvRows(written);
  if (rows === null) return { ok: false, problem: 'is no JSON list' };
  const names = new Map(rows.flatMap(namesOf));
  if (names.size === 0)
    return { ok: false, problem: 'holds no object with an id (id, objectId, appId) and a displayName' };
  if (names.size > maxNames) return { ok: false, problem: `holds more than ${maxNames} names` };
  return { ok: true, names };
}

/** A list; or `{"value": […]}`, as Microsoft Graph answers. */
function jsonRows(text: string): JsonObject[] | null {
  const value = parseJson(text);
  const list = Array.isArray(value) ? value : objectsOf([value])[0]?.value;
  return Array.isArray(list) ? objectsOf(list) : null;
}

function csvRows(written: Buffer): JsonObject[] {
  const reader = csvReader(longestRow);
  return [...reader.push(written), ...reader.finish()].flatMap(({ row }) => (row === null ? [] : [row]));
}

/** Of a service principal both its ids: a token may carry either. */
function namesOf(row: JsonObject): [string, string][] {
  const members = new Map(
    Object.entries(row).map(([key, value]) => [key.toLowerCase().replace(/[\s_]/g, ''), textOf(value)]),
  );
  const name = nameKeys.map((key) => members.get(key)).find((text) => text?.trim());
  const ids = idKeys.map((key) => members.get(key)?.trim() ?? '').filter((id) => wholeGuid.test(id));
  return name == null ? [] : ids.map((id) => [id.toLowerCase(), shortened(name.trim(), longestName)]);
}

/** The text with the name before each id that has one. */
export const named = (text: string, names: Names): string =>
  names.size === 0
    ? text
    : text.replace(guid, (id) => {
        const name = names.get(id.toLowerCase());
        return name === undefined ? id : `${name} (${id})`;
      });

/** For people: names wherever an identity is told. Queries, evidence and commands stay as they are. */
export function findingWithNames(finding: Finding, names: Names): Finding {
  if (names.size === 0) return finding;
  return {
    ...wordsWithNames(finding, names),
    user: named(finding.user, names),
    riskObjects: finding.riskObjects.map((object) => ({ ...object, value: named(object.value, names) })),
    calls: finding.calls.map((call) => callWithNames(call, names)),
    ...(finding.campaign === undefined ? {} : { campaign: campaignWithNames(finding.campaign, names) }),
  };
}

const campaignWithNames = (campaign: Campaign, names: Names): Campaign => ({
  ...campaign,
  steps: campaign.steps.map((step) => ({ ...step, what: named(step.what, names) })),
});

/** For machines, which match by ids: names in the words alone. */
export const wordsWithNames = (finding: Finding, names: Names): Finding => ({
  ...finding,
  title: named(finding.title, names),
  message: named(finding.message, names),
});

export function callWithNames(call: RankedCall, names: Names): RankedCall {
  if (names.size === 0) return call;
  const one = <T extends string | null>(text: T): T | string => (text === null ? text : named(text, names));
  const all = (texts: readonly string[]): string[] => texts.map((text) => named(text, names));
  const { baseline, applied } = call;
  const known = Object.entries(baseline.known).map(([field, habit]) => [
    field,
    { ...habit, neighbours: all(habit.neighbours) },
  ]);
  return {
    ...call,
    user: one(call.user),
    impersonatedBy: one(call.impersonatedBy),
    groups: all(call.groups),
    impersonatedGroups: all(call.impersonatedGroups),
    objectId: one(call.objectId),
    explanation: one(call.explanation),
    // What stands before the subject names the grant itself, and is part of a command.
    grants: call.grants.map((grant) => grant.replace(/ to (?:User|Group|ServiceAccount|user) .*$/s, one)),
    baseline: { ...baseline, known: Object.fromEntries(known) },
    applied: applied === null ? null : { ...applied, subjects: all(applied.subjects) },
  };
}

/** What a hunt found. */
export const answerWithNames = (answer: SurpriseAnswer, names: Names): SurpriseAnswer => ({
  ...answer,
  calls: answer.calls.map((call) => callWithNames(call, names)),
  findings: answer.findings.map((finding) => findingWithNames(finding, names)),
  ...(answer.suppressed === undefined ? {} : { suppressed: hiddenWithNames(answer.suppressed, names) }),
});

const hiddenWithNames = (suppressed: readonly SuppressedCalls[], names: Names): SuppressedCalls[] =>
  suppressed.map((one) => ({ ...one, calls: one.calls.map((call) => callWithNames(call, names)) }));

export const reportWithNames = (report: ReportData, names: Names): ReportData =>
  names.size === 0
    ? report
    : {
        ...report,
        findings: report.findings.map((finding) => findingWithNames(finding, names)),
        held: report.held.map((held) => ({ ...held, finding: findingWithNames(held.finding, names) })),
        suppressed: hiddenWithNames(report.suppressed, names),
      };
