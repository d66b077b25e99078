/** Were the days that are over ranked? */
import { addDays, type Day, firstHour } from '../../core/count/day.ts';
import { lostDays } from '../ranking/lost-ranks.ts';
import { type Check, hourMs, named, problem } from './check.ts';

/** Beyond the time at which the sweep asks for it again: that needs its own. */
const slackHours = 2;

export const ranking: Check = {
  id: 'not-ranked',
  asks: 'whether the last days were ranked',
  async ask(ports, settings) {
    const lost: string[] = [];
    const days: Day[] = [];
    for (const cluster of await ports.ledger.clusters())
      for (const day of await lostDays(cluster, ports, settings, slackHours)) {
        lost.push(`${cluster.name} ${day}`);
        days.push(day);
      }
    const [oldest] = days.sort();
    const facts = { rankingAge: oldest === undefined ? 0 : hoursSince(oldest, ports.clock()) };
    if (lost.length === 0) return { said: [], facts };
    const what = `${lost.length} days that are over were not ranked, or have grown since (${named(lost)})`;
    const todo = 'the sweep asks for them again; see the errors of rankCluster, or POST /api/days/{day}/rank';
    return { said: [problem('not-ranked', what, todo)], facts };
  },
};

/** Whole hours since the day was over. */
const hoursSince = (day: Day, now: Date): number =>
  Math.floor((now.getTime() - Date.parse(`${firstHour(addDays(day, 1))}:00:00Z`)) / hourMs);
