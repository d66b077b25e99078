/** Answers to questions about calls, from the ledger: the same JSON as `rarecall hunt`. */
import { type Accounts, sumAccounts } from '../core/count/cursor.ts';
import { addDays, type Day, dayOf, daysFrom, firstHour } from '../core/count/day.ts';
import type { DayRow } from '../core/count/row.ts';
import {
  type HuntAnswer,
  type RareAnswer,
  rareAnswer,
  type SurpriseAnswer,
  surpriseAnswer,
} from '../core/find/answer.ts';
import type { RankedDay } from '../core/find/hunt.ts';
import { suppressedCalls } from '../core/find/suppression.ts';
import type { RankedCall } from '../core/judge/ranked-call.ts';
import type { Cluster } from '../core/read/path.ts';
import { MissingError } from '../errors.ts';
import { accountsBetween, rowsBetween } from './days.ts';
import { inTime } from './in-time.ts';
import type { Clock } from './ports/clock.ts';
import type { Days } from './ports/days.ts';
import type { Findings } from './ports/findings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Suppressions } from './ports/suppressions.ts';
import { type CallFilter, type CallQuestion, type FindingQuestion, maxLimit, pageToken } from './question.ts';
import { type RankSettings, rankedDay } from './rank.ts';

export interface AnswerPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly clock: Clock;
}

/** Days back that the last day with logs is looked for. */
const lookBackDays = 35;

/**
 * @throws MissingError where the day, or the cluster, has no logs
 * @throws UnfinishedError at the deadline; days folded by then are kept, so the next try gets further
 */
