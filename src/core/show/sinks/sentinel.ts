/**
 * A finding as a row of the custom table that Microsoft Sentinel reads. Knows the columns, which the data collection
 * rule declares by the same names; refuses to know how rows are sent.
 *
 * Source: Azure Monitor, "Logs Ingestion API" and its limits.
 */
import { unseenPhrase } from '../../find/act.ts';
import { isUpdate } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import { revocations } from '../../judge/grant.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { commandPhrase } from '../call-notes.ts';
import { callPhrase } from '../phrase.ts';
import { brief, fitting, wholeQuery } from './brief.ts';

/** Stream of the data collection rule; its table is `RarecallFindings_CL`. */
export const sentinelStream = 'Custom-RarecallFindings';

/** Columns and their types, as the stream declares them. A key that is not declared would be dropped in silence. */
export const sentinelColumns = {
  /** When it was sent: one more than two days old would be replaced. */
  TimeGenerated: 'datetime',
  FindingId: 'string',
  /** The same when the same version is sent again: `summarize arg_max(TimeGenerated, *) by FindingVersion`. */
  FindingVersion: 'string',
  Day: 'string',
  FirstSeen: 'datetime',
  LastSeen: 'datetime',
  Cluster: 'string',
  ClusterId: 'string',
  Actor: 'string',
  ClientIp: 'string',
  FindingTitle: 'string',
  Message: 'string',
  Severity: 'string',
  RiskScore: 'int',
  Impact: 'int',
  Confidence: 'int',
  Rarity: 'real',
  RiskFactors: 'dynamic',
  RiskObjects: 'dynamic',
  ThreatObjects: 'dynamic',
  Techniques: 'dynamic',
  AttackVersion: 'string',
  KillChainPhases: 'dynamic',
  AnalyticStories: 'dynamic',
  DetectionId: 'string',
  DetectionName: 'string',
  KnownFalsePositives: 'string',
  IsLearning: 'boolean',
  CallCount: 'int',
  Calls: 'dynamic',
  /** The same for all findings of one story; empty where there is none. */
  CampaignId: 'string',
  CampaignFirstDay: 'string',
  /** Which day of it this is; its update where `CampaignIsUpdate`. */
  CampaignDay: 'int',
  CampaignIsUpdate: 'boolean',
  CampaignPhases: 'dynamic',
  /** KQL that shows the events, for resource-specific tables and for AzureDiagnostics. */
  QueryAksAudit: 'string',
  QueryAzureDiagnostics: 'string',
  /** Opens the page of the finding for some days; empty where there is none. */
  Link: 'string',
} as const;

export type SentinelRow = Readonly<Record<keyof typeof sentinelColumns, unknown>>;

/** A longer field is cut, and what was JSON is none any more. */
const maxFieldBytes = 60_000;
const callsShown = 20;
const longestText = 300;
const longestList = 20;

const callOf = (call: RankedCall) => ({
  Call: callPhrase(call),
  Verb: call.verb,
  Resource: call.resource,
  Subresource: call.subresource,
  Namespace: call.namespace,
  RequestUri: call.requestURI,
  UserAgent: call.userAgent,
  Names: call.names,
  Command: commandPhrase(call),
  Outcome: call.outcome,
  ImpersonatedBy: call.impersonatedBy,
  ImpersonatedGroups: call.impersonatedGroups,
  ObjectId: call.objectId,
  Grants: call.grants,
  Revoke: revocations(call.grants),
  NotSeen: unseenPhrase(call),
  Applied: call.applied,
  Count: call.count,
  Rarity: call.rarity,
  Explanation: call.explanation,
  AuditIds: call.evidence.slice(0, 3).map((event) => event.auditID),
});

/** @param at when it is sent */
export function sentinelRow(
  finding: Finding,
  version: string,
  at: Date,
  link: string | null = null,
): SentinelRow {
  const { risk, detection, campaign } = finding;
  const calls = brief(finding.calls.slice(0, callsShown).map(callOf), longestText, longestList);
  const row = brief(
    {
      TimeGenerated: at.toISOString(),
      FindingId: finding.id,
      FindingVersion: version,
      Day: finding.day,
      FirstSeen: finding.firstSeen,
      LastSeen: finding.lastSeen,
      Cluster: finding.cluster,
      ClusterId: finding.clusterId,
      Actor: finding.user,
      ClientIp: finding.clientIp ?? '',
      FindingTitle: finding.title,
      Message: finding.message,
      Severity: risk.severity,
      RiskScore: risk.score,
      Impact: risk.impact,
      Confidence: risk.confidence,
      Rarity: Math.max(0, ...finding.calls.map((call) => call.rarity)),
      RiskFactors: risk.factors,
      RiskObjects: finding.riskObjects,
      ThreatObjects: finding.threatObjects,
      Techniques: finding.attack,
      AttackVersion: finding.attackVersion,
      KillChainPhases: finding.killChainPhases,
      AnalyticStories: finding.analyticStories,
      DetectionId: detection.id,
      DetectionName: detection.name,
      KnownFalsePositives: finding.knownFalsePositives,
      IsLearning: finding.learning,
      CallCount: callCount(finding),
      Calls: [],
      CampaignId: campaign?.id ?? '',
      CampaignFirstDay: campaign?.firstDay ?? '',
      CampaignDay: campaign?.days ?? 0,
      CampaignIsUpdate: campaign !== undefined && isUpdate(campaign),
      CampaignPhases: campaign?.phases ?? [],
      QueryAksAudit: '',
      QueryAzureDiagnostics: '',
      Link: '',
    },
    longestText,
    longestList,
  );
  const queries = {
    QueryAksAudit: wholeQuery(finding.queries.aksAudit),
    QueryAzureDiagnostics: wholeQuery(finding.queries.azureDiagnostics),
  };
  return { ...row, ...queries, Link: link ?? '', Calls: fitting(calls, maxFieldBytes) };
}
