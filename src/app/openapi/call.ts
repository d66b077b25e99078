/** A call as answers hold it, described. The compiler holds the members to those of the call. */

import type { Technique } from '../../core/judge/attack.ts';
import type { AppliedFactor } from '../../core/judge/factor.ts';
import type { RankedCall } from '../../core/judge/ranked-call.ts';
import type { CallBaseline, Known } from '../../core/rank/baseline.ts';
import type { CallEvidence } from '../../core/rank/pattern-row.ts';
import type { Applied } from '../../core/read/call.ts';
import {
  among,
  flag,
  integer,
  listOf,
  mapOf,
  maybe,
  number,
  objectOf,
  orNull,
  text as string,
  texts,
  told,
} from './parts.ts';

export const outcome = among('allowed', 'refused', 'failed', 'unknown');
export const factor = objectOf<AppliedFactor>(
  { id: string, weight: number, why: string, innocent: string, next: string },
  {},
);
export const technique = objectOf<Technique>(
  { id: string, name: string, tactics: texts, version: string },
  {},
);
const known = objectOf<Known>({ ownDays: integer, others: integer, neighbours: texts, firstSeen: maybe }, {});
const baseline = objectOf<CallBaseline>(
  { days: integer, actors: integer, actorFirstSeen: maybe, known: mapOf(known) },
  {},
  'What the days before know of it.',
);
const evidence = objectOf<CallEvidence>({ auditID: maybe, time: maybe, source: string, offset: integer }, {});
const risk = objectOf<RankedCall['risk']>({ score: integer, factors: listOf(factor) }, {});

const applied = objectOf<Applied>(
  {
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
  },
  {},
  'What a create, update or patch asked for, as the caller wrote it. Never data of objects.',
);

export const callSchema = objectOf<RankedCall>(
  {
    rank: integer,
    cluster: string,
    clusterId: string,
    user: told(string, 'Whom the call acts as: the one taken on, where somebody impersonates.'),
    impersonatedBy: told(maybe, 'Who really calls, where he impersonates.'),
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
    outcome: outcome,
    names: told(texts, 'Of the objects, the first of them.'),
    grants: told(texts, 'What the authorizer says allowed it; an empty text: it gave no reason.'),
    objectId: told(maybe, 'Entra object id of who really calls.'),
    dryRun: told(flag, 'A trial: nothing was changed.'),
    cut: told(flag, 'A record of it was cut: what comes behind the cut is not known.'),
    firstSeen: maybe,
    lastSeen: maybe,
    rarity: told(number, '0-100: position of its surprise among those of past days.'),
    bits: told(mapOf(number), 'Surprise: `total`, and its terms by name.'),
    baseline,
    explanation: string,
    risk,
    attack: listOf(technique),
    evidence: listOf(evidence),
    applied: orNull(applied),
  },
  {
    proxied: told(
      flag,
      'Only where it is true: who impersonates is an access proxy, and the user counts as the caller.',
    ),
  },
  'A call of `surprise`. Members may be added.',
);
