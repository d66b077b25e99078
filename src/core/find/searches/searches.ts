/** All searches by name. */
import { forbiddenServiceAccounts } from './forbidden-service-accounts.ts';
import type { SearchName } from './names.ts';
import { rbacGrants } from './rbac-grants.ts';
import { podScan, scan } from './scan.ts';
import type { Search } from './search.ts';
import { sensitiveObjects } from './sensitive-objects.ts';
import { sensitiveRoles } from './sensitive-roles.ts';
import { serviceAccounts } from './service-accounts.ts';

export const searches: Readonly<Record<SearchName, Search>> = {
  'service-accounts': serviceAccounts,
  'rbac-grants': rbacGrants,
  'sensitive-objects': sensitiveObjects,
  'sensitive-roles': sensitiveRoles,
  'forbidden-service-accounts': forbiddenServiceAccounts,
  'pod-scan': podScan,
  scan,
};
