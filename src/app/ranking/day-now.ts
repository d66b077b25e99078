/** What a question for a cluster's day needs, as it is now: its ranking, and what is told of it by the suppressions of now. */
import type { Accounts } from '../../core/count/cursor.ts';
import type { Day } from '../../core/count/day.ts';
import type { HuntedCluster } from '../../core/find/answer.ts';
import type { RankedDay } from '../../core/find/hunt.ts';
import { isShipped } from '../../core/find/suppressions/shipped.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { Findings } from '../ports/findings.ts';
import type { Suppressions } from '../ports/suppressions.ts';
import { activeSuppressions } from './active.ts';
import type { KeptRanking } from './packed.ts';
import { knownDay, knownTold, type RankedDayPorts, type RankSettings, withPast } from './ranked-day.ts';

export interface DayNow extends HuntedCluster {
  readonly ranking: KeptRanking;
  readonly ranked: Omit<RankedDay, 'calls'>;
  readonly accounts: Accounts;
  readonly damaged: number;
  /** Somebody has set suppressions that hide now. */
  readonly hasOwn: boolean;
}

export const dayNow = (
  ports: RankedDayPorts & { readonly findings: Findings; readonly suppressions: Suppressions },
  cluster: Cluster,
  day: Day,
  settings: RankSettings,
): Promise<DayNow> =>
  ports.rankings.shared(`${day} ${cluster.id}`, async () => {
    const asked = ports.clock();
    const [{ ranking, accounts, damaged }, active] = await Promise.all([
      knownDay(ports, cluster, day, settings),
      activeSuppressions(ports),
    ]);
    const { ranked } = ranking;
    const one = { ranked, told: await knownTold(ports, cluster, day, ranking, active, settings) };
    const told = await withPast(ports, cluster, day, one, active, settings, asked);
    const hasOwn = active.some(({ id }) => !isShipped(id));
    return { cluster: cluster.name, ranking, ranked, told, accounts, damaged, hasOwn };
  });
