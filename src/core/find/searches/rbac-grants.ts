/** Which binding or role assignment lets an account act, the rarest first. Splunk: "detect RBAC authorization by account". */
import { callerOf } from './act.ts';
import { grouping, kept, keptText } from './memory.ts';
import type { Search } from './search.ts';
import { compareDown, leftOutNote, percentOf, type Seen, see, unseen } from './seen.ts';
import { exists } from './spl.ts';
import { statsThenRare } from './spl-commands.ts';

export const rbacGrants: Search = {
  name: 'rbac-grants',
  splunk: {
    id: '47af7d20-0607-4079-97d7-7a29af58b54e',
    name: 'Kubernetes Azure detect RBAC authorization by account',
  },
  usualLimit: 10,
  differences: [
    'Splunk ranks after counting, when each pair is one row: all are equally rare, and ties decide. Here pairs are ranked by how often they were used.',
    'Splunk counts the reasons of refusals, too, which grant nothing. Here those alone that let a request pass.',
    'Who impersonates is told (as): the grant is one of the account that he acts as.',
  ],
  notInLedger: [
    'A row of the ledger keeps at most four grants, without saying which of its requests used which: each of them is counted with all requests of its row.',
    'Grants that only machinery uses are not in the ledger.',
  ],

  strict: (memory) =>
    statsThenRare(memory, (event) => exists(event, 'annotations.authorization.k8s.io/reason'), [
      'user.username',
      'annotations.authorization.k8s.io/reason',
    ]),

  sound(memory) {
    interface Group extends Seen {
      readonly fields: { [key: string]: string | null };
    }
    const groups = grouping<Group>(memory);
    let all = 0;
    let empty = 0;
    return {
      add(act) {
        if (act.isAuthorized === false) return;
        if (act.grants.includes('')) empty += act.requests;
        for (const grant of act.grants) {
          if (grant === '') continue;
          all += act.requests;
          const fields = {
            user: keptText(act.call.user),
            grant: kept(grant),
            as: keptText(act.call.impersonated),
            cluster: act.cluster,
          };
          const group = groups.of(Object.values(fields), callerOf(act), act.requests, () => ({
            ...unseen(),
            fields,
          }));
          if (group !== null) see(group, act, () => ({}));
        }
      },
      found: (limit) => ({
        columns: ['count', 'percent', 'cluster', 'user', 'as', 'grant', 'firstSeen', 'lastSeen'],
        rows: groups
          .all()
          .sort((a, b) => a.count - b.count || compareDown(Object.values(a.fields), Object.values(b.fields)))
          .slice(0, limit)
          .map(({ count, fields, firstSeen, lastSeen }) => ({
            ...fields,
            count,
            percent: percentOf(count, all),
            firstSeen,
            lastSeen,
          })),
        total: groups.size,
        notes: [
          ...(empty > 0
            ? [`${empty} requests were let pass with an empty reason: AKS does not say by which grant`]
            : []),
          ...leftOutNote(groups.leftOut),
        ],
      }),
    };
  },
};
