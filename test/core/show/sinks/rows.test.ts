/** A finding as Splunk and Sentinel have it, whole, and what is cut of it. */

import { expect, test } from 'vitest';
import { attackVersion } from '../../../../src/core/judge/attack.ts';
import { sentinelColumns, sentinelRow } from '../../../../src/core/show/sinks/sentinel.ts';
import { splunkBody, splunkEvents } from '../../../../src/core/show/sinks/splunk.ts';
import { aCall, aFinding, blobName, shopId } from '../samples.ts';

const at = new Date('2026-06-04T02:15:00Z');
const finding = aFinding();
const [call] = finding.calls;
const many = aFinding({ calls: Array.from({ length: 30 }, () => aCall()) });

test('a row of Sentinel, whole', () => {
  const link = `https://rarecall.example/${'a'.repeat(400)}`;
  const row = sentinelRow(finding, 'v1', at, link);
  expect(Object.keys(row)).toEqual(Object.keys(sentinelColumns));
  expect(row).toEqual({
    TimeGenerated: '2026-06-04T02:15:00.000Z',
    FindingId: finding.id,
    FindingVersion: 'v1',
    Day: '2026-06-03',
    FirstSeen: finding.firstSeen,
    LastSeen: finding.lastSeen,
    Cluster: 'aks-shop-prod',
    ClusterId: shopId,
    Actor: finding.user,
    ClientIp: '203.0.113.24',
    FindingTitle: finding.title,
    Message: finding.message,
    Severity: 'high',
    RiskScore: 62,
    Impact: 50,
    Confidence: 50,
    Rarity: 99.2,
    RiskFactors: finding.risk.factors,
    RiskObjects: finding.riskObjects,
    ThreatObjects: finding.threatObjects,
    Techniques: finding.attack,
    AttackVersion: attackVersion,
    KillChainPhases: ['Exploitation'],
    AnalyticStories: finding.analyticStories,
    DetectionId: finding.detection.id,
    DetectionName: finding.detection.name,
    KnownFalsePositives: finding.knownFalsePositives,
    IsLearning: false,
    CallCount: 1,
    Calls: [
      {
        Call: 'get secrets in payments',
        Verb: 'get',
        Resource: 'secrets',
        Subresource: null,
        Namespace: 'payments',
        RequestUri: call?.requestURI,
        UserAgent: call?.userAgent,
        Count: 2,
        Rarity: 99.2,
        Explanation: call?.explanation,
        AuditIds: ['3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22', null],
        Applied: null,
        Grants: [],
        ImpersonatedBy: null,
        ImpersonatedGroups: [],
        Command: null,
        Names: [],
        NotSeen: null,
        ObjectId: null,
        Outcome: 'allowed',
        Revoke: [],
      },
    ],
    CampaignId: '',
    CampaignFirstDay: '',
    CampaignDay: 0,
    CampaignIsUpdate: false,
    CampaignPhases: [],
    QueryAksAudit: finding.queries.aksAudit,
    QueryAzureDiagnostics: finding.queries.azureDiagnostics,
    Link: link,
  });
});

test('a row of Sentinel has bounds, and no gaps', () => {
  expect(sentinelRow(many, 'v1', at)).toMatchObject({ CallCount: 30, Calls: { length: 20 } });
  expect(sentinelRow(aFinding({ calls: [], clientIp: null }), 'v1', at)).toMatchObject({
    Rarity: 0,
    ClientIp: '',
  });
  const groups = Array.from({ length: 30 }, (_, index) => `story ${index}`);
  const row = sentinelRow(aFinding({ message: 'x'.repeat(400), analyticStories: groups }), 'v1', at);
  expect([String(row.Message).length, Object(row.AnalyticStories).length]).toEqual([300, 20]);
  const [event] = call?.evidence ?? [];
  const evidence = event === undefined ? [] : [event, event, event, event];
  const calls = sentinelRow(aFinding({ calls: [aCall({ evidence })] }), 'v1', at).Calls;
  expect(Object(calls)[0].AuditIds).toHaveLength(3);
});

