/** A rare call as evidence of an OCSF finding. Refuses to know the finding around it. */
import { unseenPhrase } from '../../find/act.ts';
import type { Finding } from '../../find/finding.ts';
import { revocations } from '../../judge/grant.ts';
import type { RankedCall } from '../../judge/ranked-call.ts';
import { agentOf } from '../../rank/agent.ts';
import { commandPhrase } from '../call-notes.ts';
import { callPhrase, userPhrase } from '../phrase.ts';

// The HTTP method behind a Kubernetes verb (Kubernetes API concepts, "HTTP verbs"): OCSF knows no other.
// A caller may choose the verb: a map knows no `constructor`.
const methods: ReadonlyMap<string | null, string> = new Map(
  Object.entries({
    get: 'GET',
    list: 'GET',
    watch: 'GET',
    create: 'POST',
    update: 'PUT',
    patch: 'PATCH',
    delete: 'DELETE',
    deletecollection: 'DELETE',
    head: 'HEAD',
    post: 'POST',
    put: 'PUT',
  }),
);

const isIPv4 = (text: string): boolean =>
  /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text);

/** An address that OCSF may call one: its own pattern takes `203.0.113`. */
export const isAddress = (text: string): boolean =>
  isIPv4(text) || (/^[0-9a-f:.]{2,39}$/i.test(text) && URL.canParse(`http://[${text}]/`));

/** Where a call came from: an address, or whatever else the log said. `null` when it said nothing. */
const endpointOf = (clientIp: string | null) =>
  clientIp === null || clientIp === '' ? null : isAddress(clientIp) ? { ip: clientIp } : { name: clientIp };

/** Who really calls: the groups that were logged are his. */
function userOf({ impersonatedBy, user: effective, groups }: RankedCall) {
  const user = impersonatedBy ?? effective;
  const [type, id] = user.startsWith('system:serviceaccount:')
    ? (['Service', 4] as const)
    : user.startsWith('system:')
      ? (['System', 3] as const)
      : user === ''
        ? (['Unknown', 0] as const)
        : (['User', 1] as const);
  return { name: userPhrase(user), type, type_id: id, groups: groups.map((name) => ({ name })) };
}

function urlOf(requestURI: string | null) {
  if (requestURI === null || requestURI === '') return null;
  const at = requestURI.indexOf('?');
  return at < 0
    ? { path: requestURI }
    : { path: requestURI.slice(0, at), query_string: requestURI.slice(at + 1) };
}

/** OCSF has no place for an empty answer: an attribute is there or is not. */
export const withoutNulls = <T extends Record<string, unknown>>(object: T): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));

export type OcsfVersion = '1.8.0' | '1.9.0';

/** The program as its agent names it. */
function applicationOf(userAgent: string) {
  const { family, version } = agentOf(userAgent);
  return family === '' ? {} : { application: { name: family, ...(version === '' ? {} : { version }) } };
}

/** @param version 1.9 has the program of an actor */
export function evidenceOf(call: RankedCall, version: OcsfVersion = '1.8.0'): Record<string, unknown> {
  const auditID = call.evidence.find((event) => event.auditID !== null && event.auditID !== '')?.auditID;
  const code = call.codes[0];
  const resource = call.subresource === null ? call.resource : `${call.resource}/${call.subresource}`;
  return withoutNulls({
    name: callPhrase(call),
    actor: { user: userOf(call), ...(version === '1.8.0' ? {} : applicationOf(call.userAgent)) },
    api: withoutNulls({
      operation: call.verb ?? 'unknown',
      request: auditID === undefined ? null : { uid: auditID },
      response: code === undefined ? null : { code },
      service: { name: 'kube-apiserver' },
    }),
    src_endpoint: endpointOf(call.clientIp),
    http_request: withoutNulls({
      http_method: methods.get(call.verb),
      user_agent: call.userAgent,
      url: urlOf(call.requestURI),
    }),
    resources:
      resource === null
        ? null
        : [
            withoutNulls({
              name: resource,
              type: call.resource,
              namespace: call.namespace,
              role: 'Target',
              role_id: 1,
            }),
          ],
    data: {
      rarity: call.rarity,
      bits: call.bits,
      explanation: call.explanation,
      count: call.count,
      events: call.evidence.slice(0, 4),
      outcome: call.outcome,
      command: commandPhrase(call),
      ...(call.impersonatedBy === null
        ? {}
        : { acting_as: { user: call.user, groups: call.impersonatedGroups } }),
      object_id: call.objectId,
      grants: call.grants,
      revoke: revocations(call.grants),
      not_seen: unseenPhrase(call),
      applied: call.applied,
    },
  });
}

/** What stands in the first evidence, to be searched for. */
export function observablesOf({
  user: effective,
  clientIp,
  calls,
}: Pick<Finding, 'user' | 'clientIp' | 'calls'>) {
  const user = calls[0]?.impersonatedBy ?? effective;
  const agent = calls[0]?.userAgent ?? '';
  return [
    clientIp !== null && isAddress(clientIp)
      ? { name: 'evidences[0].src_endpoint.ip', type: 'IP Address', type_id: 2, value: clientIp }
      : null,
    user === '' ? null : { name: 'evidences[0].actor.user.name', type: 'User Name', type_id: 4, value: user },
    agent === ''
      ? null
      : { name: 'evidences[0].http_request.user_agent', type: 'HTTP User-Agent', type_id: 16, value: agent },
  ].filter((observable) => observable !== null);
}
