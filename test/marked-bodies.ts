/**
 * A day of logs whose bodies hold marks wherever data may stand: of Secrets and ConfigMaps, in variables, commands and
 * arguments, in tokens and certificate requests. A quiet week goes ahead, so that all of it is told.
 */
import { addDays, type Day, daysFrom } from '../src/core/count/day.ts';
import { aBlobName, aLine } from './build.ts';

export const markedDay = '2026-10-10' as Day;

const word = 'walrusMark';
const encoded = Buffer.from(`${word} of a secret`).toString('base64');
const marks = [word, encoded];

/** The marks that stand in a text, as they are and as base64. */
export const marksIn = (text: string): string[] => marks.filter((mark) => text.includes(mark));

const lastApplied = (object: object) => ({
  'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object),
});

/** An object that tells itself in its annotation, too. */
const whole = (kind: string, rest: object) => {
  const object = { kind, metadata: { name: 'x', namespace: 'payments' }, ...rest };
  return { ...object, metadata: { ...object.metadata, annotations: lastApplied(object) } };
};

const container = {
  image: 'nginx:1',
  env: [{ name: 'PASSWORD', value: word }],
  command: ['sh', '-c', word],
  args: [encoded],
  livenessProbe: {
    exec: { command: [word] },
    httpGet: { httpHeaders: [{ name: 'Authorization', value: word }] },
  },
};
const podSpec = {
  containers: [container],
  initContainers: [container],
  volumes: [{ hostPath: { path: '/' } }],
};
const data = { data: { a: encoded, b: word }, stringData: { c: word }, binaryData: { d: encoded } };
const long = { ...data, data: { ...data.data, long: `${'x'.repeat(15_500)}${word}${'x'.repeat(9_000)}` } };

const bodies: readonly (readonly [resource: string, verb: string, body: unknown])[] = [
  ['secrets', 'create', whole('Secret', data)],
  ['configmaps', 'update', whole('ConfigMap', data)],
  ['secrets', 'patch', { data: { a: encoded }, stringData: { a: word } }],
  ['configmaps', 'patch', [{ op: 'add', path: '/data/a', value: word }]],
  ['secrets', 'patch', [{ op: 'replace', path: '', value: data }]],
  ['secrets', 'create', whole('Secret', long)],
  ['pods', 'create', whole('Pod', { spec: podSpec, ...data })],
  ['deployments', 'update', whole('Deployment', { spec: { template: { spec: podSpec } } })],
  ['pods', 'patch', [{ op: 'add', path: '/spec/containers/-', value: container }]],
  [
    'serviceaccounts/token',
    'create',
    { kind: 'TokenRequest', spec: { audiences: ['vault'] }, status: { token: word } },
  ],
  [
    'certificatesigningrequests',
    'create',
    whole('CertificateSigningRequest', { spec: { request: encoded } }),
  ],
  [
    'validatingwebhookconfigurations',
    'create',
    whole('ValidatingWebhookConfiguration', {
      webhooks: [{ clientConfig: { caBundle: encoded, url: 'https://x' } }],
    }),
  ],
  ['secrets', 'list', null],
];

const attack = { user: { username: 'eve@example.com', groups: ['g'] }, sourceIPs: ['198.51.100.66'] };

function lineOf([what, verb, body]: (typeof bodies)[number]): string {
  const [resource, subresource] = what.split('/');
  const answer = body === null ? { kind: 'SecretList', items: [whole('Secret', data)] } : body;
  const line = aLine({
    requestReceivedTimestamp: undefined,
    stageTimestamp: undefined,
    ...attack,
    level: 'RequestResponse',
    verb,
    requestURI: `/api/v1/namespaces/payments/${what}?verb=${verb}`,
    objectRef: { resource, namespace: 'payments', name: 'x', subresource },
    requestObject: body,
    responseObject: answer,
  });
  const record = JSON.parse(line);
  // As AKS cuts it.
  record.properties.log = record.properties.log.slice(0, 16_384);
  record.time = `${markedDay}T08:20:00.000000Z`;
  return JSON.stringify(record);
}

/** Blob name -> its text. */
export function markedLogs(): Map<string, string> {
  const quiet = daysFrom(addDays(markedDay, -9), addDays(markedDay, -1)).map((day): [string, string] => [
    aBlobName(`${day}T08`),
    `${aLine({ requestReceivedTimestamp: `${day}T08:15:00.000000Z` })}\n`,
  ]);
  return new Map([...quiet, [aBlobName(`${markedDay}T08`), `${bodies.map(lineOf).join('\n')}\n`]]);
}
