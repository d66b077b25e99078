/** What service accounts were refused. Splunk: "detect service accounts forbidden failure access". */
import type { Text } from '../../read/call.ts';
import { callerOf, isServiceAccount } from './act.ts';
import { grouping, kept, keptText } from './memory.ts';
import type { Search } from './search.ts';
import { compareDown, leftOutNote, type Seen, see, unseen } from './seen.ts';
import { begins, has } from './spl.ts';
import { list } from './spl-commands.ts';

interface Group extends Seen {
  readonly key: readonly Text[];
}

export const forbiddenServiceAccounts: Search = {
  name: 'forbidden-service-accounts',
  splunk: {
    id: '019690d7-420f-4da0-b320-f27b09961514',
    name: 'Kubernetes Azure detect service accounts forbidden failure access',
  },
  usualLimit: 0,
  differences: [
    'Splunk lists every event: a controller that tries for ever fills the list. Here a row of each account, verb, resource and namespace, with its count.',
    'Those accounts come first that were refused the most different resources (resourcesRefused): whoever looks around is refused many things, a controller the same one again and again.',
    'Splunk shows properties.pod, which is the API server that wrote the line. Here it is not shown.',
  ],
  notInLedger: [
    'Only calls that are counted are in the ledger: what the programs of service accounts are refused by themselves is not.',
  ],

  strict: () =>
    list(
      (event) =>
        begins(event, 'user.groups{}', 'system:serviceaccounts') &&
        has(event, 'responseStatus.reason', 'Forbidden'),
      [
        'sourceIPs{}',
        'user.username',
        'userAgent',
        'verb',
        'responseStatus.reason',
        'responseStatus.status',
        'properties.pod',
        'objectRef.namespace',
      ],
    ),

  sound(memory) {
    const groups = grouping<Group>(memory);
    return {
      add(act) {
        const { call } = act;
        if (call.code !== 403 || !isServiceAccount(act)) return;
        const resource = call.subresource === null ? call.resource : `${call.resource}/${call.subresource}`;
        const key = [act.cluster, call.user, call.verb, resource, call.namespace].map(keptText);
        const group = groups.of(key, callerOf(act), act.requests, () => ({ ...unseen(), key }));
        if (group === null) return;
        see(group, act, () => ({
          clientIp: act.clientIp,
          userAgent: kept(call.userAgent),
          requestURI: keptText(call.requestURI),
        }));
      },
      found(limit) {
        const refused = new Map<string, Set<Text>>();
        const all = groups.all();
        for (const { key } of all) {
          const resources = refused.get(accountOf(key)) ?? new Set();
          refused.set(accountOf(key), resources.add(key[3] ?? null));
        }
        const resourcesOf = ({ key }: Group): number => refused.get(accountOf(key))?.size ?? 0;
        return {
          columns: [
            ...['resourcesRefused', 'cluster', 'user', 'verb', 'resource', 'namespace', 'count'],
            ...['firstSeen', 'lastSeen', 'clientIp', 'userAgent', 'requestURI'],
          ],
          rows: all
            .sort(
              (a, b) =>
                resourcesOf(b) - resourcesOf(a) ||
                compareDown(accountKey(b.key), accountKey(a.key)) ||
                b.count - a.count ||
                compareDown(b.key, a.key),
            )
            .slice(0, limit)
            .map((group) => {
              const [cluster = null, user = null, verb = null, resource = null, namespace = null] = group.key;
              const { count, firstSeen, lastSeen, newest } = group;
              const resourcesRefused = resourcesOf(group);
              return {
                ...newest,
                resourcesRefused,
                ...{ cluster, user, verb, resource, namespace },
                ...{ count, firstSeen, lastSeen },
              };
            }),
          total: groups.size,
          notes: leftOutNote(groups.leftOut),
        };
      },
    };
  },
};

const accountKey = (key: readonly Text[]): readonly Text[] => key.slice(0, 2);
const accountOf = (key: readonly Text[]): string => JSON.stringify(accountKey(key));
