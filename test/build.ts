/** Short makers with overrides. Every default is a literal that a reader can check by eye. */
import type { LogBlob } from '../src/app/ports/audit-logs.ts';
import type { Day } from '../src/core/count/day.ts';
import { type Row, rowKey } from '../src/core/count/row.ts';
import type { Campaign } from '../src/core/find/campaign/campaign.ts';
import type { Finding } from '../src/core/find/finding.ts';
import { nothingApplied } from '../src/core/read/applied.ts';
import type { Applied, Call, CallEvent } from '../src/core/read/call.ts';
import { clusterOf, type Hour } from '../src/core/read/path.ts';
import { nothingSaid } from '../src/core/read/said.ts';

export const aCall = (over: Partial<Call> = {}): Call => ({
  user: 'anna@example.com',
  impersonated: null,
  impersonatedGroups: [],
  groups: ['team-b', 'system:authenticated'],
  sourceIPs: ['203.0.113.9'],
  userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
  verb: 'get',
  resource: 'pods',
  subresource: null,
  namespace: 'payments',
  requestURI: '/api/v1/namespaces/payments/pods?limit=500',
  code: 200,
  ...over,
});

export const anApplied = (over: Partial<Applied> = {}): Applied => ({
  ...nothingApplied,
  kind: 'Pod',
  name: 'x',
  ...over,
});

let serial = 0;

/** Each event is another one, unless `auditID` and `received` say otherwise. */
export const anEvent = (over: Partial<CallEvent> = {}, call: Partial<Call> = {}): CallEvent => ({
  call: aCall(call),
  client: 'kubectl',
  resourceId: null,
  auditID: `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`,
  stage: 'ResponseComplete',
  received: '2026-10-01T08:15:00.000000Z',
  time: '2026-10-01T08:15:00.000000Z',
  isRequest: true,
  salvaged: false,
  said: nothingSaid,
  applied: null,
  ...over,
});

export const aResourceId =
  '/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/PROD/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-1';

export const aCluster = clusterOf(aResourceId) ?? { id: '', name: '' };

export const aBlobName = (hour = '2026-10-01T08', resourceId = aResourceId): string =>
  `resourceId=${resourceId}/y=${hour.slice(0, 4)}/m=${hour.slice(5, 7)}/d=${hour.slice(8, 10)}/h=${hour.slice(11, 13)}/m=00/PT1H.json`;

export const aBlob = (over: Partial<LogBlob> = {}, hour = '2026-10-01T08'): LogBlob => ({
  name: aBlobName(hour),
  path: { cluster: aCluster, hour: hour as Hour },
  length: 1_000,
  created: '2026-10-01T08:00:07.000Z',
  modified: new Date('2026-10-01T08:30:00Z'),
  ...over,
});

export const aRow = (over: Partial<Row> = {}, call: Partial<Call> = {}): Row => {
  const day = '2026-10-01' as Day;
  return {
    key: rowKey(aCall(call), day),
    client: 'kubectl',
    day,
    call: aCall(call),
    events: 1,
    requests: 1,
    firstSeen: '2026-10-01T08:15:00.000000Z',
    lastSeen: '2026-10-01T08:15:00.000000Z',
    evidence: [],
    said: nothingSaid,
    applied: null,
    folded: false,
    ...over,
  };
};

/** What the cluster's own parts say of themselves. */
export const machinery = {
  user: { username: 'system:node:aks-1', groups: ['system:nodes', 'system:authenticated'] },
  sourceIPs: ['10.224.0.4'],
  userAgent: 'kubelet/v1.31.2 (linux/amd64) kubernetes/5864a46',
};

/** A diagnostic record as AKS writes it today, one line without its newline. */
export function aLine(event: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}): string {
  const audit = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-9000-${String(++serial).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/payments/pods?limit=500',
    verb: 'get',
    user: { username: 'anna@example.com', groups: ['team-b', 'system:authenticated'] },
    sourceIPs: ['203.0.113.9'],
    userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
    objectRef: { resource: 'pods', namespace: 'payments', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-10-01T08:15:00.000000Z',
    stageTimestamp: '2026-10-01T08:15:00.004217Z',
    ...event,
  };
  return JSON.stringify({
    category: 'kube-audit',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    properties: {
      pod: 'kube-apiserver-6797f4455b-jdgtt',
      containerID: 'c212',
      log: `${JSON.stringify(audit)}\n`,
      stream: 'stdout',
    },
    resourceId: aResourceId,
    serviceBuild: 'na',
    time: '2026-10-01T08:15:00.154534959Z',
    ...envelope,
  });
}

export const aFinding = (over: Partial<Finding> = {}): Finding => ({
  id: 'finding-1',
  day: '2026-10-01' as Day,
  cluster: 'aks-1',
  clusterId: aCluster.id,
  user: 'anna@example.com',
  clientIp: '203.0.113.9',
  title: 'Rare calls by anna@example.com in aks-1',
  message: 'anna@example.com reads secrets in payments',
  risk: { score: 50, impact: 50, confidence: 50, severity: 'medium', factors: [] },
  riskObjects: [{ type: 'user', value: 'anna@example.com', score: 50 }],
  threatObjects: [{ type: 'ip_address', value: '203.0.113.9' }],
  killChainPhases: ['Exploitation'],
  analyticStories: ['Kubernetes Sensitive Object Access Activity'],
  attack: [],
  attackVersion: '19.2',
  detection: { id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5', name: 'x', version: 4 },
  knownFalsePositives: 'none',
  learning: false,
  firstSeen: '2026-10-01T08:15:00.000000Z',
  lastSeen: '2026-10-01T08:15:00.000000Z',
  queries: { aksAudit: 'AKSAudit', azureDiagnostics: 'AzureDiagnostics', splunk: 'search', blobs: [] },
  calls: [],
  ...over,
});

/** The story of one finding on one day. */
export const aCampaign = (over: Partial<Campaign> = {}): Campaign => ({
  id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  firstDay: '2026-10-01' as Day,
  toldFrom: '2026-10-01' as Day,
  lastDay: '2026-10-01' as Day,
  toldDays: 1,
  days: 1,
  phases: ['Credential Access'],
  steps: [
    {
      day: '2026-10-01' as Day,
      time: '2026-10-01T08:15:00.000000Z',
      phase: 'Credential Access',
      what: 'get secrets in payments (db)',
      outcome: 'allowed',
      risk: 50,
      finding: 'finding-1',
    },
  ],
  leftOut: 0,
  untold: [],
  ...over,
});

/** The form of a finding's page as a browser sends it: with every field it has. */
export const aWorkForm = (over: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    by: 'Anna',
    tag: '0',
    owner: '',
    status: '',
    verdict: '',
    note: '',
    ...over,
  }).toString();
