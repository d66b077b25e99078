/**
 * Who a connection without a connection string is used as: what the Functions host would choose by the same settings.
 * Source: azure-sdk-for-net, Microsoft.Extensions.Azure, ClientFactory.CreateCredential.
 */
import type { TokenCredential } from '@azure/identity';
import { type Connection, connectionProblem } from '../../connection.ts';
import { ConfigError } from '../../errors.ts';

/** The identity library is loaded at the first token: a cold start on a connection string never pays for it. */
export function lazyIdentity(connection: Connection): TokenCredential {
  let made: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      made ??= identity(connection);
      return await (await made).getToken(scopes, options);
    },
  };
}

/** @throws ConfigError where the settings name no identity, or two */
async function identity(connection: Connection): Promise<TokenCredential> {
  const problem = connectionProblem(connection);
  if (problem !== null) throw new ConfigError(problem);
  const library = await import('@azure/identity');
  const { clientId, managedIdentityResourceId: resourceId, tenantId, clientSecret } = connection;
  switch (connection.credential?.toLowerCase()) {
    // Not the default credential: that one would rather be whom AZURE_CLIENT_ID and its siblings name.
    case 'managedidentity':
      if (resourceId !== undefined) return new library.ManagedIdentityCredential({ resourceId });
      return new library.ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
    case 'workloadidentity':
      return new library.WorkloadIdentityCredential({
        ...(tenantId !== undefined && { tenantId }),
        ...(clientId !== undefined && { clientId }),
      });
  }
  if (tenantId !== undefined && clientId !== undefined && clientSecret !== undefined)
    return new library.ClientSecretCredential(tenantId, clientId, clientSecret);
  return new library.DefaultAzureCredential({
    ...(tenantId !== undefined && { tenantId }),
    ...(resourceId !== undefined
      ? { managedIdentityResourceId: resourceId }
      : clientId !== undefined && { managedIdentityClientId: clientId }),
  });
}
