/**
 * The rows of a `rare` question, over as many days and clusters as are asked for, in bounded memory.
 * Knows what rows weigh; refuses to know how they are ranked.
 */
import { type Accounts, sumAccounts } from '../core/count/cursor.ts';
import type { Day } from '../core/count/day.ts';
import { folding } from '../core/count/fold.ts';
import { allHours, hoursOf } from '../core/count/hours.ts';
import type { DayRow, Row } from '../core/count/row.ts';
import type { Cluster } from '../core/read/path.ts';
import { TooMuchError } from '../errors.ts';
import type { Ledger } from './ports/ledger.ts';

/** Bytes in memory, by `weightOf`, that the rows of a question and their tuples may take. */
export const mostWeight = 75_000_000;

/**
 * @param days `null`: all events are one window, those without a day among them
 * @param isAsked what of the rows is wanted
 */
export function rareRows(
  days: { readonly from: Day; readonly to: Day } | null,
  graceHours: number,
  isAsked: (row: Row) => boolean,
  most = mostWeight,
) {
  const hours = days === null ? allHours : hoursOf(days.from, days.to, graceHours);
  const rows: DayRow[] = [];
  let accounts: Accounts = sumAccounts([]);
  let blobs = 0;
  let damaged = 0;
  let weight = 0;

  const isOfDays = ({ day }: Row): boolean =>
    days === null || (day !== null && day >= days.from && day <= days.to);

  return {
    /**
     * @param inTime called for each blob; throws where time is out
     * @throws TooMuchError where the rows are more than memory takes
     */
    async add(ledger: Ledger, cluster: Cluster, inTime: () => void = () => undefined): Promise<void> {
      const all = folding();
      const known = new Set<string>();
      inTime();
      for await (const { name, cursor, rows: counted, damaged: isDamaged } of ledger.counted(
        cluster,
        ...hours,
      )) {
        inTime();
        blobs += 1;
        if (isDamaged) damaged += 1;
        accounts = sumAccounts([accounts, cursor]);
        const asked = counted.filter((row) => row.client === 'kubectl' && isOfDays(row) && isAsked(row));
        for (const row of asked) {
          if (!known.has(row.key)) weight += weightOf(row);
          known.add(row.key);
        }
        if (weight > most) throw new TooMuchError(tooMuch);
        all.add({ source: name, rows: asked });
      }
      for (const row of all.rows()) rows.push(row);
    },
    get rows(): readonly DayRow[] {
      return rows;
    },
    get accounts(): Accounts {
      return accounts;
    },
    get blobs(): number {
      return blobs;
    },
    /** How many of the blobs are damaged: rows of them are missing. */
    get damaged(): number {
      return damaged;
    },
  };
}

const tooMuch =
  'that is more than can be ranked at once: ask for fewer days, for one cluster, or for one user, verb, resource or namespace';

/** A row takes as much as its texts, and each pair of a source IP and a group makes a tuple of all of them. */
function weightOf({ call, evidence }: Row): number {
  const one = [call.userAgent, call.verb, call.resource, call.namespace, call.requestURI];
  const length = one.reduce((sum, text) => sum + (text?.length ?? 0), 100);
  const lists = [...call.sourceIPs, ...call.groups].reduce((sum, text) => sum + text.length + 16, 0);
  const tuples = Math.max(1, call.sourceIPs.length) * Math.max(1, call.groups.length);
  return 1_000 + length + lists + 300 * evidence.length + tuples * (length + 100);
}
