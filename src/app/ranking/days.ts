/** Days from the ledger: which blobs make a day, its rows, and its patterns kept up to date. */
import type { Budget } from '../../core/count/budget.ts';
import { type Accounts, sumAccounts } from '../../core/count/cursor.ts';
import { type Day, daysFrom } from '../../core/count/day.ts';
import { folding } from '../../core/count/fold.ts';
import { hoursOf, isWithin } from '../../core/count/hours.ts';
import type { DayRow } from '../../core/count/row.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import { ChangedDayError } from '../../core/rank/day-rows.ts';
import { callPatterns } from '../../core/rank/fold-patterns.ts';
import { patternText } from '../../core/rank/pattern.ts';
import { uriTemplate } from '../../core/rank/uri.ts';
import type { Cluster } from '../../core/read/path.ts';
import { ConflictError, DamagedDayError, UnfinishedError } from '../../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Days } from '../ports/days.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { CountedBlob, Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import { crowdOf } from './crowd.ts';
import { type Damage, damageIn, fingerprintOf, withDamage, withoutDamage } from './fingerprint.ts';

export interface DayRows {
  readonly rows: DayRow[];
  /** Of the blobs that were looked at, whatever the day of their events. */
  readonly accounts: Accounts;
  readonly blobs: number;
  /** Names of blobs whose counts are damaged: rows of them are missing. */
  readonly damaged: readonly string[];
}

/**
 * The rows of a cluster whose events lie in `[from, to]`, each call and day once. One blob at a time, in hour order.
 * @param budget what bounds them; without, they are as many as there are
 * @param inTime called for each blob; throws where time is out
 */
export async function rowsBetween(
  ledger: Ledger,
  cluster: Cluster,
  from: Day,
  to: Day,
  graceHours: number,
  budget?: Budget,
  inTime: () => void = () => undefined,
): Promise<DayRows> {
  const all = folding(budget);
  const cursors: Accounts[] = [];
  const broken: string[] = [];
  for await (const { name, cursor, damaged, rows } of ledger.counted(
    cluster,
    ...hoursOf(from, to, graceHours),
  )) {
    inTime();
    cursors.push(cursor);
    if (damaged) broken.push(name);
    all.add({ source: name, rows: rows.filter(({ day }) => day !== null && day >= from && day <= to) });
  }
  return { rows: all.rows(), accounts: sumAccounts(cursors), blobs: cursors.length, damaged: broken };
}

export interface RefreshedDays {
  /** Those that have logs of their own. */
  readonly days: Day[];
  /** Of the blobs that were looked at, whatever the day of their events. */
  readonly accounts: Accounts;
  /** Log blobs whose counts are damaged: rows of them are missing. */
  readonly damaged: number;
  /** What each day with rows is folded from now, what was missing of it included. */
  readonly foldedFrom: ReadonlyMap<Day, string>;
}

export interface RefreshPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly clock: Clock;
  readonly jobs?: Pick<Jobs, 'count'>;
  readonly log?: Log;
}

/** Another generation has another fingerprint: once they are counted, their days are folded again. */
async function countAgain({ jobs, log }: RefreshPorts, names: readonly string[]): Promise<void> {
  if (names.length > 0)
    log?.error(`days: damaged log blobs in the ledger: ${names.length}; they are counted again`);
  for (const name of names) if (name !== '') await jobs?.count(name);
}

export interface FoldOptions {
  readonly graceHours: number;
  readonly clientIp: ClientIpPolicy;
  /** Rows a day may have before further ones are folded. */
  readonly rowBudget: number;
  /** Stop folding at this time. */
  readonly deadline?: Date;
}

/**
 * Folds every day of `[from, to]` whose blobs are not those it was last folded from.
 * @throws UnfinishedError at the deadline; days folded by then are kept
 */
