/**
 * What the sound readings look at: one request, or those that a row of the ledger counts together.
 * Knows who acted and what came of it; refuses to know what is looked for.
 */
import type { Row } from '../../count/row.ts';
import { type ClientIpPolicy, clientOf } from '../../rank/client-ip.ts';
import type { Call, CallEvent, Text } from '../../read/call.ts';
import { objectOf, textOf } from '../../read/json.ts';

export interface Act {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly call: Call;
  readonly clientIp: Text;
  readonly names: readonly string[];
  /** Reasons of the authorizer, `''` where it gave an empty one. */
  readonly grants: readonly string[];
  /** The authorizer let it pass, whatever came of it; `null`: nobody knows. */
  readonly isAuthorized: boolean | null;
  readonly requests: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/** @returns `null` where the event is not the one at which its request counts */
export function actOfEvent(event: CallEvent, cluster: string, policy: ClientIpPolicy): Act | null {
  if (!event.isRequest) return null;
  const { call, said, time } = event;
  const decision = textOf(objectOf(event.logged?.event.annotations)?.['authorization.k8s.io/decision']);
  return {
    cluster,
    call,
    // Worked out only where it is asked for: most events are none that a search looks for.
    get clientIp() {
      return addressOf(call, policy);
    },
    names: said.names,
    grants: said.grants,
    isAuthorized: decision === null ? passed(call) : decision === 'allow',
    requests: 1,
    firstSeen: time,
    lastSeen: time,
  };
}

/** @returns `null` where nothing of the row counts as a request */
export function actOfRow(row: Omit<Row, 'evidence'>, cluster: string, policy: ClientIpPolicy): Act | null {
  if (row.requests === 0) return null;
  const { call, said, requests, firstSeen, lastSeen } = row;
  const { names, grants } = said;
  const isAuthorized = passed(call);
  return {
    cluster,
    call,
    clientIp: addressOf(call, policy),
    names,
    grants,
    isAuthorized,
    requests,
    firstSeen,
    lastSeen,
  };
}

const addressOf = ({ sourceIPs }: Call, policy: ClientIpPolicy): Text =>
  clientOf(sourceIPs, policy)?.ip ?? null;

/** By the code, where the decision is not known: the annotations of a cut record are gone. */
const passed = ({ code }: Call): boolean | null => (code === null ? null : code !== 401 && code !== 403);

export const isServiceAccount = ({ call }: Act): boolean =>
  call.groups.some((group) => group.startsWith('system:serviceaccounts'));

/** Who a flood is to be charged to. */
export const callerOf = ({ call, clientIp }: Act): string => call.user ?? clientIp ?? '';
