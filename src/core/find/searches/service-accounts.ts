/** What service accounts do most. Splunk: "active service accounts by pod namespace". */
import { outcomeOf } from '../../rank/pattern.ts';
import { callerOf, isServiceAccount } from './act.ts';
import { grouping, keptText } from './memory.ts';
import type { Search } from './search.ts';
import { compareDown, leftOutNote, percentOf, type Seen, see, unseen } from './seen.ts';
import { begins, has } from './spl.ts';
import { top } from './spl-commands.ts';

export const serviceAccounts: Search = {
  name: 'service-accounts',
  splunk: {
    id: '55a2264a-b7f0-45e5-addd-1e5ab3415c72',
    name: 'Kubernetes Azure active service accounts by pod namespace',
  },
  usualLimit: 10,
  differences: [
    'Splunk takes every request that was allowed, by whomever: its three conditions are one OR. Here service accounts alone.',
    'Splunk needs responseStatus.status, which only failures have: its rows are the commonest failures. Here every outcome, with its codes.',
    'Splunk groups by properties.pod, which is the API server that wrote the line, and drops calls without a namespace. Here neither.',
    'Splunk looks for system.anonymous with a dot, which nobody is called. Here it is not looked for.',
  ],
  notInLedger: [
    'Only calls that are counted are in the ledger: what the programs of service accounts do by themselves is machinery, and is not.',
  ],

  strict: (memory) =>
    top(
      memory,
      (event) =>
        begins(event, 'user.groups{}', 'system:serviceaccounts') ||
        has(event, 'user.username', 'system.anonymous') ||
        has(event, 'annotations.authorization.k8s.io/decision', 'allow'),
      [
        'sourceIPs{}',
        'user.username',
        'verb',
        'responseStatus.status',
        'properties.pod',
        'objectRef.namespace',
      ],
    ),

  sound(memory) {
    interface Group extends Seen {
      readonly fields: { [key: string]: string | null };
      readonly codes: Set<number>;
    }
    const groups = grouping<Group>(memory);
    let all = 0;
    return {
      add(act) {
        if (!isServiceAccount(act)) return;
        all += act.requests;
        const { clientIp, cluster, call } = act;
        const { user, verb, namespace } = call;
        const fields = {
          clientIp,
          user: keptText(user),
          verb: keptText(verb),
          namespace: keptText(namespace),
          outcome: outcomeOf(call.code),
          cluster,
        };
        const group = groups.of(Object.values(fields), callerOf(act), act.requests, () => ({
          ...unseen(),
          fields,
          codes: new Set(),
        }));
        if (group === null) return;
        see(group, act, () => ({}));
        if (call.code !== null) group.codes.add(call.code);
      },
      found: (limit) => ({
        columns: [
          ...['count', 'percent', 'cluster', 'clientIp', 'user', 'verb', 'namespace', 'outcome', 'codes'],
          ...['firstSeen', 'lastSeen'],
        ],
        rows: groups
          .all()
          .sort((a, b) => b.count - a.count || compareDown(Object.values(a.fields), Object.values(b.fields)))
          .slice(0, limit)
          .map(({ count, fields, codes, firstSeen, lastSeen }) => ({
            ...fields,
            count,
            percent: percentOf(count, all),
            codes: [...codes].sort((a, b) => a - b).map(String),
            firstSeen,
            lastSeen,
          })),
        total: groups.size,
        notes: leftOutNote(groups.leftOut),
      }),
    };
  },
};
