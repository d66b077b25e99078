/**
 * Invented log blobs for benchmarks: the traffic of an AKS control plane with a chosen share of kubectl.
 * Seeded: the same seed gives the same bytes. Shapes and sizes follow the records of 2024 and later.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { machinery, otherClient } from './read-callers.ts';

export interface LogMix {
  readonly seed: number;
  readonly bytes: number;
  /** Share of lines whose agent is kubectl, 0 to 1. */
  readonly kubectl: number;
  /** Share of lines of the machinery that mention kubectl somewhere. */
  readonly mentions: number;
  /** Share of lines of other clients that people and scripts use; none unless told. */
  readonly others?: number;
}

/** What is in a file that was written, told by the writer. */
export interface LogTruth {
  readonly lines: number;
  readonly kubectl: number;
  readonly others: number;
  readonly bytes: number;
}

const kubectls = [
  'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
  'kubectl/v1.29.4 (darwin/arm64) kubernetes/55019c8',
  'kubectl.exe/v1.28.2 (windows/amd64) kubernetes/89a4ea3',
];
const resources = [
  'pods',
  'configmaps',
  'leases',
  'endpoints',
  'nodes',
  'secrets',
  'deployments',
  'events',
  'services',
];
const verbs = ['get', 'list', 'watch', 'update', 'patch', 'create'];
const namespaces = ['kube-system', 'payments', 'shop', 'default', 'ingress', 'monitoring'];
const resourceId =
  '/SUBSCRIPTIONS/0A1B2C3D-0000-4000-8000-000000000001/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/SHOP-1';

/** Azure cuts what is longer; a few events in a hundred are. */
const cutBytes = 16_384;
const cutShare = 0.005;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface BenchLine {
  readonly line: string;
  readonly kubectl: boolean;
  /** Of another client that people and scripts use. */
  readonly other: boolean;
}

/** @returns a maker of lines; each tells whose call it is */
export function logLines(mix: LogMix): () => BenchLine {
  const parts = machinery(seeded(mix.seed));
  const random = seeded(mix.seed);
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise;
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  const servers = ['x2x7l', 'k9v4q'].map(
    (name) => `"pod":"kube-apiserver-6c9f7c5d4b-${name}","containerID":"${hex(64)}"`,
  );
  let second = 0;
  return () => {
    const draw = random();
    const kubectl = draw < mix.kubectl;
    const mentions = !kubectl && draw < mix.kubectl + mix.mentions;
    const other = !kubectl && !mentions && draw < mix.kubectl + mix.mentions + (mix.others ?? 0);
    const resource = pick(resources, 'pods');
    const namespace = pick(namespaces, 'default');
    const name = `${pick(['web', 'api', 'worker', 'coredns'], 'web')}-${hex(10)}-${hex(5)}`;
    second += random() * 0.2;
    const time = new Date(Date.UTC(2026, 9, 1) + second * 1000).toISOString().slice(0, -1);
    const stamp = `${time}${hex(3).replace(/[a-f]/g, '7')}`;
    const person = {
      user: {
        username: `${pick(['ada', 'bob', 'eve'], 'ada')}@example.com`,
        groups: [`${hex(8)}-1111-4222-8333-${hex(12)}`, 'system:authenticated'],
        extra: { oid: [hex(32)] },
      },
      sourceIPs: [`203.0.113.${Math.floor(random() * 250)}`],
      userAgent: pick(kubectls, 'kubectl'),
    };
    const caller = kubectl ? person : other ? otherClient(random) : pick(parts, person);
    const body = random();
    const applied = mentions
      ? {
          'kubectl.kubernetes.io/last-applied-configuration': `{"kind":"ConfigMap","metadata":{"name":"${name}"}}`,
        }
      : {};
    const object = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name,
        namespace,
        uid: hex(32),
        labels: { app: 'web', 'pod-template-hash': hex(10) },
        annotations: applied,
        managedFields: mentions ? [{ manager: 'kubectl-client-side-apply', operation: 'Update' }] : [],
      },
      spec: {
        containers: Array.from({ length: 1 + Math.floor(body * 4) }, () => ({
          name: 'main',
          image: `registry.example.com/shop/web:${hex(8)}`,
          env: [{ name: 'LEVEL', value: 'a<b && c>d' }],
        })),
      },
    };
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: body < 0.25 ? 'RequestResponse' : 'Metadata',
      auditID: `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
      stage: 'ResponseComplete',
      requestURI: `/api/v1/namespaces/${namespace}/${resource}/${name}?allowWatchBookmarks=true&resourceVersion=${Math.floor(random() * 1e8)}&timeout=32s`,
      verb: pick(verbs, 'get'),
      user: caller.user,
      sourceIPs: caller.sourceIPs,
      userAgent: caller.userAgent,
      objectRef: { resource, namespace, name, apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: 200 },
      ...(body < 0.25 || mentions ? { requestObject: object, responseObject: object } : {}),
      requestReceivedTimestamp: `${stamp}Z`,
      stageTimestamp: `${stamp}Z`,
      annotations: {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason':
          'RBAC: allowed by ClusterRoleBinding "system:controller" of ClusterRole "system:controller" to User "x"',
      },
    };
    const isCut = !kubectl && !other && random() < cutShare;
    if (isCut)
      Object.assign(event, { requestObject: { kind: 'ConfigMap', data: { log: 'x/"y"\n'.repeat(4000) } } });
    const whole = JSON.stringify(event).replace(
      /[<>&]/g,
      (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
    );
    const log = isCut ? whole.slice(0, cutBytes) : `${whole}\n`;
    const line =
      '{ "category": "kube-audit", "operationName": "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read", ' +
      `"properties": {${pick(servers, '')},"log":${JSON.stringify(log).replaceAll('/', '\\/')},"stream":"stdout"}, ` +
      `"resourceId": "${resourceId}", "serviceBuild": "na", "time": "${stamp}123Z"}\n`;
    return { line, kubectl, other };
  };
}

/** Writes a file of at least `mix.bytes`. Large files repeat the first 64 MB: what is read does not get cheaper by that. */
export function writeLog(path: string, mix: LogMix): LogTruth {
  const next = logLines(mix);
  const blockBytes = Math.min(mix.bytes, 64_000_000);
  const parts: string[] = [];
  let [blockLines, blockKubectl, blockOthers, length] = [0, 0, 0, 0];
  while (length < blockBytes) {
    const { line, kubectl, other } = next();
    parts.push(line);
    length += line.length;
    blockLines += 1;
    if (kubectl) blockKubectl += 1;
    if (other) blockOthers += 1;
  }
  const block = Buffer.from(parts.join(''));
  const file = openSync(path, 'w');
  let repeats = 0;
  for (let bytes = 0; bytes < mix.bytes; bytes += block.length) {
    for (let from = 0; from < block.length; ) from += writeSync(file, block, from);
    repeats += 1;
  }
  closeSync(file);
  return {
    lines: blockLines * repeats,
    kubectl: blockKubectl * repeats,
    others: blockOthers * repeats,
    bytes: block.length * repeats,
  };
}
