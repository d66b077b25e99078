/** Who touched some kind of object last, and how many of them: what two of the searches have in common. */
import type { Text } from '../../read/call.ts';
import { type Act, callerOf } from './act.ts';
import { type Distinct, distinct, grouping, kept, keptText, type Memory } from './memory.ts';
import type { Tally } from './search.ts';
import { atLeastNote, byNewest, compareDown, leftOutNote, type Seen, see, unseen } from './seen.ts';

interface Group extends Seen {
  readonly key: readonly Text[];
  readonly objects: Distinct;
}

/**
 * One row for each account, or for each account and verb: its newest request, and how many different objects there were.
 * @param by what makes a row beside the account
 */
export function newestPerAccount(
  memory: Memory,
  wanted: (act: Act) => boolean,
  by: 'account' | 'verb',
): Tally<Act> {
  const groups = grouping<Group>(memory);
  return {
    add(act) {
      if (!wanted(act)) return;
      const { call } = act;
      const account = [act.cluster, call.user, call.impersonated].map(keptText);
      const key = by === 'verb' ? [...account, keptText(call.verb)] : account;
      const group = groups.of(key, callerOf(act), act.requests, () => ({
        ...unseen(),
        key,
        objects: distinct(memory, callerOf(act)),
      }));
      if (group === null) return;
      for (const name of act.names.length > 0 ? act.names : [null])
        group.objects.add(JSON.stringify([call.resource, call.namespace, name]));
      see(group, act, () => ({
        verb: keptText(call.verb),
        groups: call.groups.map(kept),
        clientIp: act.clientIp,
        userAgent: kept(call.userAgent),
        resource: keptText(call.resource),
        namespace: keptText(call.namespace),
        name: keptText(act.names.at(-1) ?? null),
        requestURI: keptText(call.requestURI),
        code: call.code,
        grant: keptText(act.grants.find((grant) => grant !== '') ?? null),
      }));
    },
    found(limit) {
      const all = groups.all();
      return {
        columns: [
          ...['lastSeen', 'cluster', 'user', 'as', 'verb', 'resource', 'namespace', 'name', 'code'],
          ...['objects', 'count', 'firstSeen', 'clientIp', 'grant', 'groups', 'userAgent', 'requestURI'],
        ],
        rows: all
          .sort((a, b) => byNewest(a, b) || compareDown(a.key, b.key))
          .slice(0, limit)
          .map(
            ({
              key: [cluster = null, user = null, as = null],
              count,
              objects,
              firstSeen,
              lastSeen,
              newest,
            }) => ({
              ...newest,
              cluster,
              user,
              as,
              objects: objects.size,
              count,
              firstSeen,
              lastSeen,
            }),
          ),
        total: groups.size,
        notes: [...leftOutNote(groups.leftOut), ...atLeastNote(all.some(({ objects }) => objects.isMore))],
      };
    },
  };
}
