/**
 * Ways into a storage account: a connection string on a laptop, an identity in Azure; never a shared key of our own.
 * Names of the settings are those of Azure Functions' identity-based connections.
 */
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Connection } from '../../config.ts';
import { ConfigError } from '../../errors.ts';

export interface Account {
  blobs(): Promise<BlobServiceClient>;
  queues(): Promise<QueueServiceClient>;
  table(name: string): Promise<TableClient>;
}

/** Retries by the SDKs' own policy: five tries, 0.4 s doubling to 10 s. They honour Retry-After. */
const retry = { maxRetries: 5, retryDelayInMs: 400, maxRetryDelayInMs: 10_000 };
const blobRetry = { retryOptions: { maxTries: 6, retryDelayInMs: 400, maxRetryDelayInMs: 10_000 } };

/** Clients are made at first use and kept: one credential and one set of connections a process. */
export function account(connection: Connection): Account {
  const { connectionString } = connection;
  let credential: Promise<import('@azure/identity').TokenCredential> | undefined;
  const identity = () => {
    credential ??= import('@azure/identity').then(
      ({ DefaultAzureCredential }) =>
        new DefaultAzureCredential(
          connection.clientId === undefined ? {} : { managedIdentityClientId: connection.clientId },
        ),
    );
    return credential;
  };
  const uri = (service: 'blob' | 'queue' | 'table'): string => {
    const own =
      connection[`${service}ServiceUri`] ?? (service === 'blob' ? connection.serviceUri : undefined);
    if (own !== undefined) return own;
    if (connection.accountName !== undefined)
      return `https://${connection.accountName}.${service}.core.windows.net`;
    throw new ConfigError(
      `${connection.name}: set a connection string, or ${connection.name}__accountName, or ${connection.name}__${service}ServiceUri`,
    );
  };
  const insecure = (url: string) => ({ allowInsecureConnection: url.startsWith('http:') });

  async function checked<T>(make: () => Promise<T> | T): Promise<T> {
    try {
      return await make();
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(`${connection.name} is no usable storage connection`, { cause: error });
    }
  }
  const once = <T>(make: () => Promise<T> | T): (() => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => {
      made ??= checked(make);
      return made;
    };
  };

  const tables = new Map<string, () => Promise<TableClient>>();
  return {
    blobs: once(async () =>
      connectionString !== undefined
        ? BlobServiceClient.fromConnectionString(connectionString, blobRetry)
        : new BlobServiceClient(uri('blob'), await identity(), blobRetry),
    ),
    queues: once(async () =>
      connectionString !== undefined
        ? QueueServiceClient.fromConnectionString(connectionString, blobRetry)
        : new QueueServiceClient(uri('queue'), await identity(), blobRetry),
    ),
    table(name) {
      let client = tables.get(name);
      if (client === undefined) {
        client = once(async () => {
          const options = { retryOptions: retry };
          const made =
            connectionString !== undefined
              ? TableClient.fromConnectionString(connectionString, name, {
                  ...options,
                  ...insecure(
                    /TableEndpoint=http:/i.test(connectionString) ||
                      /UseDevelopmentStorage=true/i.test(connectionString)
                      ? 'http:'
                      : '',
                  ),
                })
              : new TableClient(uri('table'), name, await identity(), {
                  ...options,
                  ...insecure(uri('table')),
                });
          await made.createTable();
          return made;
        });
        tables.set(name, client);
      }
      return client();
    },
  };
}
