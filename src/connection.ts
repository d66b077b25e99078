/**
 * What a connection of Azure Functions is made of: a connection string, or addresses and an identity. The names, and which
 * of them count, are the host's. Refuses to know where settings come from, and what a client is.
 * Source: azure-functions-docs, "Common properties for identity-based connections"; azure-sdk-for-net,
 * WebJobsConfigurationExtensions (prefix) and Microsoft.Extensions.Azure, ClientFactory (credentials).
 */

type Env = Readonly<Record<string, string | undefined>>;

/** The settings of one connection, without its name: `connectionString` is the name's own, the others its `__…`. */
export interface Connection {
  /** Name of the setting, for messages. */
  readonly name: string;
  readonly connectionString?: string | undefined;
  readonly accountName?: string | undefined;
  readonly serviceUri?: string | undefined;
  readonly blobServiceUri?: string | undefined;
  readonly queueServiceUri?: string | undefined;
  readonly tableServiceUri?: string | undefined;
  /** `managedidentity` or `workloadidentity` in any letter case; without, whatever identity is found. */
  readonly credential?: string | undefined;
  readonly clientId?: string | undefined;
  readonly managedIdentityResourceId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

const parts = [
  'accountName',
  'serviceUri',
  'blobServiceUri',
  'queueServiceUri',
  'tableServiceUri',
  'credential',
  'clientId',
  'managedIdentityResourceId',
  'tenantId',
  'clientSecret',
] as const;

/** The host looks under this name first. */
const prefix = 'AzureWebJobs';

/** @returns the connection as it is set, all of it with the prefix or all of it without; empty settings are not set */
export function connectionIn(name: string, env: Env): Connection {
  const prefixed = connectionAt(`${prefix}${name}`, name, env);
  return isSet(prefixed) ? prefixed : connectionAt(name, name, env);
}

function connectionAt(at: string, name: string, env: Env): Connection {
  const set = (key: string): string | undefined => env[key]?.trim() || undefined;
  const found = parts.map((part) => [part, set(`${at}__${part}`)] as const);
  return { name, connectionString: set(at), ...Object.fromEntries(found) };
}

export const isSet = ({ name: _, ...settings }: Connection): boolean =>
  Object.values(settings).some((value) => value !== undefined);

/** Settings that put a connection string in the place of whatever is set for the name. */
export const connected = (name: string, connectionString: string): Readonly<Record<string, string>> => ({
  [name]: connectionString,
  [`${prefix}${name}`]: connectionString,
});

/** What the identity of a connection lacks, as the host would refuse it; `null` where nothing. */
export function connectionProblem(connection: Connection): string | null {
  const { name, connectionString, credential, clientId, managedIdentityResourceId } = connection;
  if (connectionString !== undefined) return null;
  if (credential !== undefined && !/^(managed|workload)identity$/i.test(credential))
    return `${name}__credential must be managedidentity or workloadidentity, or not set`;
  if (clientId !== undefined && managedIdentityResourceId !== undefined)
    return `only one of ${name}__clientId and ${name}__managedIdentityResourceId may be set`;
  return null;
}
