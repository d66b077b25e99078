/** Were the days that are over ranked? */
import { lostDays } from '../ranking/lost-ranks.ts';
import { type Check, named, problem } from './check.ts';

/** Beyond the time at which the sweep asks for it again: that needs its own. */
const slackHours = 2;

export const ranking: Check = {
  id: 'not-ranked',
  asks: 'whether the last days were ranked',
  async ask(ports, settings) {
    const lost: string[] = [];
    for (const cluster of await ports.ledger.clusters())
      for (const day of await lostDays(cluster, ports, settings, slackHours))
        lost.push(`${cluster.name} ${day}`);
    if (lost.length === 0) return { said: [] };
    const what = `${lost.length} days that are over were not ranked, or have grown since (${named(lost)})`;
    const todo = 'the sweep asks for them again; see the errors of rankCluster, or POST /api/days/{day}/rank';
    return { said: [problem('not-ranked', what, todo)] };
  },
};
