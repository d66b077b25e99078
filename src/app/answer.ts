/** Answers to questions about calls, from the ledger: the same JSON as `rarecall hunt`. */
import { sumAccounts } from '../core/count/cursor.ts';
import type { DayRow } from '../core/count/row.ts';
import {
  type HuntAnswer,
  type RareAnswer,
  rareAnswer,
  type SurpriseAnswer,
  surpriseWith,
} from '../core/find/answer.ts';
import { suppressedCalls } from '../core/find/suppressions/hidden.ts';
import type { Cluster } from '../core/read/path.ts';
import { logsMembers } from '../core/show/day-logs.ts';
import { MissingError } from '../errors.ts';
import { dayLogs } from './day-logs.ts';
import { maxLimit, pageToken } from './parameters.ts';
import type { Clock } from './ports/clock.ts';
import type { Days } from './ports/days.ts';
import type { Findings } from './ports/findings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Suppressions } from './ports/suppressions.ts';
import type { Work } from './ports/work.ts';
import type { CallFilter, CallQuestion, FindingQuestion } from './question.ts';
import { type DayNow, dayNow } from './ranking/day-now.ts';
import type { KeptRankings } from './ranking/kept-rankings.ts';
import type { CallLine } from './ranking/packed.ts';
import { pickedFrom } from './ranking/picked.ts';
import type { RankSettings } from './ranking/ranked-day.ts';
import { rareRows } from './rare-rows.ts';
import { lastDay, lastToldDay, noLogs } from './showing/last-day.ts';
import { inTime } from './turns/in-time.ts';
import { withWork } from './working/shown.ts';

export interface AnswerPorts {
  readonly ledger: Ledger;
  readonly days: Days;
  readonly rankings: KeptRankings;
  readonly findings: Findings;
  readonly suppressions: Suppressions;
  readonly work: Work;
  readonly clock: Clock;
}

/**
 * @throws MissingError where the day, or the cluster, has no logs
 * @throws UnfinishedError at the deadline; days folded by then are kept, so the next try gets further
 */
