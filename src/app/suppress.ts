/** What people do with suppressions: set, list, remove, and try them on what was told. */
import { addDays, type Day, dayOf, daysFrom } from '../core/count/day.ts';
import type { Finding } from '../core/find/finding.ts';
import { shippedSuppressions } from '../core/find/suppressions/shipped.ts';
import {
  expiresSoon,
  hiderOf,
  isActive,
  type ShownSuppression,
  type Suppression,
} from '../core/find/suppressions/suppression.ts';
import {
  doubtOf,
  type TrialOfDays,
  type TriedFinding,
  trialOf,
  tried,
} from '../core/find/suppressions/trial.ts';
import { togetherProblem } from '../core/find/suppressions/width.ts';
import type { Expected } from '../core/find/version.ts';
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
  const set = id === undefined ? await ports.suppressions.list() : listOf(await ports.suppressions.find(id));
  const shipped = shippedSuppressions
    .filter((one) => (id ?? one.id) === one.id && !set.some(({ suppression }) => suppression.id === one.id))
    .map((suppression) => ({ suppression: { ...suppression, shipped: true as const }, version: 'shipped' }));
  const kept = [...set, ...shipped];
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

export type Setting =
  | {
      readonly state: 'kept';
      /** Ids that were not there before. */
      readonly added: readonly string[];
      readonly trial: TrialOfDays;
    }
  /** With what is kept already they would be as wide as everybody. */
  | { readonly state: 'refused'; readonly problem: string }
  /** They would have hidden so much that somebody has to say it once more. */
  | { readonly state: 'doubtful'; readonly problem: string; readonly trial: TrialOfDays };

export interface SetOptions {
  /** What is to be replaced, of a single one. */
  readonly expected?: Expected | undefined;
  /** Keep them however much they would have hidden. */
  readonly force?: boolean | undefined;
}

/**
 * Tries suppressions, and keeps them. They hide from the next ranking of a day on.
 * @throws ConflictError where another version is there
 */
export async function setSuppressions(
  ports: SuppressPorts,
  suppressions: readonly Suppression[],
  { expected, force = false }: SetOptions = {},
): Promise<Setting> {
  const problem = togetherProblem(suppressions, await othersThan(ports, suppressions));
  if (problem !== null) return { state: 'refused', problem };
  const trial = await trySuppressions(ports, suppressions);
  const doubt = force ? null : doubtOf(trial);
  if (doubt !== null) return { state: 'doubtful', problem: doubt, trial };
  const added: string[] = [];
  for (const suppression of suppressions) {
    const { isNew } = await ports.suppressions.put(suppression, expected);
    if (isNew) added.push(suppression.id);
  }
  return { state: 'kept', added, trial };
}

/** The active suppressions that are kept under other ids. */
async function othersThan(
  { suppressions, clock }: Pick<SuppressPorts, 'suppressions' | 'clock'>,
  set: readonly Suppression[],
): Promise<Suppression[]> {
  const ids = new Set(set.map(({ id }) => id));
  const now = clock();
  return (await suppressions.list())
    .map(({ suppression }) => suppression)
    .filter((one) => !ids.has(one.id) && isActive(one, now));
}

/** What suppressions would have hidden of the findings of the last thirty days. Keeps nothing. */
export async function trySuppressions(
  ports: SuppressPorts,
  suppressions: readonly Suppression[],
): Promise<TrialOfDays> {
  const to = dayOf(ports.clock());
  const from = recentFrom(ports.clock());
  const hider = hiderOf(suppressions);
  const others = new Set((await othersThan(ports, suppressions)).map(({ id }) => id));
  const findings: TriedFinding[] = [];
  const all = new Set<string>();
  const touched = new Set<string>();
  let damaged = 0;
  for (const day of daysFrom(from, to)) {
    const found = await ports.findings.readDay(day);
    damaged += found.damaged;
    for (const { finding, closed } of found.kept) {
      if (closed) continue;
      const one = tried(finding, hider);
      findings.push(one);
      all.add(sessionOf(day, finding));
      if (one.hidden.length > 0) touched.add(sessionOf(day, finding));
    }
    const hidden = (await ports.suppressions.hiddenOn(day)).filter(({ suppression }) =>
      others.has(suppression.id),
    );
    damaged += hidden.filter((one) => one.damaged === true).length;
    for (const call of hidden.flatMap(({ calls }) => calls)) touched.add(sessionOf(day, call));
  }
  const together = { findings: new Set([...all, ...touched]).size, touched: touched.size };
  const missing = damaged > 0 ? { damaged } : {};
  return { from, to, ...trialOf(findings, suppressions), together, ...missing };
}

/** What makes a finding one: its actor, address and cluster on its day. */
const sessionOf = (
  day: Day,
  { clusterId, user, clientIp }: Pick<Finding, 'clusterId' | 'user' | 'clientIp'>,
) => JSON.stringify([day, clusterId, user, clientIp]);
