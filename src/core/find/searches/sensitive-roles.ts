/** Who read or changed roles and their bindings last. Splunk: "detect sensitive role access". */
import { newestPerAccount } from './newest.ts';
import type { Search } from './search.ts';
import { has, hasToken } from './spl.ts';
import { dedup } from './spl-commands.ts';

const resources: ReadonlySet<string | null> = new Set([
  'clusterroles',
  'clusterrolebindings',
  'roles',
  'rolebindings',
]);

export const sensitiveRoles: Search = {
  name: 'sensitive-roles',
  splunk: {
    id: 'f27349e5-1641-4f6a-9e68-30402be0ad4c',
    name: 'Kubernetes Azure detect sensitive role access',
  },
  usualLimit: 0,
  differences: [
    'Splunk looks for the word clusterrolebindings anywhere in the record. Here requests for roles, cluster roles and the bindings of both.',
    'Splunk makes a row of each account and list of groups: a read hides the write before it. Here a row of each account and verb, with the number of different objects and of requests.',
  ],
  notInLedger: ['Roles that only machinery reads or writes are not in the ledger.'],

  strict: (memory) =>
    dedup(
      memory,
      (event) => has(event, 'objectRef.resource', 'clusterroles') || hasToken(event, 'clusterrolebindings'),
      [
        'sourceIPs{}',
        'user.username',
        'user.groups{}',
        'objectRef.namespace',
        'requestURI',
        'annotations.authorization.k8s.io/reason',
      ],
      ['user.username', 'user.groups{}'],
    ),

  sound: (memory) => newestPerAccount(memory, ({ call }) => resources.has(call.resource), 'verb'),
};
