/** Calls and findings for the tests of this room, with every field filled. */
import type { Day } from '../../../src/core/count/day.ts';
import type { Campaign } from '../../../src/core/find/campaign/campaign.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import type { Technique } from '../../../src/core/judge/attack.ts';
import type { AppliedFactor } from '../../../src/core/judge/factor.ts';
import type { RankedCall } from '../../../src/core/judge/ranked-call.ts';
import type { RareRow } from '../../../src/core/rank/rare.ts';
import { noSkips as none, type SkipCounts } from '../../../src/core/read/call.ts';
import type { ReportData } from '../../../src/core/show/report.ts';
import { anApplied } from '../../build.ts';

export const secretsFactor: AppliedFactor = {
  id: 'secrets',
  weight: 2,
  why: 'Reading Secrets gives the identities of other programs.',
  innocent: 'A developer debugging a broken credential.',
  next: 'Was there a ticket? Rotate the Secret if nobody knows.',
};

export const publicIpFactor: AppliedFactor = {
  id: 'new-public-ip',
  weight: 1.5,
  why: 'The actor never came from this public address before.',
  innocent: 'Travel, a new home connection, another VPN exit.',
  next: 'Ask the user; compare with sign-in logs of the same hour.',
};

export const containerApi: Technique = {
  id: 'T1552.007',
  name: 'Unsecured Credentials: Container API',
  tactics: ['Credential Access'],
  version: '19.2',
};

export const containerCli: Technique = {
  id: 'T1059.013',
  name: 'Command and Scripting Interpreter: Container CLI/API',
  tactics: ['Execution'],
  version: '19.2',
};

const subscription = '/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/rg-shop-weu';
export const shopId = `${subscription}/providers/microsoft.containerservice/managedclusters/aks-shop-prod`;

export const blobName =
  'resourceId=/SUBSCRIPTIONS/00000000-0000-4000-8000-000000000001/RESOURCEGROUPS/RG-SHOP-WEU/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-SHOP-PROD/y=2026/m=06/d=03/h=21/m=00/PT1H.json';

export const aCall = (over: Partial<RankedCall> = {}): RankedCall => ({
  rank: 1,
  cluster: 'aks-shop-prod',
  clusterId: shopId,
  user: 'dana.ruiz@contoso.example',
  impersonatedBy: null,
  outcome: 'allowed',
  groups: ['aks-developers', 'system:authenticated'],
  impersonatedGroups: [],
  names: [],
  grants: [],
  objectId: null,
  dryRun: false,
  cut: false,
  clientIp: '203.0.113.24',
  sourceIPs: ['203.0.113.24', '172.31.0.7'],
  userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
  verb: 'get',
  resource: 'secrets',
  subresource: null,
  namespace: 'payments',
  requestURI: '/api/v1/namespaces/payments/secrets/stripe-api-key',
  command: null,
  pattern: 'get secrets payments /api/v1/namespaces/{ns}/secrets/{name}',
  count: 2,
  codes: [200],
  firstSeen: '2026-06-03T21:47:12.481000Z',
  lastSeen: '2026-06-03T21:52:40.007000Z',
  rarity: 99.2,
  bits: { total: 17.4, action: 9.1, namespace: 4.2, ip: 10.3, agent: 2.1 },
  baseline: {
    days: 30,
    actors: 14,
    actorFirstSeen: '2026-05-04' as Day,
    known: {
      action: {
        ownDays: 0,
        others: 1,
        neighbours: ['omar.haddad@contoso.example'],
        firstSeen: '2026-05-11' as Day,
      },
      namespace: { ownDays: 0, others: 3, neighbours: [], firstSeen: '2026-05-04' as Day },
    },
  },
  explanation: 'Nobody with these rights read secrets in payments in the last 30 days.',
  risk: { score: 62, factors: [secretsFactor, publicIpFactor] },
  attack: [containerApi, containerCli],
  evidence: [
    {
      auditID: '3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22',
      time: '2026-06-03T21:47:12.481000Z',
      source: blobName,
      offset: 48200,
    },
    { auditID: null, time: null, source: blobName, offset: 51734 },
  ],
  applied: null,
  ...over,
});

