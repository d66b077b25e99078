/** What was found over days, for pages: by day, or of one actor. Reads whole findings, a few days at once. */
import { addDays, type Day, daysFrom, firstHour } from '../../core/count/day.ts';
import type { Finding } from '../../core/find/finding.ts';
import { findingWithNames, type Names, named } from '../../core/show/names.ts';
import type { FoundDay } from '../../core/show/pages/days.ts';
import { isCluster } from '../answer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Findings, KeptFinding } from '../ports/findings.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Work } from '../ports/work.ts';
import { fewAtOnce } from '../turns/few-at-once.ts';
import { inTime } from '../turns/in-time.ts';
import { withWork } from '../working/shown.ts';
import { lastDay } from './last-day.ts';

export interface FoundPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly findings: Findings;
  readonly work: Work;
  readonly clock: Clock;
}

export interface FoundSettings {
  readonly names: Names;
  /** @throws UnfinishedError at it */
  readonly deadline?: Date;
}

export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/** Days of a page where nobody says which: as many as a baseline has, and the last. */
const shownDays = 31;

/** Either end may be left open: the last day with logs, and a month before. @throws MissingError where nothing was ever counted */
export async function rangeOf(
  ports: Pick<FoundPorts, 'ledger' | 'clock'>,
  { from, to }: { readonly from: Day | null; readonly to: Day | null },
): Promise<DayRange> {
  const last = to ?? (await lastDay(ports, await ports.ledger.clusters()));
  const until = from !== null && from > last ? from : last;
  return { from: from ?? addDays(until, 1 - shownDays), to: until };
}

/** The last first. */
export async function foundDays(
  ports: FoundPorts,
  { from, to }: DayRange,
  { names, deadline }: FoundSettings,
): Promise<FoundDay[]> {
  const check = inTime(ports.clock, deadline, 'the days are not all looked at yet');
  const logged = new Set<string>();
  const unranked = new Set<string>();
  for (const cluster of await ports.ledger.clusters()) {
    check();
    const ranked = await ports.days.rankedFrom(cluster, from, to);
    for await (const { hour } of ports.ledger.blobs(cluster, firstHour(from), firstHour(addDays(to, 1)))) {
      const day = hour.slice(0, 10) as Day;
      logged.add(day);
      if (!ranked.has(day)) unranked.add(day);
    }
  }
  const state = (day: Day): FoundDay['state'] =>
    unranked.has(day) ? 'unranked' : logged.has(day) ? 'ranked' : 'no-logs';
  const found = await keptOf(ports, { from, to }, check);
  return found.map(({ day, kept }) => ({
    day,
    findings: openOf(kept, names),
    held: kept.filter(({ held }) => held).length + kept.filter(isEarly).length,
    state: state(day),
  }));
}

/**
 * All that was told of an actor, the newest first, of a day the highest risk first.
 * @param asked.user as he is logged, or as he is shown. @param asked.cluster its name or id; `null`: any
 */
export async function findingsOfActor(
  ports: FoundPorts,
  { user, cluster }: { readonly user: string; readonly cluster: string | null },
  range: DayRange,
  { names, deadline }: FoundSettings,
): Promise<Finding[]> {
  const check = inTime(ports.clock, deadline, 'the days are not all looked at yet');
  const isHis = ({ finding }: KeptFinding): boolean =>
    (finding.user === user || named(finding.user, names) === user) &&
    isCluster({ id: finding.clusterId, name: finding.cluster }, cluster);
  const found = await keptOf(ports, range, check);
  return found.flatMap(({ kept }) => openOf(kept.filter(isHis), names));
}

/** Found in a cluster that is learning: listed nowhere as told. */
const isEarly = ({ finding, closed }: KeptFinding): boolean => !closed && finding.learning;

const openOf = (kept: readonly KeptFinding[], names: Names): Finding[] =>
  kept.filter((one) => !one.closed && !isEarly(one)).map(({ finding }) => findingWithNames(finding, names));

async function keptOf(
  { findings, work }: Pick<FoundPorts, 'findings' | 'work'>,
  { from, to }: DayRange,
  check: () => void,
): Promise<{ readonly day: Day; readonly kept: readonly KeptFinding[] }[]> {
  return await fewAtOnce(daysFrom(from, to).reverse(), async (day) => {
    check();
    const { kept } = await withWork(work, day, { kept: await findings.ofDay(day), damaged: 0 });
    return { day, kept };
  });
}