const fields = { index: 'risk', sourcetype: 'rarecall:risk' };

test('an event of Splunk, whole', () => {
  const [event, other] = splunkEvents(finding, 'key', fields);
  expect(event).toEqual({
    time: Date.parse('2026-06-03T21:52:40.007Z') / 1_000,
    host: 'aks-shop-prod',
    source: finding.detection.name,
    sourcetype: 'rarecall:risk',
    index: 'risk',
    event: {
      event_id: 'key-0',
      finding_id: finding.id,
      finding_title: finding.title,
      search_name: finding.detection.name,
      detection_id: finding.detection.id,
      detection_version: 1,
      risk_object: finding.user,
      risk_object_type: 'user',
      risk_score: 62,
      risk_message: finding.message,
      threat_object: ['203.0.113.24', call?.userAgent],
      threat_object_type: ['ip_address', 'http_user_agent'],
      severity: 'high',
      impact: 50,
      confidence: 50,
      annotations: {
        analytic_story: finding.analyticStories,
        kill_chain_phases: ['Exploitation'],
        mitre_attack: ['T1552.007', 'T1059.013'],
        mitre_attack_version: attackVersion,
      },
      user: finding.user,
      src_user: finding.user,
      src: '203.0.113.24',
      cluster: 'aks-shop-prod',
      cluster_id: shopId,
      day: '2026-06-03',
      first_seen: finding.firstSeen,
      last_seen: finding.lastSeen,
      risk_factors: ['secrets', 'new-public-ip'],
      known_false_positives: finding.knownFalsePositives,
      call_count: 1,
      calls: [
        {
          verb: 'get',
          resource: 'secrets',
          subresource: null,
          namespace: 'payments',
          request_uri: call?.requestURI,
          user_agent: call?.userAgent,
          count: 2,
          codes: [200],
          rarity: 99.2,
          bits: 17.4,
          explanation: call?.explanation,
          applied: null,
          grants: [],
          impersonated_by: null,
          impersonated_groups: [],
          command: null,
          names: [],
          not_seen: null,
          outcome: 'allowed',
          revoke: [],
          evidence: [
            { audit_id: '3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22', source: blobName, offset: 48200 },
            { audit_id: null, source: blobName, offset: 51734 },
          ],
        },
      ],
      drilldown_search: finding.queries.splunk,
    },
  });
  expect(other?.event).toMatchObject({
    event_id: 'key-1',
    risk_object: 'aks-shop-prod',
    risk_object_type: 'system',
  });
});

test('events of Splunk have bounds, and go without what is not known', () => {
  const [event] = splunkEvents(many, 'key', { ...fields, index: '' });
  expect(event).not.toHaveProperty('index');
  expect(event?.event).toMatchObject({ call_count: 30, calls: { length: 5 } });
  const groups = Array.from({ length: 30 }, (_, index) => `story ${index}`);
  const [cut] = splunkEvents(
    aFinding({ message: 'x'.repeat(600), analyticStories: groups, lastSeen: null }),
    'key',
    fields,
  );
  expect(cut?.time).toBe(Date.parse('2026-06-03T23:59:59Z') / 1_000);
  expect(cut?.event).toMatchObject({
    risk_message: `${'x'.repeat(499)}…`,
    annotations: { analytic_story: { length: 20 } },
  });
  const [first] = call?.evidence ?? [];
  const evidence = Array.from({ length: 6 }, () => first).filter((one) => one !== undefined);
  const [told] = splunkEvents(aFinding({ calls: [aCall({ evidence })] }), 'key', fields);
  expect(Object(told?.event.calls)[0].evidence).toHaveLength(4);
});

test('the events of one request stand on lines', () => {
  const events = splunkEvents(finding, 'key', fields);
  const lines = splunkBody(events).split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
});
