/** Do clusters archive a category of audit that nobody reads, and not the one that is read? */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import { UnfinishedError } from '../../errors.ts';
import type { AuditLogs } from '../ports/audit-logs.ts';
import { type Check, information, named, problem, type Said } from './check.ts';

/** So many days without a log, and nobody expects the next. */
const lookBack = 1;

export const category: Check = {
  id: 'unread-category',
  asks: 'whether clusters archive another category',
  async ask({ logs, unread, clock }) {
    const today = dayOf(clock());
    const read = await homesOf(logs);
    const said: Said[] = [];
    // An archive that is away is a problem of its own.
    if (read === null) return { said };
    for (const { container, logs: others } of unread) {
      const found: string[] = [];
      for await (const home of others.homes())
        if (!read.has(home) && (await isLive(others, home, addDays(today, -lookBack), today)))
          found.push(home.split('/').at(-2) ?? '');
      if (found.length === 0) continue;
      const only = container.endsWith('-admin') ? ', which lacks get and list, of secrets too' : '';
      const what = `${found.length} clusters archive to ${container} alone${only}: they are not watched (${named(found)})`;
      said.push(problem('unread-category', what, 'switch on kube-audit in their diagnostic settings'));
    }
    return { said };
  },
  // Who may read the one container need not see that there are others.
  failed: (error, cause) =>
    error instanceof UnfinishedError
      ? null
      : information(
          'category-unseen',
          `whether clusters archive another category cannot be seen: ${cause}`,
          'give the app Storage Blob Data Reader on the whole account, if it is to be told',
        ),
};

async function homesOf(logs: AuditLogs): Promise<ReadonlySet<string> | null> {
  try {
    return new Set(await Array.fromAsync(logs.homes()));
  } catch {
    return null;
  }
}

async function isLive(logs: AuditLogs, home: string, from: Day, to: Day): Promise<boolean> {
  for await (const _ of logs.list(home, from, to)) return true;
  return false;
}
