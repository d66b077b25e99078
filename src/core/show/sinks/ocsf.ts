/**
 * A finding as an OCSF Detection Finding (class 2004), of version 1.8 or 1.9, with the profiles `datetime` and, for a cluster
 * in Azure, `cloud`. Of what 1.9 added to the class only the program of an actor is known of a finding. Refuses to know
 * where it is sent. Source: ocsf/ocsf-schema tag 1.8.0, and its change log of 1.9.0.
 */
import type { Finding } from '../../find/finding.ts';
import { callCount } from '../../find/left-out.ts';
import { callPhrase, userPhrase } from '../phrase.ts';
import { brief } from './brief.ts';
import { attacksOf, phaseOf } from './ocsf-attack.ts';
import { evidenceOf, type OcsfVersion, observablesOf, withoutNulls } from './ocsf-evidence.ts';
import { scoresOf } from './ocsf-risk.ts';

export interface OcsfContext {
  /** Of this message: the same for the same version of the same finding. */
  readonly uid: string;
  /** When the message is made. */
  readonly at: Date;
  /** Opens its page for some days. */
  readonly link?: string | null;
  /** 1.8.0 unless said. */
  readonly version?: OcsfVersion;
}

const longestText = 1_000;
const longestList = 50;
const callsShown = 20;

/** A time as OCSF has it twice: milliseconds, and RFC 3339. Nothing for no time. */
function timed(name: string, time: string | null): Record<string, unknown> {
  const at = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? {} : { [name]: at, [`${name}_dt`]: new Date(at).toISOString() };
}

const subscriptionOf = (clusterId: string): string | null =>
  /^\/subscriptions\/([^/]+)\//i.exec(clusterId)?.[1] ?? null;

const analysisOf = ({ calls, user }: Finding) => ({
  analysis_targets: [{ name: userPhrase(user), type: 'User' }],
  anomalies: [
    {
      observation_parameter: 'kubectl call',
      observation_type: 'Frequency Analysis',
      observed_pattern: 'RARE',
      observations: calls.slice(0, callsShown).map((call) => ({
        value: callPhrase(call),
        count: call.count,
        timespan: { type: 'Days', type_id: 5, duration_days: 1 },
      })),
    },
  ],
});

function cloudOf(clusterId: string) {
  const subscription = subscriptionOf(clusterId);
  return subscription === null
    ? null
    : { provider: 'Azure', account: { uid: subscription, type: 'Azure Subscription', type_id: 13 } };
}

/** The other findings of its story, where there are any. */
function relatedOf({ id, campaign }: Finding) {
  const others = [...new Map(campaign?.steps.map((step) => [step.finding, step.day]))].filter(
    ([finding]) => finding !== id,
  );
  const related_events = others.map(([uid, day]) => ({
    uid,
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    ...timed('first_seen_time', day),
  }));
  return related_events.length === 0 ? {} : { related_events };
}

const infoOf = (finding: Finding, at: string) => ({
  uid: finding.id,
  title: finding.title,
  desc: finding.message,
  types: ['Anomaly'],
  ...timed('created_time', at),
  ...timed('first_seen_time', finding.firstSeen),
  ...timed('last_seen_time', finding.lastSeen),
  data_sources: ['kube-audit'],
  ...relatedOf(finding),
  related_events_count: finding.calls.reduce((sum, call) => sum + call.count, 0),
  analytic: {
    uid: finding.detection.id,
    name: finding.detection.name,
    version: String(finding.detection.version),
    type: 'Statistical',
    type_id: 3,
    algorithm: 'surprise',
  },
  attacks: finding.attack.flatMap(attacksOf),
  kill_chain: finding.killChainPhases.map(phaseOf),
  tags: finding.analyticStories.map((value) => ({ name: 'analytic_story', value })),
});

/**
 * A finding always looks new here; a receiver knows an update by `finding_info.uid` (and `metadata.uid` by version), and
 * what belongs to one story by `metadata.correlation_uid`.
 */
export function ocsfFinding(
  finding: Finding,
  { uid, at, link = null, version = '1.8.0' }: OcsfContext,
): Record<string, unknown> {
  const now = at.toISOString();
  const cloud = cloudOf(finding.clusterId);
  const event = withoutNulls({
    class_uid: 2004,
    class_name: 'Detection Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: 1,
    activity_name: 'Create',
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    ...timed('time', now),
    ...timed('start_time', finding.firstSeen),
    ...timed('end_time', finding.lastSeen),
    ...scoresOf(finding.risk),
    status_id: 1,
    status: 'New',
    is_alert: !finding.learning,
    message: finding.message,
    count: callCount(finding),
    metadata: withoutNulls({
      version,
      profiles: cloud === null ? ['datetime'] : ['cloud', 'datetime'],
      uid,
      correlation_uid: finding.campaign?.id,
      product: { name: 'Rarecall', vendor_name: 'Rarecall', feature: { name: 'surprise' } },
      log_name: 'kube-audit',
      log_provider: 'AKS',
      original_time: finding.firstSeen,
      ...timed('logged_time', now),
    }),
    cloud,
    evidences: finding.calls.slice(0, callsShown).map((call) => evidenceOf(call, version)),
    resources: [
      {
        uid: finding.clusterId,
        name: finding.cluster,
        type: 'Microsoft.ContainerService/managedClusters',
        role: 'Affected',
        role_id: 3,
      },
    ],
    observables: observablesOf(finding),
    anomaly_analyses: [analysisOf(finding)],
    unmapped: {
      day: finding.day,
      campaign: finding.campaign,
      rarity: Math.max(...finding.calls.map((call) => call.rarity)),
      risk_objects: finding.riskObjects,
      threat_objects: finding.threatObjects,
      risk_factors: finding.risk.factors,
      known_false_positives: finding.knownFalsePositives,
    },
  });
  // An address that is cut leads nowhere.
  const info = brief(infoOf(finding, now), longestText, longestList);
  return {
    ...brief(event, longestText, longestList),
    finding_info: link === null ? info : { ...info, src_url: link },
  };
}
