/** Searches over the ledger: what was counted of the days asked for, day by day, in bounded memory. */
import { type Accounts, sumAccounts } from '../core/count/cursor.ts';
import { type Day, daysBetween } from '../core/count/day.ts';
import { type Folding, folding } from '../core/count/fold.ts';
import { hoursOf, isWithin } from '../core/count/hours.ts';
import type { DayRow, Row } from '../core/count/row.ts';
import { actOfRow } from '../core/find/searches/act.ts';
import { type SearchAnswer, searchAnswer } from '../core/find/searches/answer.ts';
import { sharedMemory } from '../core/find/searches/memory.ts';
import { type SearchName, searchFinds } from '../core/find/searches/names.ts';
import { searches } from '../core/find/searches/searches.ts';
import type { ClientIpPolicy } from '../core/rank/client-ip.ts';
import { patternText } from '../core/rank/pattern.ts';
import { uriTemplate } from '../core/rank/uri.ts';
import type { Cluster } from '../core/read/path.ts';
import { MissingError, TooMuchError } from '../errors.ts';
import { type AnswerPorts, isCluster } from './answer.ts';
import { type Asked, pageToken, reading } from './parameters.ts';
import { defaultLimit, type Format, formats } from './question.ts';
import { lastDay } from './showing/last-day.ts';

export interface SearchQuestion {
  /** As Splunk would: only files hold what that takes. */
  readonly strict: boolean;
  /** `null`: the last day that has logs. */
  readonly days: { readonly from: Day; readonly to: Day } | null;
  readonly cluster: string | null;
  /** `null`: as many as the search gives usually. */
  readonly limit: number | null;
  readonly offset: number;
  readonly format: Format;
}

export interface SearchSettings {
  readonly graceHours: number;
  readonly rowBudget: number;
  readonly clientIp: ClientIpPolicy;
  /** Clusters whose client IPs say nothing. */
  readonly privateClusters: readonly string[];
  readonly reveal?: boolean;
  readonly deadline: Date;
}

/** More of them do not fit the time of a question. */
const mostDays = 31;

/** @param parameters of the query */
export function parseSearchQuestion(parameters: Iterable<readonly [string, string]>): Asked<SearchQuestion> {
  const names = ['day', 'from', 'to', 'cluster', 'limit', 'page', 'strict', 'format', 'code'];
  const given = reading(parameters, names);
  const days = given.days();
  return given.answer({
    strict: given.oneOf('strict', ['false', 'true'], 'false') === 'true',
    days,
    cluster: given.text('cluster'),
    limit: given.text('limit') === null ? null : given.whole('limit', defaultLimit),
    offset: given.page(),
    format: given.oneOf('format', formats, 'json'),
  });
}

/** What can be searched for. */
export const searchList = () =>
  Object.values(searches).map(({ name, splunk, differences, notInLedger }) => ({
    ...{ name, finds: searchFinds[name], splunk, differences, notInLedger },
  }));

/**
 * The sound reading of a search.
 * @throws MissingError where the day, or the cluster, has no logs
 * @throws TooMuchError where the days are more than can be searched at once
 */
export async function answerSearch(
  name: SearchName,
  question: SearchQuestion,
  ports: Pick<AnswerPorts, 'ledger' | 'clock'>,
  settings: SearchSettings,
): Promise<SearchAnswer> {
  const search = searches[name];
  const clusters = (await ports.ledger.clusters()).filter((cluster) => isCluster(cluster, question.cluster));
  if (clusters.length === 0) throw new MissingError('no cluster of that name has been counted');
  const days = question.days ?? (await dayAlone(ports, clusters));
  if (daysBetween(days.from, days.to) >= mostDays)
    throw new TooMuchError(`that is more than can be searched at once: ask for at most ${mostDays} days`);
  const tally = search.sound(sharedMemory());
  const seen: Accounts[] = [];
  let damaged = 0;
  for (const cluster of clusters) {
    const policy = settings.privateClusters.includes(cluster.name) ? 'ignore' : settings.clientIp;
    const take = (row: DayRow): void => {
      const act = actOfRow(row, cluster.name, policy);
      if (act !== null) tally.add(act);
    };
    const rows = dayByDay(days, settings, take);
    for await (const blob of ports.ledger.counted(
      cluster,
      ...hoursOf(days.from, days.to, settings.graceHours),
    )) {
      if (ports.clock() > settings.deadline)
        throw new TooMuchError('there was not time for all of these days: ask for fewer, or for one cluster');
      seen.push(blob.cursor);
      if (blob.damaged) damaged += 1;
      rows.add(blob);
    }
    rows.finish();
  }
  if (seen.length === 0) throw new MissingError('no logs have been counted for these days');
  const { offset } = question;
  const limit = question.limit ?? (search.usualLimit === 0 ? pageRows : search.usualLimit);
  const answer = searchAnswer(search, tally, sumAccounts(seen), {
    ...{ reading: 'sound', days, limit, offset, reveal: settings.reveal === true },
    notes: [ofLedger, ...search.notInLedger, ...damagedNote(damaged)],
  });
  const end = offset + answer.rows.length;
  return limit > 0 && end < answer.total && answer.rows.length > 0
    ? { ...answer, next: pageToken(end) }
    : answer;
}

/** Rows of a page of a search that gives all. */
const pageRows = 100;

const ofLedger =
  'This is of calls that are counted, those of clients other than kubectl by pattern: one of each stands for all. Calls of machinery are not counted: rarecall hunt --search sees every client, in the log files.';

const damagedNote = (blobs: number): string[] =>
  blobs === 0 ? [] : [`what is counted of ${blobs} log blobs is damaged: rows of them may be missing`];

async function dayAlone(ports: Pick<AnswerPorts, 'ledger' | 'clock'>, clusters: readonly Cluster[]) {
  const day = await lastDay(ports, clusters);
  return { from: day, to: day };
}

/** That an identity was there is no call. */
const isOfCalls = ({ client }: Row): boolean => client !== 'presence';

interface CountedRows {
  readonly name: string;
  readonly hour: Parameters<typeof isWithin>[0];
  readonly rows: readonly Row[];
}

/** Folds the rows of each day, of blobs in hour order: a day whose last hour is over is given, and forgotten. */
function dayByDay(
  { from, to }: { readonly from: Day; readonly to: Day },
  { graceHours, rowBudget }: Pick<SearchSettings, 'graceHours' | 'rowBudget'>,
  take: (row: DayRow) => void,
) {
  const open = new Map<Day, Folding>();
  const give = (day: Day, rows: Folding): void => {
    for (const row of rows.rows()) take(row);
    open.delete(day);
  };
  return {
    add({ name, hour, rows }: CountedRows): void {
      for (const [day, held] of open) if (!isWithin(hour, hoursOf(day, day, graceHours))) give(day, held);
      for (const [day, own] of Map.groupBy(rows.filter(isOfCalls), (row) => row.day)) {
        if (day === null || day < from || day > to || !isWithin(hour, hoursOf(day, day, graceHours)))
          continue;
        const held =
          open.get(day) ?? folding({ rows: rowBudget, foldUri: uriTemplate, patternOf: patternText });
        open.set(day, held);
        held.add({ source: name, rows: own });
      }
    },
    finish(): void {
      for (const [day, held] of open) give(day, held);
    },
  };
}
