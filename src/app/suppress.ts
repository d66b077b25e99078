/** What people do with suppressions: set, list, remove, and try them on what was told. */
import { addDays, type Day, dayOf, daysFrom } from '../core/count/day.ts';
import {
  expiresSoon,
  hiderOf,
  isActive,
  type ShownSuppression,
  type Suppression,
} from '../core/find/suppression.ts';
import { type TrialOfDays, type TriedFinding, trialOf, tried } from '../core/find/suppression-trial.ts';
import type { Clock } from './ports/clock.ts';
import type { Findings } from './ports/findings.ts';
import type { KeptSuppression, Suppressions } from './ports/suppressions.ts';

export interface SuppressPorts {
  readonly suppressions: Suppressions;
  readonly findings: Findings;
  readonly clock: Clock;
}

const lookBackDays = 30;

/** The last thirty days and today, which is not over. */
const recentFrom = (now: Date): Day => addDays(dayOf(now), -lookBackDays);

/** All suppressions, or the one of an id. */
export async function shownSuppressions(
  ports: Pick<SuppressPorts, 'suppressions' | 'clock'>,
  id?: string,
): Promise<{ readonly suppression: ShownSuppression; readonly version: string }[]> {
  const now = ports.clock();
  const kept = id === undefined ? await ports.suppressions.list() : listOf(await ports.suppressions.find(id));
  const hits = kept.length === 0 ? [] : await ports.suppressions.hits();
  return kept.map(({ suppression, version }) => {
    const own = hits.filter((one) => one.id === suppression.id);
    const status = {
      active: isActive(suppression, now),
      expiresSoon: expiresSoon(suppression, now),
      hits: sum(own),
      hitsLast30Days: sum(own.filter(({ day }) => day >= recentFrom(now))),
      lastHitDay:
        own
          .map(({ day }) => day)
          .sort()
          .at(-1) ?? null,
    };
    return { suppression: { ...suppression, status }, version };
  });
}

const listOf = (kept: KeptSuppression | null): KeptSuppression[] => (kept === null ? [] : [kept]);

const sum = (counts: readonly { readonly hits: number }[]): number =>
  counts.reduce((total, { hits }) => total + hits, 0);

/**
 * Keeps suppressions. They hide from the next ranking of a day on.
 * @param expected the version to be replaced, of a single one
 * @returns ids that were not there before
 * @throws ConflictError where another version is there
 */
export async function setSuppressions(
  ports: Pick<SuppressPorts, 'suppressions'>,
  suppressions: readonly Suppression[],
  expected?: string,
): Promise<string[]> {
  const added: string[] = [];
  for (const suppression of suppressions) {
    const { isNew } = await ports.suppressions.put(suppression, expected);
    if (isNew) added.push(suppression.id);
  }
  return added;
}

/** What suppressions would have hidden of the findings of the last thirty days. Keeps nothing. */
export async function trySuppressions(
  ports: Pick<SuppressPorts, 'findings' | 'clock'>,
  suppressions: readonly Suppression[],
): Promise<TrialOfDays> {
  const to = dayOf(ports.clock());
  const from = recentFrom(ports.clock());
  const hider = hiderOf(suppressions);
  const findings: TriedFinding[] = [];
  for (const day of daysFrom(from, to)) {
    for (const { finding, closed } of await ports.findings.ofDay(day))
      if (!closed) findings.push(tried(finding, hider));
  }
  return { from, to, ...trialOf(findings, suppressions) };
}
