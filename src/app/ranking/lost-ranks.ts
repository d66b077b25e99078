/**
 * Ranking that was lost: a day that is over, has logs and was not ranked from what is counted now. Whether its message was
 * poisoned, dropped, or came before the last lines does not matter: it is asked for again, after growing pauses.
 */
import { addDays, addHours, type Day, dayOf, daysFrom, firstHour } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';
import { reasonOf } from '../../failure.ts';
import { isPaused } from '../failing.ts';
import type { Failures } from '../ports/failures.ts';
import { fingerprintsNow } from './days.ts';
import { withoutDamage } from './fingerprint.ts';
import type { RankPorts } from './rank.ts';
import { foldOptions, type RankSettings } from './ranked-day.ts';

export type LostRankPorts = Pick<RankPorts, 'ledger' | 'days' | 'jobs' | 'clock' | 'log'> & {
  readonly failures: Failures;
};

/** What the process asked for: losing it costs a message too many. Times in ms since 1970. */
export interface RankMemory {
  lookedAt: number;
  readonly asked: Map<string, { readonly again: number; readonly pauseMs: number }>;
}

export const rankMemory = (): RankMemory => ({ lookedAt: 0, asked: new Map() });

const hourMs = 3_600_000;
/** Before that the timer has its turn. */
const lateHours = 6;
/** Days back that are looked at: those of the timer, and one more. */
const lookBack = 3;
const longestPauseMs = 12 * hourMs;

/** @returns how many days were asked for; looks once an hour */
export async function askLostRanks(
  ports: LostRankPorts,
  settings: RankSettings,
  memory: RankMemory,
): Promise<number> {
  const now = ports.clock();
  if (now.getTime() - memory.lookedAt < hourMs) return 0;
  const [from, to] = [addDays(dayOf(now), -lookBack), addDays(dayOf(now), -1)];
  const failing = new Set<string>();
  for (const failure of await ports.failures.list(from, to))
    if (failure.blob === null && isPaused(failure, now)) failing.add(keyOf(failure.cluster, failure.when));
  let asked = 0;
  for (const cluster of await ports.ledger.clusters()) {
    try {
      for (const day of await lostDays(cluster, ports, settings)) {
        const key = keyOf(cluster, day);
        if (failing.has(key) || !isDue(memory, key, now.getTime())) continue;
        await ports.jobs.rank(cluster, day);
        asked++;
      }
    } catch (error) {
      ports.log.error(`rank: whether a cluster was ranked could not be seen: ${reasonOf(error)}`);
    }
  }
  memory.lookedAt = now.getTime();
  if (asked > 0) ports.log.warn(`rank: ${asked} days were not ranked, or have grown since: asked for again`);
  return asked;
}

const keyOf = (cluster: Cluster, day: string): string => `${day} ${cluster.id}`;

/** Whether the day is over by so many hours. */
const isOver = (day: Day, hours: number, now: Date): boolean =>
  now >= new Date(`${addHours(firstHour(addDays(day, 1)), hours)}:00:00Z`);

/**
 * The days of a cluster that are lost now.
 * @param slackHours how much longer than usual a ranking may take
 */
export async function lostDays(
  cluster: Cluster,
  ports: Pick<LostRankPorts, 'ledger' | 'days' | 'clock'>,
  settings: RankSettings,
  slackHours = 0,
): Promise<Day[]> {
  const now = ports.clock();
  const days = daysFrom(addDays(dayOf(now), -lookBack), addDays(dayOf(now), -1)).filter((day) =>
    isOver(day, lateHours + slackHours, now),
  );
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return [];
  const counted = await fingerprintsNow(ports.ledger, cluster, from, to, foldOptions(cluster, settings));
  if (counted.size === 0) return [];
  const ranked = await ports.days.rankedFrom(cluster, from, to);
  const isLost = (day: Day): boolean => {
    // Within its grace it grows with every event of today: the timer ranks it once more when that is over.
    if (!isOver(day, settings.graceHours + graceSlack(slackHours), now)) return !ranked.has(day);
    return counted.get(day) !== withoutDamage(ranked.get(day) ?? '');
  };
  return days.filter((day) => counted.has(day) && isLost(day));
}

/** Who waits longer waits for the timer as well, which comes after the grace. */
const graceSlack = (slackHours: number): number => (slackHours === 0 ? 0 : lateHours + slackHours);

function isDue({ asked }: RankMemory, key: string, now: number): boolean {
  const before = asked.get(key);
  if (before !== undefined && now < before.again) return false;
  const pauseMs = before === undefined ? hourMs : Math.min(longestPauseMs, 2 * before.pauseMs);
  asked.set(key, { again: now + pauseMs, pauseMs });
  return true;
}
