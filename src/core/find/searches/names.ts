/** The searches by name, and what each finds in a sentence. Light: the help of the command line is made of it. */

export const searchNames = [
  'service-accounts',
  'rbac-grants',
  'sensitive-objects',
  'sensitive-roles',
  'forbidden-service-accounts',
  'pod-scan',
  'scan',
] as const;
export type SearchName = (typeof searchNames)[number];

export const searchFinds: Readonly<Record<SearchName, string>> = {
  'service-accounts': 'what service accounts do most, by namespace and address',
  'rbac-grants': 'which binding or role assignment lets an account act, the rarest first',
  'sensitive-objects': 'who reached Secrets and ConfigMaps last, and how many',
  'sensitive-roles': 'who read or changed roles and their bindings last',
  'forbidden-service-accounts': 'what service accounts were refused',
  'pod-scan': 'who asks without a valid identity (401), with the API server that answered',
  scan: 'who asks without a valid identity (401)',
};

export const isSearchName = (text: string): text is SearchName => searchNames.some((name) => name === text);
