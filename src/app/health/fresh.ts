/** Is anything counted, and are logs still coming in? */
import { addDays, dayOf, firstHour } from '../../core/count/day.ts';
import type { Cluster } from '../../core/read/path.ts';
import type { CountedBlob } from '../ports/ledger.ts';
import {
  type Answer,
  type Check,
  type HealthPorts,
  hourMs,
  information,
  ofEach,
  problem,
  type Said,
} from './check.ts';

/** Blobs made so long after their hour were brought in by hand: nobody expects the next one. */
const broughtHours = 48;
/** So long after its last log a cluster is gone, where others go on. */
const goneHours = 30 * 24;
/** First the days in which a live cluster has logs: older ones are read only where there are none. */
const lookBackDays = [2, 120] as const;

interface Quiet {
  readonly cluster: Cluster;
  readonly hours: number;
  readonly isBrought: boolean;
}

export const fresh: Check = {
  id: 'quiet',
  asks: 'whether logs still come in',
  async ask(ports, { freshHours }): Promise<Answer> {
    const clusters = await ports.ledger.clusters();
    const facts = { clusters: clusters.length };
    if (clusters.length === 0) return { said: [nothingCounted], facts };
    const ages = await ofEach(clusters, (cluster) => ageOf(cluster, ports));
    const quiet = ages.filter(({ hours }) => hours > freshHours);
    const isAnyFresh = quiet.length < ages.length;
    const expected = ages.filter(({ hours, isBrought }) => !isBrought && (hours <= goneHours || !isAnyFresh));
    return {
      said: quiet.map((one) => said(one, freshHours, isAnyFresh)),
      facts: { ...facts, quiet: byName(expected) },
    };
  },
};

const nothingCounted = problem(
  'nothing-counted',
  'no log has been counted yet',
  'is the diagnostic setting on, and the container right?',
);

/** Of clusters that have one name, as two resource groups may, the one that is quiet for longer. */
function byName(ages: readonly Quiet[]): Record<string, number> {
  const longest: Record<string, number> = {};
  for (const { cluster, hours } of ages) longest[cluster.name] = Math.max(longest[cluster.name] ?? 0, hours);
  return longest;
}

async function ageOf(cluster: Cluster, { ledger, clock }: HealthPorts): Promise<Quiet> {
  const today = dayOf(clock());
  for (const days of lookBackDays) {
    let newest: CountedBlob | null = null;
    for await (const blob of ledger.blobs(
      cluster,
      firstHour(addDays(today, -days)),
      firstHour(addDays(today, 2)),
    ))
      newest = blob;
    if (newest === null) continue;
    const begun = Date.parse(`${newest.hour}:00:00Z`);
    const hours = Math.floor((clock().getTime() - begun) / hourMs);
    const isBrought = Date.parse(newest.cursor.created) - begun > broughtHours * hourMs;
    return { cluster, hours, isBrought };
  }
  return { cluster, hours: lookBackDays[1] * 24, isBrought: false };
}

function said({ cluster, hours, isBrought }: Quiet, freshHours: number, isAnyFresh: boolean): Said {
  const what = `the newest log of ${cluster.name} that is counted began ${hours} hours ago`;
  if (isBrought)
    return information('brought-in', `${what}, and was brought in later`, 'nothing, if it is to stay so');
  if (hours > goneHours && isAnyFresh)
    return information(
      'gone',
      `${what}: it may be gone`,
      'nothing, if it is; its counts are forgotten in time',
    );
  return problem(
    'quiet',
    `${what}, more than ${freshHours}`,
    'does the cluster run, is its diagnostic setting on, and do sweepLogs and ingestGrown work?',
  );
}
