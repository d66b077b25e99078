import { expect, test } from 'vitest';
import { ocsfFinding } from '../../../../src/core/show/sinks/ocsf.ts';
import { evidenceOf, isAddress } from '../../../../src/core/show/sinks/ocsf-evidence.ts';
import { aCall, aFinding } from '../samples.ts';

const context = { uid: 'v1', at: new Date('2026-06-04T02:15:00Z') };

test.each(['0.0.0.0', '255.255.255.255', '9.99.199.249', '::1', '2001:db8::7', '::ffff:203.0.113.7'])(
  '%s is an address',
  (text) => {
    expect(isAddress(text)).toBe(true);
  },
);

test.each([
  '256.1.1.1',
  '1.1.1.256',
  '1.2.3',
  'x1.2.3.4',
  '1.2.3.4x',
  '1.2.3.4.5',
  ':',
  '',
  ':::',
  '2001:db8::g',
  'x::1',
  // Longer than an address of OCSF may be.
  '0000:0000:0000:0000:0000:ffff:255.255.255.255',
  '::1x',
])('%j is none', (text) => {
  expect(isAddress(text)).toBe(false);
});

test.each([
  ['get', 'GET'],
  ['list', 'GET'],
  ['watch', 'GET'],
  ['create', 'POST'],
  ['update', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['deletecollection', 'DELETE'],
  ['head', 'HEAD'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['bind', undefined],
  [null, undefined],
])('the verb %s is the method %s', (verb, method) => {
  expect(evidenceOf(aCall({ verb }))).toMatchObject({ api: { operation: verb ?? 'unknown' } });
  expect(Object(evidenceOf(aCall({ verb })).http_request).http_method).toBe(method);
});

test.each([
  ['system:serviceaccount:a:b', 'Service', 4],
  ['system:admin', 'System', 3],
  ['', 'Unknown', 0],
  ['ada', 'User', 1],
  ['my-system:admin', 'User', 1],
])('the user %j is of type %s', (user, type, id) => {
  const { actor } = evidenceOf(aCall({ user, groups: ['a'] }));
  expect(actor).toEqual({
    user: { name: user || '(unknown user)', type, type_id: id, groups: [{ name: 'a' }] },
  });
});

test.each([
  ['/a?b=c?d', { path: '/a', query_string: 'b=c?d' }],
  ['/a', { path: '/a' }],
  ['/a?', { path: '/a', query_string: '' }],
  ['?a', { path: '', query_string: 'a' }],
  ['', undefined],
  [null, undefined],
])('the address %j is parted', (requestURI, url) => {
  expect(Object(evidenceOf(aCall({ requestURI })).http_request).url).toEqual(url);
});

test.each([
  ['203.0.113.9', { ip: '203.0.113.9' }],
  ['a-host', { name: 'a-host' }],
  ['', undefined],
  [null, undefined],
])('a call from %j', (clientIp, endpoint) => {
  expect(evidenceOf(aCall({ clientIp })).src_endpoint).toEqual(endpoint);
});

test('a call, whole', () => {
  const call = aCall({ subresource: 'exec', resource: 'pods', codes: [101, 200] });
  const [event] = call.evidence;
  if (event === undefined) throw new Error('the sample has evidence');
  const evidence = [{ ...event, auditID: null }, { ...event, auditID: '' }, event, event, event];
  expect(evidenceOf({ ...call, evidence })).toEqual({
    name: 'get pods/exec in payments',
    actor: {
      user: {
        name: call.user,
        type: 'User',
        type_id: 1,
        groups: [{ name: 'aks-developers' }, { name: 'system:authenticated' }],
      },
    },
    api: {
      operation: 'get',
      request: { uid: event.auditID },
      response: { code: 101 },
      service: { name: 'kube-apiserver' },
    },
    src_endpoint: { ip: '203.0.113.24' },
    http_request: { http_method: 'GET', user_agent: call.userAgent, url: { path: call.requestURI } },
    resources: [{ name: 'pods/exec', type: 'pods', namespace: 'payments', role: 'Target', role_id: 1 }],
    data: {
      rarity: 99.2,
      bits: call.bits,
      explanation: call.explanation,
      count: 2,
      events: evidence.slice(0, 4),
      applied: null,
      grants: [],
      command: null,
      not_seen: null,
      object_id: null,
      outcome: 'allowed',
      revoke: [],
    },
  });
  const bare = evidenceOf(
    aCall({ evidence: [], codes: [], resource: null, subresource: null, clientIp: null }),
  );
  expect(bare.api).toEqual({ operation: 'get', service: { name: 'kube-apiserver' } });
  expect(bare).not.toHaveProperty('resources');
});

test.each([
  [0, 1, 'Low'],
  [33, 1, 'Low'],
  [34, 2, 'Medium'],
  [66, 2, 'Medium'],
  [67, 3, 'High'],
  [100, 3, 'High'],
])('a confidence and an impact of %i are %i', (score, id, caption) => {
  const risk = { ...aFinding().risk, confidence: score, impact: score };
  expect(ocsfFinding(aFinding({ risk }), context)).toMatchObject({
    confidence_id: id,
    confidence: caption,
    confidence_score: score,
    impact_id: id,
    impact: caption,
    impact_score: score,
  });
});

test.each([
  ['informational', 1, 'Informational', 0, 'Info'],
  ['low', 2, 'Low', 1, 'Low'],
  ['medium', 3, 'Medium', 2, 'Medium'],
  ['high', 4, 'High', 3, 'High'],
  ['critical', 5, 'Critical', 4, 'Critical'],
] as const)('what is %s has the severity %i', (severity, id, caption, level, risk) => {
  expect(ocsfFinding(aFinding({ risk: { ...aFinding().risk, severity } }), context)).toMatchObject({
    severity_id: id,
    severity: caption,
    risk_level_id: level,
    risk_level: risk,
  });
});

test('a finding, around its evidence', () => {
  const { evidences, unmapped, finding_info, ...sent } = ocsfFinding(
    aFinding({ calls: [aCall({ rarity: 90 }), aCall({ rarity: 99, count: 3 })] }),
    context,
  );
  expect(evidences).toHaveLength(2);
  expect(unmapped).toMatchObject({ day: '2026-06-03', rarity: 99 });
  expect(finding_info).toMatchObject({
    desc: aFinding().message,
    types: ['Anomaly'],
    created_time_dt: '2026-06-04T02:15:00.000Z',
    first_seen_time_dt: '2026-06-03T21:47:12.481Z',
    last_seen_time_dt: '2026-06-03T21:52:40.007Z',
    data_sources: ['kube-audit'],
    related_events_count: 5,
    analytic: { version: '1', type: 'Statistical', type_id: 3, algorithm: 'surprise' },
    tags: [{ name: 'analytic_story', value: 'Kubernetes Sensitive Object Access Activity' }],
  });
  expect(sent).toMatchObject({
    class_name: 'Detection Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: 1,
    activity_name: 'Create',
    type_name: 'Detection Finding: Create',
    status_id: 1,
    status: 'New',
    message: aFinding().message,
    count: 2,
    risk_details: 'Raised by: secrets, new-public-ip.',
    metadata: {
      product: { name: 'Rarecall', vendor_name: 'Rarecall', feature: { name: 'surprise' } },
      log_name: 'kube-audit',
      log_provider: 'AKS',
      original_time: '2026-06-03T21:47:12.481000Z',
      logged_time_dt: '2026-06-04T02:15:00.000Z',
    },
    cloud: { account: { type: 'Azure Subscription' } },
    resources: [
      {
        uid: aFinding().clusterId,
        name: 'aks-shop-prod',
        type: 'Microsoft.ContainerService/managedClusters',
        role: 'Affected',
        role_id: 3,
      },
    ],
    observables: [
      { name: 'evidences[0].src_endpoint.ip', type: 'IP Address', type_id: 2, value: '203.0.113.24' },
      { name: 'evidences[0].actor.user.name', type: 'User Name', type_id: 4, value: aFinding().user },
      { name: 'evidences[0].http_request.user_agent', type: 'HTTP User-Agent', type_id: 16 },
    ],
    anomaly_analyses: [
      {
        analysis_targets: [{ name: aFinding().user, type: 'User' }],
        anomalies: [
          {
            observation_parameter: 'kubectl call',
            observation_type: 'Frequency Analysis',
            observed_pattern: 'RARE',
            observations: [
              {
                value: 'get secrets in payments',
                count: 2,
                timespan: { type: 'Days', type_id: 5, duration_days: 1 },
              },
              { count: 3 },
            ],
          },
        ],
      },
    ],
  });
  const none = aFinding({
    user: '',
    clientIp: 'a-host',
    calls: [],
    clusterId: 'shop',
    learning: true,
    firstSeen: null,
  });
  const bare = ocsfFinding({ ...none, risk: { ...none.risk, factors: [] } }, context);
  expect(bare).toMatchObject({
    observables: [],
    is_alert: false,
    risk_details: 'Raised by: rarity alone.',
    metadata: { profiles: ['datetime'] },
  });
  for (const key of ['cloud', 'start_time', 'start_time_dt']) expect(bare).not.toHaveProperty(key);
});

test('twenty calls are told', () => {
  const calls = Array.from({ length: 21 }, () => aCall());
  const { evidences, anomaly_analyses, count } = ocsfFinding(aFinding({ calls }), context);
  expect([count, Object(evidences).length]).toEqual([21, 20]);
  expect(Object(anomaly_analyses)[0].anomalies[0].observations).toHaveLength(20);
});