export async function refreshDays(
  ports: RefreshPorts,
  cluster: Cluster,
  from: Day,
  to: Day,
  options: FoldOptions,
): Promise<RefreshedDays> {
  const [blobs, kept] = await Promise.all([
    Array.fromAsync(ports.ledger.blobs(cluster, ...hoursOf(from, to, options.graceHours))),
    ports.days.fingerprints(cluster, from, to),
  ]);
  const broken = blobs.filter(({ damaged }) => damaged).map(({ name }) => name);
  await countAgain(ports, broken);
  let damaged = broken.length;
  const withLogs: Day[] = [];
  const foldedFrom = new Map<Day, string>();
  // A flood that lasts all day must not cost more to rank than one of an hour.
  const budget = { rows: options.rowBudget, foldUri: uriTemplate, patternOf: patternText };
  for (const day of daysFrom(from, to)) {
    const own = ofDay(blobs, day, options.graceHours);
    if (own.length === 0) continue;
    // A day that only its grace hours speak of is folded, and is no day of history.
    if (own.some(({ hour }) => hour.startsWith(day))) withLogs.push(day);
    const fingerprint = fingerprintOf(own, options);
    const before = kept.get(day) ?? '';
    if (withoutDamage(before) === fingerprint) {
      damaged += damageOf(damageIn(before), day === to);
      foldedFrom.set(day, before);
      continue;
    }
    if (options.deadline !== undefined && ports.clock() >= options.deadline)
      throw new UnfinishedError('the days of a cluster are not all folded yet');
    const found = await rowsBetween(ports.ledger, cluster, day, day, options.graceHours, budget);
    await countAgain(ports, found.damaged);
    const lacking = own.filter(({ name }) => found.damaged.includes(name) && !broken.includes(name));
    const ofHours = lacking.filter(({ hour }) => hour.startsWith(day)).length;
    const damage = { own: ofHours, grace: lacking.length - ofHours };
    damaged += damageOf(damage, day === to);
    const patterns = callPatterns(found.rows, options.clientIp);
    const now = withDamage(fingerprint, damage);
    await ports.days.save(cluster, day, now, patterns, crowdOf(patterns));
    foldedFrom.set(day, now);
  }
  return { days: withLogs, accounts: sumAccounts(blobs.map(({ cursor }) => cursor)), damaged, foldedFrom };
}

/** The hours of grace of a day are those of the days behind it: each blob counts once. */
const damageOf = ({ own, grace }: Damage, isLast: boolean): number => own + (isLast ? grace : 0);

/**
 * Does work that refreshes days and reads them. Where one turns out to be damaged it is left to be folded again, and the
 * work begins anew: nothing is in a day that the ledger has not. So it does, once, where another folds a day meanwhile.
 */
export async function withWholeDays<T>(
  ports: { readonly days: Days; readonly log?: Log },
  cluster: Cluster,
  work: () => Promise<T>,
): Promise<T> {
  const folded = new Set<string>();
  let hasChanged = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ChangedDayError) {
        if (hasChanged) throw new ConflictError(error.message, { cause: error });
        hasChanged = true;
        continue;
      }
      if (!(error instanceof DamagedDayError) || folded.has(error.day)) throw error;
      folded.add(error.day);
      ports.log?.warn(`${error.message}: it is folded again`);
      await ports.days.save(cluster, error.day as Day, '', []);
    }
  }
}

/** What each day of `[from, to]` with logs of its own would be folded from now. */
export async function fingerprintsNow(
  ledger: Ledger,
  cluster: Cluster,
  from: Day,
  to: Day,
  options: Pick<FoldOptions, 'graceHours' | 'clientIp' | 'rowBudget'>,
): Promise<Map<Day, string>> {
  const blobs: CountedBlob[] = [];
  for await (const blob of ledger.blobs(cluster, ...hoursOf(from, to, options.graceHours))) blobs.push(blob);
  const found = new Map<Day, string>();
  for (const day of daysFrom(from, to)) {
    const own = ofDay(blobs, day, options.graceHours);
    if (own.some(({ hour }) => hour.startsWith(day))) found.set(day, fingerprintOf(own, options));
  }
  return found;
}

const ofDay = (blobs: readonly CountedBlob[], day: Day, graceHours: number): CountedBlob[] => {
  const hours = hoursOf(day, day, graceHours);
  return blobs.filter(({ hour }) => isWithin(hour, hours));
};