export const aFinding = (over: Partial<Finding> = {}): Finding => ({
  id: '7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
  day: '2026-06-03' as Day,
  cluster: 'aks-shop-prod',
  clusterId: shopId,
  user: 'dana.ruiz@contoso.example',
  clientIp: '203.0.113.24',
  title: 'Rare calls: get secrets in payments',
  message:
    'dana.ruiz@contoso.example read Secret stripe-api-key in payments on aks-shop-prod from 203.0.113.24 with kubectl.',
  risk: {
    score: 62,
    impact: 50,
    confidence: 50,
    severity: 'high',
    factors: [secretsFactor, publicIpFactor],
  },
  riskObjects: [
    { type: 'user', value: 'dana.ruiz@contoso.example', score: 62 },
    { type: 'system', value: 'aks-shop-prod', score: 62 },
  ],
  threatObjects: [
    { type: 'ip_address', value: '203.0.113.24' },
    { type: 'http_user_agent', value: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46' },
  ],
  killChainPhases: ['Exploitation'],
  analyticStories: ['Kubernetes Sensitive Object Access Activity'],
  attack: [containerApi, containerCli],
  attackVersion: '19.2',
  detection: {
    id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5',
    name: 'Kubernetes Azure detect suspicious kubectl calls',
    version: 1,
  },
  knownFalsePositives: 'kubectl calls are not malicious by nature.',
  learning: false,
  firstSeen: '2026-06-03T21:47:12.481000Z',
  lastSeen: '2026-06-03T21:52:40.007000Z',
  queries: {
    aksAudit: 'AKSAudit\n| where tostring(User.username) == "dana.ruiz@contoso.example"',
    azureDiagnostics: 'AzureDiagnostics\n| where Category == "kube-audit"',
    splunk: '`kubernetes_azure` category=kube-audit\n| spath input=properties.log',
    blobs: [{ source: blobName, from: 48_200, to: 117_269 }],
  },
  calls: [aCall()],
  ...over,
});

/** Five days, of which two were told before and two were only odd. */
export const aStory = (over: Partial<Campaign> = {}): Campaign => {
  const step = {
    day: '2026-05-31' as Day,
    time: '2026-05-31T09:00:00.000000Z',
    phase: 'Discovery',
    what: 'list rolebindings in payments',
    outcome: 'refused',
    risk: 31,
    finding: 'f1',
  } as const;
  return {
    id: '0123456789abcdef0123456789abcdef',
    firstDay: '2026-05-28' as Day,
    toldFrom: '2026-05-31' as Day,
    lastDay: '2026-06-03' as Day,
    toldDays: 3,
    days: 5,
    phases: ['Discovery', 'Persistence', 'Credential Access'],
    steps: [
      step,
      {
        ...step,
        day: '2026-06-02' as Day,
        time: null,
        phase: 'Persistence',
        what: 'create rolebindings (me)',
        outcome: 'allowed',
        finding: 'f2',
      },
      {
        ...step,
        day: '2026-06-03' as Day,
        phase: 'Credential Access',
        what: 'get secrets in payments (stripe)',
        outcome: 'allowed',
        finding: 'a1',
      },
    ],
    leftOut: 7,
    untold: [
      { day: '2026-05-28' as Day, bits: 12, act: 'get pods/log', namespace: 'payments' },
      { day: '2026-05-29' as Day, bits: 5, act: null, namespace: null },
    ],
    ...over,
  };
};

/** Puts a text in every place of a value where a text stands, but where the text chooses what is shown: under `but`. */
export function everywhere<T>(value: T, text: string, but: readonly string[] = ['because']): T {
  if (typeof value === 'string') return text as T;
  if (Array.isArray(value)) return value.map((member: unknown) => everywhere(member, text, but)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      but.includes(key) ? member : everywhere(member, text, but),
    ]),
  ) as T;
}

export const noSkips: SkipCounts = none();

export const aRareRow: RareRow = {
  'sourceIPs{}': '203.0.113.24',
  verb: 'get',
  userAgent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
  'user.groups{}': 'system:authenticated',
  'objectRef.resource': 'secrets',
  'objectRef.namespace': 'payments',
  requestURI: '/api/v1/namespaces/payments/secrets?limit=500',
  count: 1,
  percent: 0.123457,
};

/** A day with one of everything a report can show. */
export const aReport = (over: Partial<ReportData> = {}): ReportData => ({
  day: '2026-06-03' as Day,
  generatedAt: '2026-06-04 02:15 UTC',
  damaged: 0,
  logs: { logged: true, without: [], unranked: [] },
  clusters: [
    {
      cluster: 'aks-shop-prod',
      clusterId: shopId,
      lines: 1_284_551,
      events: 8_412,
      requests: 4_230,
      skipped: { ...noSkips, 'not-json': 2, 'not-kubectl': 1_275_413, loopback: 724 },
      salvaged: 12,
      folded: 3,
      baselineDays: 30,
      learning: null,
      lastSeen: '2026-06-03T23:59:58.120000Z',
      blindSpots: ['Behind Private Link: client addresses are those of a NAT and were not judged.'],
    },
    {
      cluster: 'aks-edge-weu',
      clusterId: 'aks-edge-weu',
      lines: 44,
      events: 44,
      requests: 44,
      skipped: noSkips,
      salvaged: 0,
      folded: 0,
      baselineDays: 4,
      learning: { neededDays: 3 },
      lastSeen: null,
      blindSpots: [],
    },
  ],
  findings: [
    aFinding({
      id: 'a1',
      campaign: aStory(),
      risk: {
        score: 88,
        impact: 50,
        confidence: 50,
        severity: 'critical',
        factors: [secretsFactor, publicIpFactor],
      },
      calls: [
        aCall({
          verb: 'create',
          resource: 'pods',
          namespace: 'kube-system',
          requestURI: '/api/v1/namespaces/kube-system/pods?fieldManager=kubectl-client-side-apply',
          impersonatedBy: 'root@contoso.example',
          applied: anApplied({
            name: 'node-shell-1',
            images: ['alpine:3.20'],
            dangerous: ['privileged', 'hostPID'],
          }),
        }),
        ...[2, 3, 4, 5, 6, 7, 8].map((rank) => aCall({ rank })),
      ],
    }),
    aFinding({
      id: 'a2',
      learning: true,
      attack: [],
      risk: { score: 30, impact: 50, confidence: 50, severity: 'low', factors: [] },
    }),
  ],
  held: [
    { finding: aFinding({ id: 'a3' }), because: 'learning' },
    { finding: aFinding({ id: 'a4' }), because: 'budget' },
  ],
  suppressed: [
    {
      suppression: {
        id: 'velero-restore',
        owner: 'platform@contoso.example',
        reason: 'Velero restores to kube-system every Wednesday.',
        expires: '2026-09-01',
      },
      hits: 1,
      expiresSoon: false,
      calls: [aCall()],
    },
  ],
  givenUp: [],
  hours: [
    { hour: 9, requests: 1_650, rare: 0 },
    { hour: 21, requests: 210, rare: 2 },
  ],
  ...over,
});
