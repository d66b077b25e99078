/** Who reached Secrets and ConfigMaps last, and how many. Splunk: "detect sensitive object access". */
import { newestPerAccount } from './newest.ts';
import type { Search } from './search.ts';
import { has, hasToken } from './spl.ts';
import { dedup } from './spl-commands.ts';

const resources: ReadonlySet<string | null> = new Set(['secrets', 'configmaps']);

export const sensitiveObjects: Search = {
  name: 'sensitive-objects',
  splunk: {
    id: '1bba382b-07fd-4ffa-b390-8002739b76e8',
    name: 'Kubernetes Azure detect sensitive object access',
  },
  usualLimit: 0,
  differences: [
    'Splunk looks for the word configmaps anywhere in the record: a role that names them counts. Here requests for secrets and configmaps.',
    'Splunk looks for system.anonymous with a dot, which nobody is called. Here system:anonymous, refused or not.',
    'Splunk makes a row of each account and list of groups, and shows its last access alone. Here a row of each account, with the number of different objects and of requests.',
  ],
  notInLedger: [
    'Whether the authorizer let a request pass is told by its code in the ledger: what 401 or 403 answered was not.',
    'A row of the ledger keeps at most twenty names: numbers of different objects may be too small.',
    'Secrets that only machinery reads are not in the ledger.',
  ],

  strict: (memory) =>
    dedup(
      memory,
      (event) =>
        (has(event, 'objectRef.resource', 'secrets') || hasToken(event, 'configmaps')) &&
        (has(event, 'user.username', 'system.anonymous') ||
          has(event, 'annotations.authorization.k8s.io/decision', 'allow')),
      [
        'user.username',
        'user.groups{}',
        'objectRef.resource',
        'objectRef.namespace',
        'objectRef.name',
        'annotations.authorization.k8s.io/reason',
      ],
      ['user.username', 'user.groups{}'],
    ),

  sound: (memory) =>
    newestPerAccount(
      memory,
      ({ call, isAuthorized }) =>
        resources.has(call.resource) && (isAuthorized === true || call.user === 'system:anonymous'),
      'account',
    ),
};
