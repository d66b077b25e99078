/** Who asks without a valid identity. Splunk: "pod scan fingerprint" and "scan fingerprint", which differ in one column. */
import type { Text } from '../../read/call.ts';
import type { Act } from './act.ts';
import { type Distinct, distinct, grouping, keptText, type Memory } from './memory.ts';
import type { Search, Tally } from './search.ts';
import { atLeastNote, compareDown, isNewer, leftOutNote, type Seen, see, unseen } from './seen.ts';
import { type Field, has } from './spl.ts';
import { list } from './spl-commands.ts';

const columns: readonly Field[] = ['sourceIPs{}', 'userAgent', 'verb', 'requestURI', 'responseStatus.reason'];
const listed = (shown: readonly Field[]) => list((event) => has(event, 'responseStatus.code', '401'), shown);

const shared = {
  usualLimit: 0,
  notInLedger: ['A later success of the same address is told only where it was a call that is counted.'],
  sound: scanners,
} satisfies Partial<Search>;

const lists =
  'Splunk lists every event. Here a row of each address: how many different URIs and agents, and whether a request from there succeeded after the first that did not.';
const noAnonymous =
  'Neither reading sees who asks without any token where the cluster answers 403: that is system:anonymous, a user like others.';

export const scan: Search = {
  ...shared,
  name: 'scan',
  splunk: { id: 'c5e5bd5c-1013-4841-8b23-e7b3253c840a', name: 'Kubernetes Azure scan fingerprint' },
  differences: [lists, noAnonymous],
  strict: () => listed(columns),
};

export const podScan: Search = {
  ...shared,
  name: 'pod-scan',
  splunk: { id: '86aad3e0-732f-4f66-bbbc-70df448e461d', name: 'Kubernetes Azure pod scan fingerprint' },
  differences: [
    'Splunk shows properties.pod, which is the API server that wrote the line and no pod that was scanned. Here it is not shown, and the answer is that of scan.',
    lists,
    noAnonymous,
  ],
  strict: () => listed([...columns, 'properties.pod']),
};

/** An address that was answered 401. */
interface Scanner extends Seen {
  readonly key: readonly [cluster: string, clientIp: Text];
  readonly uris: Distinct;
  readonly agents: Distinct;
}

/** The last request of an address that succeeded. */
interface Success {
  time: string | null;
  user: Text;
}

const examples = 5;

function scanners(memory: Memory): Tally<Act> {
  const scanning = grouping<Scanner>(memory);
  const succeeded = grouping<Success>(memory);

  function succeed(act: Act): void {
    const key = [act.cluster, act.clientIp];
    const success = succeeded.of(key, act.clientIp ?? '', act.requests, () => ({ time: null, user: null }));
    if (success === null) return;
    const user = keptText(act.call.user);
    if (isNewer(act.lastSeen, success.time)) Object.assign(success, { time: act.lastSeen, user });
    else if (act.lastSeen === success.time && compareDown([user], [success.user]) < 0) success.user = user;
  }

  return {
    add(act) {
      const { code, requestURI, userAgent } = act.call;
      if (code !== null && code >= 200 && code < 300) succeed(act);
      if (code !== 401) return;
      const key = [act.cluster, act.clientIp] as const;
      const caller = act.clientIp ?? '';
      const scanner = scanning.of(key, caller, act.requests, () => ({
        ...unseen(),
        key,
        uris: distinct(memory, caller),
        agents: distinct(memory, caller),
      }));
      if (scanner === null) return;
      see(scanner, act, () => ({}));
      if (requestURI !== null) scanner.uris.add(requestURI);
      scanner.agents.add(userAgent);
    },
    found(limit) {
      const all = scanning.all();
      const rows = all
        .sort((a, b) => b.uris.size - a.uris.size || b.count - a.count || compareDown(b.key, a.key))
        .slice(0, limit)
        .map(({ key: [cluster, clientIp], uris, agents, count, firstSeen, lastSeen }) => {
          const success = succeeded.get([cluster, clientIp]);
          const isLater = isNewer(success?.time ?? null, firstSeen);
          return {
            cluster,
            clientIp,
            uris: uris.size,
            agents: agents.size,
            count,
            firstSeen,
            lastSeen,
            laterSuccess: isLater,
            successAt: isLater ? (success?.time ?? null) : null,
            successBy: isLater ? (success?.user ?? null) : null,
            requestURIs: uris.first(examples),
            userAgents: agents.first(examples),
          };
        });
      return {
        columns: [
          ...['uris', 'agents', 'count', 'cluster', 'clientIp', 'laterSuccess', 'successAt', 'successBy'],
          ...['firstSeen', 'lastSeen', 'userAgents', 'requestURIs'],
        ],
        rows,
        total: all.length,
        notes: [
          ...leftOutNote(scanning.leftOut),
          ...(succeeded.leftOut > 0
            ? ['too much for memory: of some addresses it is not known whether they succeeded later']
            : []),
          ...atLeastNote(all.some(({ uris, agents }) => uris.isMore || agents.isMore)),
        ],
      };
    },
  };
}
