/** What the app says of the events behind findings: their records, and which findings there are to ask for. */
import type { Day } from '../../core/count/day.ts';
import type { Behind } from '../../core/find/events-of.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import type { AnswerPorts } from '../answer.ts';
import type { AuditLogs } from '../ports/audit-logs.ts';
import { lastToldDay } from '../showing/last-day.ts';
import { readEvents } from './in-archive.ts';

export const eventAnswers = (
  ports: Pick<AnswerPorts, 'ledger' | 'clock' | 'findings'> & { readonly logs: AuditLogs },
  read: ReadOptions,
) => ({
  /** Records behind a finding, as they stand in the archive. */
  eventsOf: (finding: Behind, contextMs: number | null, onBytes?: (bytes: number, total: number) => void) =>
    readEvents(finding, ports, { read, contextMs, ...(onBytes === undefined ? {} : { onBytes }) }),

  /** Ids of the last day that has findings, the highest risk first. */
  async lastFindings(): Promise<{ readonly day: Day; readonly ids: readonly string[] }> {
    const day = await lastToldDay(ports);
    const kept = await ports.findings.ofDay(day);
    return { day, ids: kept.filter(({ closed }) => !closed).map(({ finding }) => finding.id) };
  },
});
