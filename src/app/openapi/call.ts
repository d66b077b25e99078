/** A call as answers hold it, described. The compiler holds the members to those of the call. */
import type { RankedCall } from '../../core/judge/ranked-call.ts';
import type { Applied } from '../../core/read/call.ts';
import { integer, listOf, maybe, type Schema, text as string, told } from './parts.ts';

const number: Schema = { type: 'number' };
const flag: Schema = { type: 'boolean' };
const object: Schema = { type: 'object' };
const texts = listOf(string);

const applied: Readonly<Record<keyof Applied, Schema>> = {
  kind: string,
  name: maybe,
  images: told(texts, 'Of all that the same call asked for.'),
  dangerous: told(texts, 'e.g. privileged, hostPath:/, hostPort:80, capability:SYS_ADMIN'),
  serviceAccount: maybe,
  rules: told(texts, 'Of a role, e.g. `get,list secrets`, `* *`'),
  role: told(maybe, 'Of a binding, e.g. ClusterRole/cluster-admin'),
  subjects: told(texts, 'Of a binding, e.g. Group/system:masters, ServiceAccount/namespace/name'),
  exposes: told(
    texts,
    'Of a service or ingress, e.g. `NodePort 30080`, `LoadBalancer 443 internal`, `Ingress shop.example.com without TLS`',
  ),
  webhooks: texts,
  signer: maybe,
  usages: texts,
  decision: told(maybe, 'On a certificate request: Approved, Denied'),
  audiences: texts,
  seconds: told({ type: ['integer', 'null'] }, 'How long a token or certificate is to be good for.'),
  omitted: told(integer, 'Texts left out of these lists.'),
  unlogged: told(flag, 'The body was too big to be logged.'),
};

const members: Readonly<Record<keyof RankedCall, Schema>> = {
  rank: integer,
  cluster: string,
  clusterId: string,
  user: told(string, 'Whom the call acts as: the one taken on, where somebody impersonates.'),
  impersonatedBy: told(maybe, 'Who really calls, where he impersonates.'),
  proxied: told(
    flag,
    'Only where it is true: who impersonates is an access proxy, and the user counts as the caller.',
  ),
  groups: told(texts, 'Of who really calls.'),
  impersonatedGroups: told(texts, 'Taken on by impersonation.'),
  clientIp: maybe,
  sourceIPs: texts,
  userAgent: string,
  verb: maybe,
  resource: maybe,
  subresource: maybe,
  namespace: maybe,
  requestURI: maybe,
  command: told(maybe, 'Of an exec, folded and masked.'),
  pattern: string,
  count: integer,
  codes: listOf(integer),
  outcome: { type: 'string', enum: ['allowed', 'refused', 'failed', 'unknown'] },
  names: told(texts, 'Of the objects, the first of them.'),
  grants: told(texts, 'What the authorizer says allowed it; an empty text: it gave no reason.'),
  objectId: told(maybe, 'Entra object id of who really calls.'),
  dryRun: told(flag, 'A trial: nothing was changed.'),
  cut: told(flag, 'A record of it was cut: what comes behind the cut is not known.'),
  firstSeen: maybe,
  lastSeen: maybe,
  rarity: told(number, '0-100: position of its surprise among those of past days.'),
  bits: object,
  baseline: object,
  explanation: string,
  risk: object,
  attack: listOf(object),
  evidence: listOf(object),
  applied: {
    description: 'What a create, update or patch asked for, as the caller wrote it. Never data of objects.',
    type: ['object', 'null'],
    properties: applied,
  },
};

export const callSchema: Schema = {
  description: 'A call of `surprise`. Members may be added.',
  type: 'object',
  properties: members,
};
