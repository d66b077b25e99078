/**
 * One trial: a month, an attack on its last day, and what a ranking has to work with.
 * Refuses to know any ranking.
 */
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { DayRow } from '../../src/core/count/row.ts';
import { foldPatterns } from '../../src/core/rank/fold-patterns.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { type Cluster, clusterNamed, clusterOf } from '../../src/core/read/path.ts';
import type { Loudness, Scenario } from '../../src/simulate/attacks/scenario.ts';
import type { ClientName } from '../../src/simulate/clients/clients.ts';
import type { Request } from '../../src/simulate/request.ts';
import type { World } from '../../src/simulate/world.ts';
import { livingAttack } from './living.ts';
import { attackIn, by, lastDay, type Month, type Size } from './months.ts';
import { rowsOf } from './rows.ts';

/** The history of a cluster, folded once a month. */
export interface History {
  readonly size: Size;
  readonly cluster: Cluster;
  /** The day that is ranked. */
  readonly day: Day;
  /** Patterns by day, the first day first; the ranked day is not in it. */
  readonly baseline: readonly (readonly PatternRow[])[];
  /** The same days with nothing folded; made when asked for. */
  readonly unfoldedBaseline: () => readonly (readonly PatternRow[])[];
}

/** Every row a pattern of its own, its volatile parts as logged. */
export const unfolded = (rows: readonly DayRow[]): PatternRow[] =>
  rows.flatMap((row) =>
    foldPatterns([row], 'first').map((pattern) => ({
      ...pattern,
      key: row.key,
      agent: row.call.userAgent,
      namespace: row.call.namespace,
      uri: row.call.requestURI ?? '',
    })),
  );

/** A day to be ranked. */
export interface RankedDay {
  readonly history: History;
  readonly rows: readonly DayRow[];
  readonly patterns: readonly PatternRow[];
  /** Keys of rows, and of patterns, that an attack made or took part in. */
  readonly attackRows: ReadonlySet<string>;
  readonly attackPatterns: ReadonlySet<string>;
}

/** An attack in one cluster, on a day on which all clusters of the company are ranked. */
export interface Trial {
  readonly scenario: string;
  readonly loudness: Loudness;
  /** Role of the one whose credentials were used. */
  readonly victim: string;
  readonly pace: 'typed' | 'scripted';
  readonly attacked: RankedDay;
  /** The attacked cluster's day and those of the others. */
  readonly days: readonly RankedDay[];
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const historiesOf = (month: Month): History[] =>
  month.clusters.map(({ size, world, days, machinery }) => ({
    size,
    unfoldedBaseline: once(() =>
      days
        .slice(0, lastDay)
        .map((requests, day) =>
          unfolded(rowsOf(month, world, day, [...requests, ...(machinery[day] ?? [])]).rows),
        ),
    ),
    cluster: clusterOf(world.resourceId) ?? clusterNamed(size),
    day: addDays(month.options.from, lastDay),
    baseline: days
      .slice(0, lastDay)
      .map((requests, day) =>
        foldPatterns(rowsOf(month, world, day, [...requests, ...(machinery[day] ?? [])]).rows, 'first'),
      ),
  }));

/** The last day of a cluster, with the requests of an attack or without. */
export function dayOf(
  month: Month,
  history: History,
  attack: Parameters<typeof rowsOf>[3],
  repeats?: Parameters<typeof rowsOf>[4],
): RankedDay {
  const cluster = month.clusters.find(({ size }) => size === history.size);
  if (cluster === undefined) throw new RangeError('a history of another month');
  const daily = [...(cluster.days[lastDay] ?? []), ...(cluster.machinery[lastDay] ?? [])];
  const requests = [...daily, ...attack].sort((a, b) => a.at - b.at);
  const { rows, attackKeys } = rowsOf(month, cluster.world, lastDay, requests, repeats);
  const patterns = foldPatterns(rows, 'first');
  const attackPatterns = new Set(
    foldPatterns(
      rows.filter(({ key }) => attackKeys.has(key)),
      'first',
    ).map(({ key }) => key),
  );
  return { history, rows, patterns, attackRows: attackKeys, attackPatterns };
}

/** The last day of each cluster without an attack. */
export const quietDaysOf = (month: Month, histories: readonly History[]): RankedDay[] =>
  histories.map((history) => dayOf(month, history, []));

/** A month with what is made of it once, for all that is tried on it. */
export interface Prepared {
  readonly month: Month;
  readonly quiet: readonly RankedDay[];
}

export const prepared = (month: Month): Prepared => ({
  month,
  quiet: quietDaysOf(month, historiesOf(month)),
});

/** A script's requests follow each other within seconds. */
function paceOf(attack: readonly Request[]): Trial['pace'] {
  const span = (attack.at(-1)?.at ?? 0) - (attack[0]?.at ?? 0);
  return span < attack.length * 3_000_000 ? 'scripted' : 'typed';
}

function roleOf({ people, robots }: World, attack: readonly Request[]): string {
  const name = attack[0]?.who.username;
  if (robots.some(({ identity }) => identity.username === name)) return 'robot';
  return people.find(({ identity }) => identity.username === name)?.role ?? 'nobody';
}

/**
 * @param client the attacker's program; kubectl when left out. It changes neither who is robbed nor when.
 * @returns `null` where the scenario has no such form, or nobody fits
 */
export function trialOf(
  month: Month,
  quiet: readonly RankedDay[],
  size: Size,
  scenario: Scenario,
  loudness: Loudness,
  client?: ClientName,
): Trial | null {
  const cluster = month.clusters.find((one) => one.size === size);
  const history = quiet.find((day) => day.history.size === size)?.history;
  if (cluster === undefined || history === undefined) return null;
  const attack =
    loudness === 'living'
      ? livingAttack(month, cluster, scenario, client)
      : attackIn(month, cluster.world, by(client, { scenario, loudness }));
  if (attack.length === 0) return null;
  const attacked = dayOf(month, history, attack);
  const others = quiet.filter((day) => day.history.size !== size);
  return {
    scenario: scenario.id,
    loudness,
    victim: roleOf(cluster.world, attack),
    pace: paceOf(attack),
    attacked,
    days: [attacked, ...others],
  };
}
