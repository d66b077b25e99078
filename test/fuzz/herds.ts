/**
 * Lines as nearly all lines of a log are: a few callers of the machinery again and again, who say a little more than the last
 * time, on this day or the next, or whose line was damaged. What a reader remembers of the one must not hide the other.
 */
import { type Draw, mutated, nastyBlob } from './nasty-lines.ts';

type Fields = { readonly [key: string]: unknown };

const pick = <T>(draw: Draw, from: readonly T[], otherwise: T): T => from[draw(from.length)] ?? otherwise;

const users = [
  'system:node:aks-1',
  'system:node:aks-2',
  'system:serviceaccount:kube-system:x',
  'aksService',
  'ada',
];
const agents = ['kubelet/v1.30', 'x-driver/v1 (linux/amd64)', 'kubectl/v1.30', 'KUBECTL', 'kubect', 'curl/8'];
const addresses = [['20.50.60.70'], ['20.50.60.71', '172.31.4.5'], ['10.0.0.4'], ['127.0.0.1']];
const days = [
  '2026-10-01T08:00:00.123456Z',
  '2026-10-01T23:59:59.000000Z',
  '2026-10-01T24:00:00.000000Z',
  '2026-10-01T08:60:00.000000Z',
  '2026-10-02T00:00:00.000000Z',
  '2026-11-01T08:00:00.000000Z',
  '2027-10-01T08:00:00.000000Z',
  '2026-10-01T08:00:00Z',
];
const bodies: readonly unknown[] = [
  { metadata: { managedFields: [{ manager: 'kubectl-client-side-apply' }], namespace: 'kube-system' } },
  { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"kind":"Pod"}' } } },
  { userAgent: 'kubectl' },
  { userAgent: 'KUBECTL/1' },
  { agent: 'kubectl', t: 'kubectl', 'a userAgent': 'kubectl' },
  { a: '"userAgent":"kubectl"', b: '<&>', c: '\u0000\u001b', d: 'x/y\\z' },
  { user: { username: 'ada' } },
  { uid: 'u', User: {}, users: [], hostIP: '10.0.0.1', sourceIPs: [] },
  { requestReceivedTimestamp: '2026-10-01T08:00:00.123456Z', stageTimestamp: '' },
  'x'.repeat(17_000),
];

const ends: readonly unknown[] = [
  { a: { b: 'c' } },
  // Longer than the whole event of another line.
  { 'authorization.k8s.io/reason': 'x'.repeat(1_900) },
];

/** What comes a second time, or breaks the event. */
const repeats = [
  '"user":{"username":"ada"}',
  '"userAgent":"curl/8"',
  '"sourceIPs":["127.0.0.1"]',
  '"\\u0075ser":{"username":"ada"}',
  '"a userAgent":"kubectl",',
  '"kubectl":"kubectl",',
  '"requestReceivedTimestamp":"2026-12-01T08:00:00.123456Z","stageTimestamp":"2026-10-01T08:00:00.130000Z"',
  '"a\\"requestReceivedTimestamp":"2026-10-01T08:00:00.123456Z","stageTimestamp":"","annotations":{"a":"b"}',
];

const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

function lineOf(draw: Draw, caller: Fields): string {
  const body = draw(3) === 0 ? { requestObject: pick(draw, bodies, null) } : {};
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `5b0d4a52-${draw(100)}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/pods?limit=${draw(100)}&watch=true`,
    verb: 'list',
    ...caller,
    objectRef: { resource: 'pods', namespace: 'kube-system' },
    responseStatus: { metadata: {}, code: 200 },
    ...body,
    requestReceivedTimestamp: draw(3) > 0 ? days[0] : pick(draw, days, ''),
    stageTimestamp: '2026-10-01T08:00:00.130000Z',
    annotations: draw(9) > 0 ? { 'authorization.k8s.io/reason': '' } : pick(draw, ends, {}),
  };
  const again = draw(15) === 0 ? `,${pick(draw, repeats, '')}}` : '}';
  let log = goJson(event).slice(0, -1) + again + (draw(9) > 0 ? '\n' : '');
  if (draw(20) === 0) log = log.slice(0, draw(log.length));
  const place = `"resourceId": "/X/MANAGEDCLUSTERS/C${1 + draw(2)}", `;
  const isAhead = draw(12) === 0;
  return (
    `{ "category": "kube-audit", ${isAhead ? place : ''}"properties": {"pod":"p${draw(2)}",` +
    `"log":${JSON.stringify(log).replaceAll('/', '\\/')},"stream":"stdout"}, ${isAhead ? '' : place}` +
    `"time": "2026-10-01T08:00:01.1${draw(9)}Z"}`
  );
}

/** So many lines of a few callers. */
export function herdBlob(draw: Draw, lines: number): Buffer {
  const callers = Array.from({ length: 1 + draw(3) }, () => ({
    user: { username: pick(draw, users, ''), groups: ['system:authenticated'] },
    sourceIPs: pick(draw, addresses, []),
    userAgent: draw(3) > 0 ? agents[0] : pick(draw, agents, ''),
  }));
  const parts: Buffer[] = [];
  for (let count = 0; count < lines; count += 1) {
    let bytes: Buffer = Buffer.from(lineOf(draw, callers[draw(callers.length)] ?? {}));
    if (draw(8) === 0) bytes = mutated(bytes, draw);
    if (draw(30) === 0) bytes = nastyBlob(draw, 1);
    parts.push(bytes, Buffer.from(draw(20) === 0 ? '\r\n' : '\n'));
  }
  return Buffer.concat(parts);
}
