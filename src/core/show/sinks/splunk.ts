/**
 * A finding as Splunk risk events: one for each risk object, under the field names of Enterprise Security.
 * Knows the envelope of the HTTP Event Collector; refuses to know how it is reached.
 *
 * Sources: Splunk, "Format events for HTTP Event Collector"; Enterprise Security, fields of a risk event.
 */
import { peopleIn, unseenPhrase } from '../../find/act.ts';
import { isUpdate } from '../../find/campaign/words.ts';
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import { revocations } from '../../judge/grant.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { commandPhrase } from '../call-notes.ts';
import { brief, wholeQuery } from './brief.ts';

export interface SplunkFields {
  /** `''`: the default of the token. */
  readonly index: string;
  readonly sourcetype: string;
  /** Opens the page of the finding for some days. */
  readonly link?: string | null;
}

/** The envelope. Another key would lose this event and all after it without an error. */
export interface SplunkEvent {
  /** Seconds since 1970, with a fraction. */
  readonly time: number;
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly index?: string;
  readonly event: Readonly<Record<string, unknown>>;
}

// Splunk extracts fields from the first 5,000 characters of JSON by default: the risk fields stand first, and
// what an attacker can make long is cut.
const callsShown = 5;
const longestText = 500;
const longestList = 20;
const evidenceShown = 4;

const callOf = (call: RankedCall) => ({
  verb: call.verb,
  resource: call.resource,
  subresource: call.subresource,
  namespace: call.namespace,
  request_uri: call.requestURI,
  user_agent: call.userAgent,
  names: call.names,
  command: commandPhrase(call),
  outcome: call.outcome,
  impersonated_by: call.impersonatedBy,
  impersonated_groups: call.impersonatedGroups,
  grants: call.grants,
  revoke: revocations(call.grants),
  not_seen: unseenPhrase(call),
  applied: call.applied,
  count: call.count,
  codes: call.codes,
  rarity: call.rarity,
  bits: call.bits.total,
  explanation: call.explanation,
  evidence: call.evidence.slice(0, evidenceShown).map(({ auditID, source, offset }) => ({
    audit_id: auditID,
    source,
    offset,
  })),
});

/** To group by: `stats values(risk_message) by campaign_id`. */
const campaignOf = ({ campaign }: Finding) =>
  campaign === undefined
    ? {}
    : {
        campaign_id: campaign.id,
        campaign_first_day: campaign.firstDay,
        campaign_day: campaign.days,
        campaign_update: isUpdate(campaign),
        campaign_phases: campaign.phases,
      };

const timeOf = (finding: Finding): number =>
  Date.parse(finding.lastSeen ?? `${finding.day}T23:59:59Z`) / 1_000;

/** Splunk never drops repeats: searches can, by `event_id`, which a repeat of the same version shares. */
export function splunkEvents(finding: Finding, idempotencyKey: string, fields: SplunkFields): SplunkEvent[] {
  const { risk, detection } = finding;
  const events = finding.riskObjects.map(({ type, value, score }, index) => ({
    time: timeOf(finding),
    host: finding.cluster,
    source: detection.name,
    sourcetype: fields.sourcetype,
    ...(fields.index === '' ? {} : { index: fields.index }),
    event: {
      event_id: `${idempotencyKey}-${index}`,
      finding_id: finding.id,
      finding_title: finding.title,
      // Its place: the address itself is put in below.
      ...(fields.link == null ? {} : { finding_link: '' }),
      search_name: detection.name,
      detection_id: detection.id,
      detection_version: detection.version,
      risk_object: value,
      risk_object_type: type,
      risk_score: score,
      risk_message: finding.message,
      threat_object: finding.threatObjects.map((threat) => threat.value),
      threat_object_type: finding.threatObjects.map((threat) => threat.type),
      severity: risk.severity,
      impact: risk.impact,
      confidence: risk.confidence,
      annotations: {
        analytic_story: finding.analyticStories,
        kill_chain_phases: finding.killChainPhases,
        mitre_attack: finding.attack.map(({ id }) => id),
        mitre_attack_version: finding.attackVersion,
      },
      user: finding.user,
      src_user: peopleIn(finding.calls).find((name) => name !== finding.user) ?? finding.user,
      src: finding.clientIp,
      cluster: finding.cluster,
      cluster_id: finding.clusterId,
      day: finding.day,
      ...campaignOf(finding),
      first_seen: finding.firstSeen,
      last_seen: finding.lastSeen,
      risk_factors: risk.factors.map((factor) => factor.id),
      known_false_positives: finding.knownFalsePositives,
      call_count: callCount(finding),
      calls: finding.calls.slice(0, callsShown).map(callOf),
    },
  }));
  return withoutTokens(brief(events, longestText, longestList)).map((event) => ({
    ...event,
    event: {
      ...event.event,
      // What is cut searches for something else, or leads nowhere.
      drilldown_search: wholeQuery(finding.queries.splunk),
      ...(fields.link == null ? {} : { finding_link: fields.link }),
    },
  }));
}

/**
 * A copy in which no text has two dollar signs: Splunk's dashboards and notable events put values in for `$name$`. One
 * alone stays, as at the end of a machine's name.
 */
function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') return (/\$[^$]*\$/.test(value) ? value.replaceAll('$', '＄') : value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutTokens(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutTokens(one)])) as T;
}

/** The events of one request, one object after the other. */
export const splunkBody = (events: readonly SplunkEvent[]): string =>
  events.map((event) => JSON.stringify(event)).join('\n');
