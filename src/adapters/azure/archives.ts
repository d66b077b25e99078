/** The accounts that clusters archive to: one, or one a region. Knows which addresses are theirs; reads nothing. */
import type { AuditLogs } from '../../app/ports/audit-logs.ts';
import type { Connection } from '../../connection.ts';
import { MissingError } from '../../errors.ts';
import { type Account, account } from './account.ts';
import { auditBlobs } from './audit-logs.ts';

export interface Archives {
  /** The connection's own first. */
  readonly logs: readonly AuditLogs[];
  /** That of the connection itself: triggers know no other. */
  readonly first: Account;
  /** Name of the blob at an address in the log container of one of the accounts; `null` for any other address. */
  logNamed(url: string): string | null;
  /** @throws MissingError, in words that say what to do, where no account has the container. */
  requireLogs(): Promise<void>;
}

/** @param more addresses of the blob services of further accounts, asked as whoever the connection names */
export function archives(logs: Connection, more: readonly string[], container: string): Archives {
  const { connectionString: _, accountName: __, serviceUri: ___, queueServiceUri: ____, ...identity } = logs;
  const first = account(logs);
  const accounts = [first, ...more.map((blobServiceUri) => account({ ...identity, blobServiceUri }))];
  return {
    logs: accounts.map(({ blobs }) => auditBlobs(blobs, container)),
    first,

    logNamed(url) {
      if (!URL.canParse(url)) return null;
      const { origin, pathname, search } = new URL(url);
      const beginnings = accounts.map(({ blobs }) => `${blobs().url.replace(/\/+$/, '')}/${container}/`);
      const beginning = beginnings.find((text) => `${origin}${pathname}`.startsWith(text));
      if (beginning === undefined || search !== '') return null;
      return decoded(`${origin}${pathname}`.slice(beginning.length)) || null;
    },

    async requireLogs() {
      for (const { blobs } of accounts) if (await blobs().getContainerClient(container).exists()) return;
      throw new MissingError(
        `the storage account has no container ${container}: switch on the diagnostic setting for kube-audit, or name another container in RARECALL_LOG_CONTAINER`,
      );
    },
  };
}

/** Nothing where it is no encoded text. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