export async function answerCalls(
  question: CallQuestion,
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<HuntAnswer> {
  const clusters = (await ports.ledger.clusters()).filter((cluster) =>
    isCluster(cluster, question.filter.cluster),
  );
  if (clusters.length === 0) throw new MissingError('no cluster of that name has been counted');
  const days = question.days ?? (await lastDay(ports, clusters));
  return question.ranking === 'rare'
    ? await rareCalls(question, days, clusters, ports, settings)
    : await surprisingCalls(question, days.from, clusters, ports, settings);
}

async function rareCalls(
  question: CallQuestion,
  { from, to }: { from: Day; to: Day },
  clusters: readonly Cluster[],
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<RareAnswer> {
  const rows: DayRow[] = [];
  const accounts: Accounts[] = [];
  const check = inTime(ports.clock, settings.deadline, 'the rows of these days are not all read yet');
  for (const cluster of clusters) {
    check();
    const counted = await rowsBetween(ports.ledger, cluster, from, to, settings.graceHours, undefined, check);
    if (counted.blobs === 0) continue;
    accounts.push(counted.accounts);
    for (const row of counted.rows) if (isAsked(row, question.filter)) rows.push(row);
  }
  if (accounts.length === 0) throw noLogs(from, to);
  const end = question.limit === 0 ? 0 : Math.min(maxLimit, question.offset + question.limit);
  const answer = rareAnswer(rows, sumAccounts(accounts), { ...question, limit: end });
  return { ...answer, rows: answer.rows.slice(question.offset), ...nextOf(end, answer.tuples) };
}

async function surprisingCalls(
  question: CallQuestion,
  day: Day,
  clusters: readonly Cluster[],
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<SurpriseAnswer> {
  const ranked: RankedDay[] = [];
  const accounts: Accounts[] = [];
  for (const cluster of clusters) {
    const seen = await accountsBetween(ports.ledger, cluster, day, day, settings.graceHours);
    if (seen.blobs === 0) continue;
    accounts.push(seen.accounts);
    ranked.push(await rankedDay(ports, cluster, day, settings));
  }
  if (accounts.length === 0) throw noLogs(day, day);
  const kept = (await ports.findings.ofDay(day)).filter(({ finding }) =>
    clusters.some(({ id }) => id === finding.clusterId),
  );
  const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
  const answer = surpriseAnswer(
    {
      day,
      ranked,
      seen: sumAccounts(accounts),
      findings: kept.filter(({ closed }) => !closed).map(({ finding }) => finding),
      held: kept.filter((one) => one.held).length,
      suppressed: suppressed.length > 0 ? suppressed : null,
    },
    settings.baselineDays,
  );
  const calls = answer.calls.filter((call) => isAskedCall(call, question.filter));
  const end = question.limit === 0 ? calls.length : question.offset + question.limit;
  return { ...answer, calls: calls.slice(question.offset, end), ...nextOf(end, calls.length) };
}

export async function answerFindings(question: FindingQuestion, ports: AnswerPorts) {
  const day = question.day ?? (await lastToldDay(ports));
  const kept = (await ports.findings.ofDay(day)).filter(
    ({ closed, finding }) =>
      !closed &&
      isCluster({ id: finding.clusterId, name: finding.cluster }, question.cluster) &&
      (question.user === null || finding.user === question.user) &&
      (question.severity === null || finding.risk.severity === question.severity),
  );
  const end = question.limit === 0 ? kept.length : question.offset + question.limit;
  const findings = kept.slice(question.offset, end).map(({ finding }) => finding);
  const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), ports.clock());
  return { day, findings, suppressed, ...nextOf(end, kept.length) };
}

const nextOf = (end: number, total: number): { next?: string } =>
  end > 0 && end < total ? { next: pageToken(end) } : {};

const noLogs = (from: Day, to: Day): MissingError =>
  new MissingError(`no logs have been counted for ${from === to ? from : `${from} to ${to}`}`);

/** The last day that has logs. Recent days are asked first: an archive of years is looked through only for old logs alone. */
export async function lastDay(
  ports: Pick<AnswerPorts, 'ledger' | 'clock'>,
  clusters: readonly Cluster[],
): Promise<{ from: Day; to: Day }> {
  const today = dayOf(ports.clock());
  for (const since of [addDays(today, -lookBackDays), '0001-01-01' as Day]) {
    let last: Day | undefined;
    for (const cluster of clusters) {
      for await (const { hour } of ports.ledger.blobs(
        cluster,
        firstHour(since),
        firstHour(addDays(today, 2)),
      )) {
        const day = hour.slice(0, 10) as Day;
        if (last === undefined || day > last) last = day;
      }
    }
    if (last !== undefined) return { from: last, to: last };
  }
  throw new MissingError('no logs have been counted yet');
}

/** The last day that has findings, within a week of the last that has logs: today is logged before it is ranked. */
export async function lastToldDay(ports: Pick<AnswerPorts, 'ledger' | 'clock' | 'findings'>): Promise<Day> {
  const last = (await lastDay(ports, await ports.ledger.clusters())).to;
  for (const day of daysFrom(addDays(last, -7), last).reverse()) {
    if ((await ports.findings.ofDay(day)).some(({ closed }) => !closed)) return day;
  }
  return last;
}

/** By name or resource id, without regard to case. */
export const isCluster = (cluster: Cluster, asked: string | null): boolean =>
  asked === null || cluster.name === asked.toLowerCase() || cluster.id === asked.toLowerCase();

const isResource = (resource: string | null, subresource: string | null, asked: string | null): boolean =>
  asked === null || resource === asked || `${resource}/${subresource}` === asked;

export const isAsked = ({ call }: DayRow, asked: CallFilter): boolean =>
  (asked.user === null || call.user === asked.user || call.impersonated === asked.user) &&
  (asked.verb === null || call.verb === asked.verb) &&
  (asked.namespace === null || call.namespace === asked.namespace) &&
  (asked.clientIp === null || call.sourceIPs.includes(asked.clientIp)) &&
  isResource(call.resource, call.subresource, asked.resource);

export const isAskedCall = (call: RankedCall, asked: CallFilter): boolean =>
  (asked.user === null || call.user === asked.user) &&
  (asked.verb === null || call.verb === asked.verb) &&
  (asked.namespace === null || call.namespace === asked.namespace) &&
  (asked.clientIp === null || call.clientIp === asked.clientIp) &&
  isResource(call.resource, call.subresource, asked.resource);
