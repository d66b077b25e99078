/**
 * Ways into a storage account: a connection string on a laptop, an identity in Azure; never a shared key of our own.
 * Names of the settings are those of Azure Functions' identity-based connections.
 */
import { RestError, TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Connection } from '../../connection.ts';
import { ConfigError } from '../../errors.ts';
import { lazyIdentity } from './identity.ts';

/** Clients are made at first use and kept: one credential and one set of connections a process. */
export interface Account {
  /** @throws ConfigError when the connection cannot work */
  blobs(): BlobServiceClient;
  queues(): QueueServiceClient;
  /** The table, made if it was not there. */
  table(name: string): Promise<TableClient>;
}

/**
 * The SDKs' own policies: 500, 503 and lost connections are tried again, exponentially from 0.4 s to 10 s. Tables wait as
 * Retry-After says (429, 503), up to the same 10 s; blobs and queues do not know that header, nor 429, which Azure Storage
 * does not send.
 */
const longestWaitMs = 10_000;
const tableRetry = { maxRetries: 5, retryDelayInMs: 400, maxRetryDelayInMs: longestWaitMs };
const retryOptions = { maxTries: 6, retryDelayInMs: 400, maxRetryDelayInMs: longestWaitMs };

/** The service itself gives up on a table request after 30 s. Source: Microsoft, "Query timeout and pagination". */
const serviceTimeoutMs = 40_000;

/** @param tryTimeoutMs longest wait for an answer of the table service; before a next try it waits no longer either */
export function account(connection: Connection, tryTimeoutMs = serviceTimeoutMs): Account {
  const tables = new Map<string, Promise<TableClient>>();
  const identity = once(() => lazyIdentity(connection));

  async function tableOf(name: string): Promise<TableClient> {
    const made = usable(connection, (text) =>
      TableClient.fromConnectionString(text, name, tableOptions(text)),
    )(() => new TableClient(uriOf(connection, 'table'), name, identity(), tableOptions('')));
    made.pipeline.addPolicy(tryLimit(tryTimeoutMs), { afterPhase: 'Retry' });
    made.pipeline.addPolicy(waitLimit(Math.min(tryTimeoutMs, longestWaitMs)), { afterPhase: 'Retry' });
    await made.createTable();
    return made;
  }

  return {
    blobs: once(() =>
      usable(connection, (text) => BlobServiceClient.fromConnectionString(text, { retryOptions }))(
        () => new BlobServiceClient(uriOf(connection, 'blob'), identity(), { retryOptions }),
      ),
    ),
    queues: once(() =>
      usable(connection, (text) => QueueServiceClient.fromConnectionString(text, { retryOptions }))(
        () => new QueueServiceClient(uriOf(connection, 'queue'), identity(), { retryOptions }),
      ),
    ),
    table(name) {
      let table = tables.get(name);
      if (table === undefined) {
        table = tableOf(name);
        tables.set(name, table);
        // A table that could not be reached is asked for anew next time.
        table.catch(() => tables.delete(name));
      }
      return table;
    },
  };
}

const tableOptions = (connectionString: string) => ({
  retryOptions: tableRetry,
  // Only an emulator speaks plain HTTP.
  allowInsecureConnection: /(^|;)\s*(TableEndpoint=http:|UseDevelopmentStorage=true)/i.test(connectionString),
});

type Policy = Parameters<TableClient['pipeline']['addPolicy']>[0];

/** The SDK waits for ever for an answer: a try without one is ended, and tried again like any lost connection. */
const tryLimit = (timeoutMs: number): Policy => ({
  name: 'tryLimit',
  async sendRequest(request, next) {
    const limit = AbortSignal.timeout(timeoutMs);
    request.abortSignal = limit;
    try {
      return await next(request);
    } catch (error) {
      if (!limit.aborted) throw error;
      throw new RestError('the table service does not answer', { code: 'ETIMEDOUT', request });
    } finally {
      // An ended signal would forbid the retry.
      delete request.abortSignal;
    }
  },
});

/** The SDK waits for as long as an answer says, an hour if it says so: longer than anything here has time for. */
const waitLimit = (limitMs: number): Policy => ({
  name: 'waitLimit',
  async sendRequest(request, next) {
    const response = await next(request);
    const seconds = response.headers.get('retry-after') ?? '';
    // A number, or a date.
    const waitMs = Number.isNaN(Number(seconds)) ? Date.parse(seconds) - Date.now() : 1_000 * Number(seconds);
    if (waitMs > limitMs) response.headers.set('retry-after', String(limitMs / 1_000));
    for (const name of ['retry-after-ms', 'x-ms-retry-after-ms'])
      if (Number(response.headers.get(name)) > limitMs) response.headers.set(name, String(limitMs));
    return response;
  },
});

/** A client from the connection string where there is one, else by identity. */
const usable =
  <T>({ name, connectionString }: Connection, fromString: (text: string) => T) =>
  (fromIdentity: () => T): T => {
    if (connectionString === undefined) return fromIdentity();
    try {
      return fromString(connectionString);
    } catch (error) {
      throw new ConfigError(`${name} is no usable storage connection string`, { cause: error });
    }
  };

function uriOf(connection: Connection, service: 'blob' | 'queue' | 'table'): string {
  const own = connection[`${service}ServiceUri`] ?? (service === 'blob' ? connection.serviceUri : undefined);
  if (own !== undefined) return own;
  if (connection.accountName !== undefined)
    return `https://${connection.accountName}.${service}.core.windows.net`;
  const { name } = connection;
  throw new ConfigError(
    `${name}: set a connection string, ${name}__accountName or ${name}__${service}ServiceUri`,
  );
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
