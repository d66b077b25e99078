/** Makers of log lines in the shapes that AKS has written over the years. Names and ids are invented. */

export const resourceId =
  '/SUBSCRIPTIONS/0A1B2C3D-0000-4000-8000-000000000001/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/SHOP-1';

/** A `kubectl get pods` by a person, in the order in which Kubernetes writes its fields. */
export const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: '5b0d4a52-8e55-4b0e-9c1f-6a3a1c6f0001',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/payments/pods?limit=500',
  verb: 'list',
  user: {
    username: 'ada@example.com',
    groups: ['c0ffee00-1111-4222-8333-444455556666', 'system:authenticated'],
    extra: { oid: ['7d0e'] },
  },
  sourceIPs: ['203.0.113.7', '172.31.9.4'],
  userAgent: 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
  objectRef: { resource: 'pods', namespace: 'payments', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-10-01T08:00:00.123456Z',
  stageTimestamp: '2026-10-01T08:00:00.130000Z',
  annotations: {
    'authorization.k8s.io/decision': 'allow',
    'authorization.k8s.io/reason': 'RBAC: allowed by ClusterRoleBinding "readers" of Group "shop"',
  },
};

type Fields = { [key: string]: unknown };

export const withFields = (fields: Fields): Fields => ({ ...event, ...fields });

/** What Go writes: `<`, `>` and `&` escaped. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

/** A line as of 2024: blanks at the top level, `\/`, nanoseconds. `log` is the text inside. */
export const line2024 = (log: string, category = 'kube-audit'): string =>
  `{ "category": "${category}", "operationName": "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read", ` +
  `"properties": {"pod":"kube-apiserver-6c9f7c5d4b-x2x7l","containerID":"c2","log":${slashed(log)},"stream":"stdout"}, ` +
  `"resourceId": "${resourceId}", "serviceBuild": "na", "time": "2026-10-01T08:00:01.154534959Z"}`;

const slashed = (text: string): string => JSON.stringify(text).replaceAll('/', '\\/');

/** A line as of 2020 to 2022: compact, the hour in whole seconds with seven zeros, more keys. */
export const line2020 = (log: string): string =>
  JSON.stringify({
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    category: 'kube-audit',
    ccpNamespace: '5eb120ce57f96500011bde2d',
    resourceId,
    properties: { log, stream: 'stdout', pod: 'kube-apiserver-79599f95c7-qn557' },
    time: '2020-05-05T16:16:37.0000000Z',
    Cloud: 'AzureCloud',
    Environment: 'prod',
    UnderlayClass: 'hcp-underlay',
    UnderlayName: 'hcp-underlay-eastus-cx-424',
    attrs: '{"io.kubernetes.container.name"=>"kube-apiserver"}',
  });

/** A line as of 2019. */
export const line2019 = (log: string): string =>
  JSON.stringify({
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    category: 'kube-audit',
    resourceId,
    properties: { log, stream: 'stdout', pod: 'kube-apiserver-1', containerID: 'ab' },
    time: '2019-06-24T20:14:59.000Z',
  });

/** A line of today with this event. */
export const lineOf = (fields: Fields = {}): string => line2024(`${goJson(withFields(fields))}\n`);

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