export async function answerCalls(
  question: CallQuestion,
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<HuntAnswer> {
  const clusters = await clustersOf(ports, question.filter.cluster);
  if (clusters.length === 0) throw new MissingError('no cluster of that name has been counted');
  return question.ranking === 'rare'
    ? await rareCalls(question, clusters, ports, settings)
    : await surprisingCalls(question, clusters, ports, settings);
}

/** Without a day all events are one window, as on the command line. */
async function rareCalls(
  question: CallQuestion,
  clusters: readonly Cluster[],
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<RareAnswer> {
  const asked = rareRows(question.days, settings.graceHours, (row) => isAsked(row, question.filter));
  const check = inTime(ports.clock, settings.deadline, 'the rows of these days are not all read yet');
  for (const cluster of clusters) await asked.add(ports.ledger, cluster, check);
  if (asked.blobs === 0) throw noLogs(question.days);
  const end = question.limit === 0 ? 0 : Math.min(maxLimit, question.offset + question.limit);
  const answer = rareAnswer(asked.rows, asked.accounts, {
    ...question,
    limit: end,
    reveal: settings.reveal === true,
  });
  const rows = answer.rows.slice(question.offset);
  return { ...answer, rows, ...damagedOf(asked.damaged), ...nextOf(end, answer.tuples) };
}

/** Ranked, judged and told as they are now: what was told of the day before stands in `/api/findings`. */
async function surprisingCalls(
  question: CallQuestion,
  clusters: readonly Cluster[],
  ports: AnswerPorts,
  settings: RankSettings,
): Promise<SurpriseAnswer> {
  const day = question.days?.from ?? (await lastDay(ports, clusters));
  const found: DayNow[] = [];
  for (const cluster of clusters) found.push(await dayNow(ports, cluster, day, settings));
  const logged = found.filter(({ ranked }) => ranked.logged);
  if (logged.length === 0) throw noLogs({ from: day, to: day });
  const asked = pickedFrom(logged, (call) => isAskedCall(call, question.filter));
  const end = question.limit === 0 ? asked.total : question.offset + question.limit;
  const seen = sumAccounts(found.map(({ accounts }) => accounts));
  const suppressed = { now: ports.clock(), isAsked: found.some(({ hasOwn }) => hasOwn) };
  const calls = asked.calls(question.offset, end);
  const answer = surpriseWith(logged, calls, { day, seen, suppressed }, settings.baselineDays);
  const damaged = found.reduce((sum, one) => sum + one.damaged, 0);
  return { ...answer, ...damagedOf(damaged), ...nextOf(end, asked.total) };
}

/**
 * With `damaged` where findings of the day cannot be read: how many, whatever is asked for. With a `note` at its head where
 * clusters that are asked for had no log.
 * @throws UnfinishedError at the deadline
 */
export async function answerFindings(
  question: FindingQuestion,
  ports: AnswerPorts,
  { baselineDays, deadline }: Pick<RankSettings, 'baselineDays' | 'deadline'>,
) {
  const day = question.day ?? (await lastToldDay(ports));
  const check = inTime(ports.clock, deadline, 'which clusters have logs is not looked at yet');
  const [{ kept: all, damaged }, hidden, logs] = await Promise.all([
    ports.findings.readDay(day).then((read) => withWork(ports.work, day, read)),
    ports.suppressions.hiddenOn(day),
    clustersOf(ports, question.cluster).then((asked) => dayLogs(ports, asked, day, baselineDays, check)),
  ]);
  const kept = all.filter(
    ({ closed, finding }) =>
      !closed &&
      isCluster({ id: finding.clusterId, name: finding.cluster }, question.cluster) &&
      (question.user === null || finding.user === question.user) &&
      (question.severity === null || finding.risk.severity === question.severity) &&
      (question.status === null || finding.work?.status === question.status),
  );
  const end = question.limit === 0 ? kept.length : question.offset + question.limit;
  const findings = kept.slice(question.offset, end).map(({ finding }) => finding);
  const suppressed = suppressedCalls(hidden, ports.clock());
  const said = logsMembers(day, logs, all.length + damaged + suppressed.length > 0);
  return { ...said, findings, ...damagedOf(damaged), suppressed, ...nextOf(end, kept.length) };
}

/** What could not be read is said where there is any. */
const damagedOf = (damaged: number): { damaged?: number } => (damaged > 0 ? { damaged } : {});

const nextOf = (end: number, total: number): { next?: string } =>
  end > 0 && end < total ? { next: pageToken(end) } : {};

const clustersOf = async (
  { ledger }: Pick<AnswerPorts, 'ledger'>,
  asked: string | null,
): Promise<Cluster[]> => (await ledger.clusters()).filter((cluster) => isCluster(cluster, asked));

/** By name or resource id, without regard to case. */
export const isCluster = (cluster: Cluster, asked: string | null): boolean =>
  asked === null || cluster.name === asked.toLowerCase() || cluster.id === asked.toLowerCase();

const isResource = (resource: string | null, subresource: string | null, asked: string | null): boolean =>
  asked === null || resource === asked || `${resource}/${subresource}` === asked;

export const isAsked = ({ call }: Pick<DayRow, 'call'>, asked: CallFilter): boolean =>
  (asked.user === null || call.user === asked.user || call.impersonated === asked.user) &&
  (asked.verb === null || call.verb === asked.verb) &&
  (asked.namespace === null || call.namespace === asked.namespace) &&
  (asked.clientIp === null || call.sourceIPs.includes(asked.clientIp)) &&
  isResource(call.resource, call.subresource, asked.resource);

export const isAskedCall = (call: CallLine, asked: CallFilter): boolean =>
  (asked.user === null || call.user === asked.user) &&
  (asked.verb === null || call.verb === asked.verb) &&
  (asked.namespace === null || call.namespace === asked.namespace) &&
  (asked.clientIp === null || call.clientIp === asked.clientIp) &&
  isResource(call.resource, call.subresource, asked.resource);
