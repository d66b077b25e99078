/**
 * Log lines as nobody should write them: every spelling JSON allows and many it does not, decoys, cuts, mutations.
 * All chance comes from `draw`, so that a seed decides everything.
 */

/** @returns a whole number from 0 up to, not including, `below` */
export type Draw = (below: number) => number;

/** Chance from a seed (mulberry32): the same seed, the same lines. */
export function chance(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Json = string | number | boolean | null | readonly Json[] | Members | { readonly [key: string]: Json };

function pick<T>(draw: Draw, from: readonly T[]): T {
  const found = from[draw(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
const oneIn = (draw: Draw, count: number): boolean => draw(count) === count - 1;

const agents: readonly Json[] = [
  'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
  'curl/8',
  'kubectl',
  'KUBECTL/v1',
  'kUbEcTl.exe/v1',
  'kubectl-foo/v1',
  'kubect',
  'xkubectl',
  '\u212aubectl',
  'kubectl"v1"',
  'kubectl\\',
  'kubectl/\u00e9\u{1f600}',
  'kubectl\ud800',
  'kube\u0000ctl',
  'oc/4.1 (linux)',
  'OC/4.1',
  'o',
  '/x',
  '',
  ' kubectl',
  7,
  null,
  true,
  ['kubectl'],
  { userAgent: 'kubectl' },
  'kube-controller-manager/v1.30 kubectl',
];

/** As machinery writes them, and somebody who claims to be it. */
const machineryAgents: readonly Json[] = [
  'kubelet/v1.30.3 (linux/amd64) kubernetes/6fc0a69',
  'KUBELET/v1.30.3',
  'kube-controller-manager/v1.30.3 (linux/amd64) kubernetes/6fc0a69/system:serviceaccount:kube-system:x',
  'metrics-server/v0.7.1 (linux/amd64) kubernetes/$Format',
  'Prometheus/2.54.1',
  'Curl/8.5.0',
  'k9s/v0.32',
  '',
];

const identities: readonly Json[] = [
  {
    username: 'system:serviceaccount:kube-system:metrics-server',
    uid: '7',
    groups: ['system:serviceaccounts'],
  },
  { username: 'system:node:aks-1', groups: ['system:nodes', 'system:authenticated'] },
  { username: 'system:serviceaccount:kube-system:x-controller', groups: [], extra: { 'a/b': ['c'] } },
  { username: 'aksService', groups: ['system:masters'] },
  { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  { username: 'system:node:aks"1\\', groups: ['<&>'] },
  { username: 'system:node:aks-\u00e91' },
  { groups: ['system:nodes'], username: 'system:node:aks-1' },
];

const texts: readonly Json[] = [
  'get',
  'create',
  'watch',
  '',
  '/api/v1/pods?a=b&c=<d>',
  '"userAgent":"kubectl"',
  '\\"userAgent\\":\\"kubectl/v1\\"',
  'userAgent":"kubectl',
  'C:\\users\\u0041',
  'kubectl.kubernetes.io/last-applied-configuration',
  'n\u0000\n\r\t\u007f\u2028',
  'lone \udc00 low',
  42,
  -0.5e3,
  false,
  null,
  [],
  {},
  [[['deep']]],
];

const addresses: readonly Json[] = [
  ['198.51.100.7'],
  ['198.51.100.7', '172.31.4.5'],
  ['203.0.113.7', '198.51.100.7', '10.0.0.4'],
  ['203.0.113.7'],
  ['127.0.0.1'],
  ['::1', '127.0.0.1'],
  ['127.0.0.1', '203.0.113.7'],
  [],
  [7],
  '203.0.113.7',
  null,
];

const times: readonly Json[] = [
  '2026-10-01T08:00:00.123456Z',
  '2026-10-01T08:00:00+02:00',
  '2026-02-30T08:00:00Z',
  '2020-05-05T16:16:37.0000000Z',
  '',
  5,
];

function event(draw: Draw): Members {
  const members: [string, Json][] = [
    ['kind', pick(draw, ['Event', 'Event', 'Pod'])],
    ['apiVersion', pick(draw, ['audit.k8s.io/v1', 'v1'])],
    ['auditID', pick(draw, ['5b0d4a52', null, 7])],
    ['stage', pick(draw, ['ResponseComplete', 'ResponseStarted', 'Panic', 'RequestReceived'])],
    ['requestURI', pick(draw, texts)],
    ['verb', pick(draw, texts)],
    [
      'user',
      pick<Json>(draw, [
        { username: 'ada', groups: ['a', 'b'] },
        pick(draw, identities),
        pick(draw, identities),
        {},
        [],
        'ada',
        { username: pick(draw, texts), groups: texts },
      ]),
    ],
    ['impersonatedUser', { username: pick(draw, texts) }],
    ['sourceIPs', pick(draw, addresses)],
    ['userAgent', oneIn(draw, 2) ? 'kubectl/v1.30.1 (linux/amd64)' : pick(draw, agents)],
    [
      'objectRef',
      pick<Json>(draw, [
        { resource: 'pods', subresource: 'exec', namespace: 'x' },
        { resource: pick(draw, texts) },
        null,
      ]),
    ],
    [
      'responseStatus',
      pick<Json>(draw, [
        { code: 200 },
        { code: 401 },
        { code: '200' },
        { code: Number.POSITIVE_INFINITY },
        { code: -0 },
        [],
      ]),
    ],
    [
      'requestObject',
      pick<Json>(draw, [
        { kind: 'Pod', spec: { containers: [{ image: 'x' }] } },
        { userAgent: 'kubectl' },
        { kind: 'SubjectAccessReview', spec: { user: 'ada', groups: ['a'], nonResourceAttributes: {} } },
        { kind: 'TokenReview', status: { user: { username: 'ada' }, authenticated: true } },
        { log: 'x', user: { username: 'ada' }, sourceIPs: [], properties: { category: 'y' } },
        'skipped-too-big-size-object',
      ]),
    ],
    ['requestReceivedTimestamp', pick(draw, times)],
    ['stageTimestamp', pick(draw, times)],
    ['annotations', { 'authorization.k8s.io/reason': pick(draw, texts) }],
    ['__proto__', { userAgent: 'kubectl' }],
  ];
  const kept = members.filter(() => !oneIn(draw, 8));
  if (oneIn(draw, 4)) kept.unshift(...kept.splice(draw(kept.length + 1)));
  if (oneIn(draw, 6)) kept.push(['userAgent', pick(draw, agents)]);
  if (oneIn(draw, 12)) kept.push(['user', pick(draw, identities)]);
  if (oneIn(draw, 24)) kept.push(['sourceIPs', pick(draw, addresses)]);
  if (oneIn(draw, 24)) kept.push(['requestReceivedTimestamp', pick(draw, times)]);
  if (oneIn(draw, 40)) kept.unshift(['requestURI', `/${'u'.repeat(17_000)}`]);
  return new Members(kept);
}

/** As the machinery writes its own, in the order that Kubernetes has, with a thing or two that it never does. */
function machineryEvent(draw: Draw): Members {
  const members: [string, Json][] = [
    ['kind', 'Event'],
    ['apiVersion', 'audit.k8s.io/v1'],
    ['level', pick(draw, ['Metadata', 'Request', 'RequestResponse'])],
    ['auditID', '5b0d4a52-8e55-4b0e-9c1f-6a3a1c6f0001'],
    ['stage', pick(draw, ['ResponseComplete', 'ResponseStarted'])],
    ['requestURI', oneIn(draw, 8) ? pick(draw, texts) : '/api/v1/pods?watch=true&timeout=5s'],
    ['verb', pick(draw, ['get', 'update', 'watch'])],
    ['user', pick(draw, identities)],
    ...(oneIn(draw, 10) ? [['impersonatedUser', { username: 'ada' }] as [string, Json]] : []),
    ['sourceIPs', pick(draw, addresses)],
    ...(oneIn(draw, 8) ? [] : [['userAgent', pick(draw, machineryAgents)] as [string, Json]]),
    ['objectRef', { resource: 'pods', namespace: 'x', apiVersion: 'v1' }],
    ['responseStatus', { metadata: {}, code: 200 }],
    ['requestReceivedTimestamp', pick(draw, times)],
    ['stageTimestamp', pick(draw, times)],
    ['annotations', { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' }],
  ];
  if (oneIn(draw, 3)) {
    const body: Json = pick<Json>(draw, [
      { kind: 'Pod', spec: { containers: [{ image: 'x' }] }, data: { log: 'a "quoted" {thing}' } },
      { kind: 'SubjectAccessReview', spec: { user: 'ada', resourceAttributes: { verb: 'get' } } },
      { kind: 'TokenReview', status: { user: { username: 'ada', groups: [] } } },
      { userAgent: 'kubectl' },
      { sourceIPs: ['203.0.113.7'], requestReceivedTimestamp: 'x' },
      'x'.repeat(20_000),
    ]);
    members.splice(-3, 0, ['requestObject', body]);
  }
  if (oneIn(draw, 12)) members.splice(draw(members.length), 1);
  if (oneIn(draw, 12))
    members.push([pick(draw, ['user', 'userAgent', 'sourceIPs', 'User']), pick(draw, identities)]);
  if (oneIn(draw, 30)) members.splice(draw(members.length), 0, ['user', {}]);
  return new Members(members);
}

/** Members in order, the same key twice allowed. */
class Members {
  readonly list: readonly (readonly [string, Json])[];
  constructor(list: readonly (readonly [string, Json])[]) {
    this.list = list;
  }
}

interface Spelling {
  readonly draw: Draw;
  /** One in so many letters is escaped, 0 for none. */
  readonly escapes: number;
  readonly gaps: readonly string[];
}

/** JSON text in any of its spellings. */
function spell(value: Json, how: Spelling): string {
  const gap = (): string => (how.gaps.length > 1 && oneIn(how.draw, 6) ? pick(how.draw, how.gaps) : '');
  if (typeof value === 'string') return spellText(value, how);
  if (Array.isArray(value))
    return `[${gap()}${value.map((member) => spell(member, how)).join(`${gap()},${gap()}`)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = value instanceof Members ? value.list : Object.entries(value);
    const spelled = members.map(
      ([key, member]) => `${spellText(key, how)}${gap()}:${gap()}${spell(member, how)}`,
    );
    return `{${gap()}${spelled.join(`${gap()},${gap()}`)}${gap()}}`;
  }
  return value === Number.POSITIVE_INFINITY ? '1e400' : Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

function spellText(text: string, { draw, escapes }: Spelling): string {
  if (escapes === 0) return `"${plainly(text, draw)}"`;
  let spelled = '';
  for (let from = 0; from < text.length; ) {
    // A pair of surrogates that is parted here comes out as two escapes, which are the same letter.
    const next = from + draw(2 * escapes);
    spelled += plainly(text.slice(from, next), draw) + escaped(text.charCodeAt(next), draw);
    from = next + 1;
  }
  return `"${spelled}"`;
}

/** As Go and Azure write it: three signs escaped, the slash perhaps. */
function plainly(text: string, draw: Draw): string {
  const spelled = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[<>&]/g, (sign) => escaped(sign.charCodeAt(0), () => 1));
  return spelled.includes('/') && oneIn(draw, 2) ? spelled.replaceAll('/', '\\/') : spelled;
}

function escaped(code: number, draw: Draw): string {
  if (Number.isNaN(code)) return '';
  const hex = code.toString(16).padStart(4, '0');
  return `\\u${oneIn(draw, 2) ? hex : hex.toUpperCase()}`;
}

const insideGaps = ['', ' ', '\n', '\r\n', '\t', '  '] as const;
const lineGaps = ['', ' ', '\t', '\r'] as const;

function line(draw: Draw): string {
  const how: Spelling = {
    draw,
    escapes: pick(draw, [0, 0, 0, 0, 40, 8, 2, 1]),
    gaps: pick(draw, [[''], lineGaps]),
  };
  const within: Spelling = {
    draw,
    escapes: pick(draw, [0, 0, 0, 0, 40, 8, 2, 1]),
    gaps: pick(draw, [[''], insideGaps]),
  };
  const found = oneIn(draw, 2) ? machineryEvent(draw) : event(draw);
  if (oneIn(draw, 20)) return spell(found, how);
  if (oneIn(draw, 40))
    return pick(draw, [
      '',
      ' ',
      '{}',
      '[]',
      '{',
      'null',
      '\ufeff{}',
      'nonsense',
      '{"records":[]}',
      '"userAgent":"kubectl"',
    ]);
  let log: Json = spell(found, within);
  if (oneIn(draw, 3)) log += '\n';
  if (oneIn(draw, 6)) log = log.slice(0, draw(log.length + 1));
  if (oneIn(draw, 12) && log.length > 16_384) log = log.slice(0, 16_384);
  if (oneIn(draw, 20)) log = `${log} ${pick(draw, ['trailing', '{"userAgent":"curl"}', ','])}`;
  if (oneIn(draw, 30))
    log = pick(draw, [
      'I0202 klog "userAgent":"kubectl',
      '',
      '[]',
      '7',
      '"kubectl"',
      '{',
      `{"a":${'['.repeat(1200)}`,
    ]);
  if (oneIn(draw, 12)) log = pick<Json>(draw, [found, [log], null, 7]);
  const properties = new Members([
    ['pod', 'kube-apiserver-1'],
    ['log', log],
    ['stream', 'stdout'],
    ...(oneIn(draw, 30) ? [['log', spell(event(draw), within)] as const] : []),
  ]);
  const members: [string, Json][] = [
    ['category', oneIn(draw, 8) ? pick(draw, ['kube-audit-admin', 'kube-scheduler', 7]) : 'kube-audit'],
    ['operationName', 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read'],
    ['properties', oneIn(draw, 40) ? [] : properties],
    ['resourceId', oneIn(draw, 2) ? pick(draw, texts) : `/X/MANAGEDCLUSTERS/C${draw(2)}`],
    ['time', pick(draw, times)],
  ];
  if (oneIn(draw, 8)) members.push(['attrs', '{"userAgent":"kubectl"}']);
  if (oneIn(draw, 4)) members.unshift(...members.splice(draw(members.length)));
  return spell(new Members(members), how);
}

const badBytes = [
  0x00, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x30, 0x5b, 0x5c, 0x5d, 0x75, 0x7b, 0x7d, 0x80, 0xc3, 0xe2, 0xed, 0xff,
];

/** Changes, removes, repeats or adds some bytes. */
export function mutated(bytes: Buffer, draw: Draw): Buffer {
  const at = draw(bytes.length + 1);
  const length = draw(pick(draw, [2, 8, 200]));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const rest = after.subarray(length);
  const added = Buffer.from(Array.from({ length }, () => badBytes[draw(badBytes.length)] ?? 0));
  const piece = pick(draw, [
    Buffer.alloc(0),
    added,
    after.subarray(0, length),
    after.subarray(0, 2 * length),
  ]);
  return Buffer.concat([before, piece, oneIn(draw, 2) ? after : rest]);
}

/** Lines one after another, in UTF-8, with newlines of both kinds, blank lines, and perhaps a BOM and a torn end. */
export function nastyBlob(draw: Draw, lines: number): Buffer {
  const parts: Uint8Array[] = oneIn(draw, 10) ? [Buffer.from('\ufeff')] : [];
  for (let count = 0; count < lines; count += 1) {
    let bytes: Buffer = Buffer.from(line(draw));
    while (oneIn(draw, 3)) bytes = mutated(bytes, draw);
    parts.push(bytes, Buffer.from(pick(draw, ['\n', '\n', '\n', '\r\n', '\n\n', '\n \r\n'])));
  }
  if (oneIn(draw, 4)) parts.pop();
  return Buffer.concat(parts);
}
