/**
 * Delivers what is not yet delivered. Findings are saved first; each sink is fed from there until it has the newest
 * version, so an outage of days loses nothing. One teller a sink at a time; where one dies it may be told again, and the
 * key lets a receiver drop the repeat.
 */
import { addDays, type Day, dayOf, daysFrom } from '../../core/count/day.ts';
import { suppressedCalls } from '../../core/find/suppressions/hidden.ts';
import { reasonOf } from '../../failure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings } from '../ports/findings.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Reports } from '../ports/reports.ts';
import type { FindingSink } from '../ports/sink.ts';
import type { Suppressions } from '../ports/suppressions.ts';
import type { Work } from '../ports/work.ts';
import type { ReportSettings } from '../report.ts';
import { withWork } from '../working/shown.ts';
import { type TellRun, type TellSinkSettings, tellDays, tellSink } from './tell-sink.ts';
import { writeReports } from './write-reports.ts';

export interface TellPorts {
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly work: Work;
  readonly sinks: readonly FindingSink[];
  readonly reports: Reports;
  readonly ledger: Ledger;
  readonly days: Days;
  readonly clock: Clock;
  readonly log: Log;
}

export interface TellResult {
  readonly delivered: number;
  readonly failed: number;
}

/** Days back that are ranked by themselves, so that their logs are looked at anew. */
const rankedDays = 2;

/** Days that are looked at: those that are tried, and those that have just become too old for it. */
const lookDays = tellDays + 2;

export interface TellSettings extends ReportSettings, TellSinkSettings {}

/**
 * A report or a sink that fails stops no other.
 * @param asked days to tell, however old; the last fortnight unless said, and then what is older is given up
 * @throws what failed first, once all else is told; refusals of sinks are counted, not thrown
 */
export async function tell(
  ports: TellPorts,
  settings: TellSettings,
  asked?: readonly Day[],
): Promise<TellResult> {
  const today = dayOf(ports.clock());
  const days = asked ?? daysFrom(addDays(today, -lookDays), today).reverse();
  const age = asked === undefined ? { oldest: addDays(today, -tellDays) } : {};
  const run: TellRun = { delivered: 0, failed: 0, failures: new Map(), left: new Set() };
  const failed: unknown[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed.push(error);
      ports.log.error(`tell: ${what}, the rest goes on: ${reasonOf(error)}`);
    }
  };
  const tellDay = async (day: Day): Promise<void> => {
    const found = await ports.findings.readDay(day);
    const { kept, damaged } = found;
    if (damaged > 0)
      ports.log.error(
        `tell: damaged findings of ${day}: ${damaged}; they are made again when the day is ranked`,
      );
    await attempt(`the report of ${day} could not be made`, async () => {
      const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
      const mayBeRanked = asked !== undefined || day >= addDays(today, -rankedDays);
      if (kept.length + damaged + suppressed.length > 0)
        await writeReports(ports, settings, {
          day,
          found: await withWork(ports.work, day, found),
          suppressed,
          mayBeRanked,
        });
    });
    for (const sink of ports.sinks)
      await attempt(`${sink.name} could not be told of ${day}`, () =>
        tellSink(sink, day, kept, ports, { ...settings, ...age }, run),
      );
  };
  for (const day of days) {
    if (ports.clock() >= settings.deadline) break;
    await attempt(`the findings of ${day} could not be read`, () => tellDay(day));
  }
  const { delivered, failed: waiting } = run;
  if (delivered + waiting > 0) ports.log.info(`tell: ${delivered} delivered, ${waiting} waiting`);
  if (failed.length > 0) throw failed[0];
  return { delivered, failed: waiting };
}
