/** Whether a connection string leads to a storage account, found out within seconds. Never repeats the string. */
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { LocalError, oneLine } from './local-error.ts';
import { storageError } from './triggers/trigger.ts';

const checkTimeoutMs = 5000;

/**
 * Asks blob, queue and table service of the account for a sign of life.
 * @throws LocalError when the string is no connection string, or a service does not answer or refuses
 */
export async function checkStorage(connection: string): Promise<void> {
  const services = servicesOf(connection);
  await Promise.all(
    services.map(async ({ url, ask }) => {
      try {
        await ask(AbortSignal.timeout(checkTimeoutMs));
      } catch (error) {
        throw new LocalError(`the storage at ${url} ${whyNot(error)}`, { cause: error });
      }
    }),
  );
}

/** Whether what `checkStorage` threw says that nobody listens there. */
export const isUnanswered = (error: unknown): boolean => {
  const { cause } = error instanceof LocalError ? error : {};
  return cause !== undefined && isRefused(cause);
};

const isRefused = (error: unknown): boolean =>
  storageError(error).code === 'ECONNREFUSED' || /ECONNREFUSED/.test(oneLine(error));

interface Service {
  readonly url: string;
  ask(abortSignal: AbortSignal): Promise<unknown>;
}

function servicesOf(connection: string): Service[] {
  const retryOptions = { maxTries: 1, maxRetries: 0 };
  try {
    const blobs = BlobServiceClient.fromConnectionString(connection, { retryOptions });
    const queues = QueueServiceClient.fromConnectionString(connection, { retryOptions });
    const tables = TableServiceClient.fromConnectionString(connection, {
      retryOptions,
      allowInsecureConnection: true,
    });
    return [
      { url: bare(blobs.url), ask: (abortSignal) => blobs.listContainers({ abortSignal }).next() },
      { url: bare(queues.url), ask: (abortSignal) => queues.listQueues({ abortSignal }).next() },
      { url: bare(tables.url), ask: (abortSignal) => tables.listTables({ abortSignal }).next() },
    ];
  } catch {
    // The SDK's own message may quote a part of the string.
    throw new LocalError(
      'the storage connection string is not valid; expected "DefaultEndpointsProtocol=…;AccountName=…;AccountKey=…;…" or "UseDevelopmentStorage=true"',
    );
  }
}

/** Without a signature. */
const bare = (url: string): string => url.split('?', 1)[0] ?? url;

function whyNot(error: unknown): string {
  const { status, code } = storageError(error);
  if (status === 401 || status === 403) return `refuses the key of the connection string (HTTP ${status})`;
  if (status !== undefined) return `answers HTTP ${status} ${code ?? ''}`.trim();
  if (isRefused(error)) return 'cannot be reached: connection refused';
  if (code === 'ENOTFOUND' || /ENOTFOUND|EAI_AGAIN/.test(oneLine(error)))
    return 'cannot be reached: no such host';
  if (error instanceof Error && error.name === 'AbortError') {
    return `cannot be reached: no answer within ${checkTimeoutMs / 1000} s`;
  }
  return `cannot be reached: ${oneLine(error)}`;
}
