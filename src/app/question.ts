/** Questions as people ask them, over HTTP or on a command line: checked whole, with every fault named. */
import { type Day, parseDay } from '../core/count/day.ts';
import { workStatuses } from '../core/find/work/work.ts';
import { severities } from '../core/judge/severity.ts';
import { type Asked, type Parameters, reading } from './parameters.ts';

export interface CallFilter {
  readonly cluster: string | null;
  readonly user: string | null;
  readonly verb: string | null;
  readonly resource: string | null;
  readonly namespace: string | null;
  readonly clientIp: string | null;
}

export interface CallQuestion {
  readonly ranking: 'surprise' | 'rare';
  /** `null`: the last day that has logs. A range is for `rare` alone. */
  readonly days: { readonly from: Day; readonly to: Day } | null;
  /** 0 = all, for `rare` up to 50,000. */
  readonly limit: number;
  readonly offset: number;
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
  readonly filter: CallFilter;
  readonly format: Format;
}

export interface FindingQuestion {
  readonly day: Day | null;
  readonly cluster: string | null;
  readonly user: string | null;
  readonly severity: string | null;
  /** How they are worked. */
  readonly status: string | null;
  readonly limit: number;
  readonly offset: number;
  readonly format: Format | 'html';
  /** Ends of a range, for a page; either may be open. */
  readonly from: Day | null;
  readonly to: Day | null;
}

/** Of what is a list; the first is the one that is given unless another is asked for. */
export const formats = ['json', 'csv', 'jsonl'] as const;
export type Format = (typeof formats)[number];

export const defaultLimit = 10;

const filters = ['cluster', 'user', 'verb', 'resource', 'namespace', 'clientIp'];

export function parseCallQuestion(parameters: Parameters): Asked<CallQuestion> {
  const given = reading(parameters, [
    ...filters,
    'day',
    'from',
    'to',
    'ranking',
    'limit',
    'page',
    'missing',
    'count',
    'format',
    'code',
  ]);
  const ranking = given.oneOf('ranking', ['surprise', 'rare'], 'surprise');
  const days = given.days();
  if (parseDay(given.text('from') ?? '') !== null && ranking === 'surprise')
    given.fault('a range from and to is for ranking=rare');
  return given.answer({
    ranking,
    days,
    limit: given.whole('limit', defaultLimit),
    offset: given.page(),
    missing: given.oneOf('missing', ['drop', 'placeholder'], 'drop'),
    count: given.oneOf('count', ['events', 'requests'], 'events'),
    filter: {
      cluster: given.text('cluster'),
      user: given.text('user'),
      verb: given.text('verb'),
      resource: given.text('resource'),
      namespace: given.text('namespace'),
      clientIp: given.text('clientIp'),
    },
    format: given.oneOf('format', formats, 'json'),
  });
}

export function parseFindingQuestion(parameters: Parameters): Asked<FindingQuestion> {
  const given = reading(parameters, [
    'day',
    'cluster',
    'user',
    'severity',
    'status',
    'limit',
    'page',
    'format',
    'from',
    'to',
    'code',
  ]);
  const severity = given.text('severity');
  const format = given.oneOf('format', [...formats, 'html'], 'json');
  const [day, from, to] = [given.day('day'), given.day('from'), given.day('to')];
  given.range(from, to);
  if (format !== 'html' && (from !== null || to !== null)) given.fault('from and to go with format=html');
  if (format === 'html' && (day !== null || severity !== null))
    given.fault('day and severity go without format=html: the report has the page of a day');
  if (severity !== null && !severities.some((known) => known === severity))
    given.fault(`severity must be one of ${severities.join(', ')}`);
  const status = given.text('status');
  if (status !== null && !workStatuses.some((known) => known === status))
    given.fault(`status must be one of ${workStatuses.join(', ')}`);
  return given.answer({
    day,
    cluster: given.text('cluster'),
    user: given.text('user'),
    severity,
    status,
    limit: given.whole('limit', 100),
    offset: given.page(),
    format,
    from,
    to,
  });
}

/** One day, the last with logs unless named. */
export function parseDayQuestion(parameters: Parameters): Asked<Day | null> {
  const given = reading(parameters, ['day', 'code']);
  return given.answer(given.day('day'));
}

/** What is asked for by its path alone. */
export const parseNothing = (parameters: Parameters): Asked<null> =>
  reading(parameters, ['code']).answer(null);

/** Which way one thing is to be answered. */
export function parseFormat(parameters: Parameters): Asked<'json' | 'html'> {
  const given = reading(parameters, ['format', 'code']);
  return given.answer(given.oneOf('format', ['json', 'html'], 'json'));
}

/** A range of days, either end open. */
export function parseRange(
  parameters: Parameters,
): Asked<{ readonly from: Day | null; readonly to: Day | null; readonly format: 'json' | 'html' }> {
  const given = reading(parameters, ['from', 'to', 'format', 'code']);
  const [from, to] = [given.day('from'), given.day('to')];
  given.range(from, to);
  return given.answer({ from, to, format: given.oneOf('format', ['json', 'html'], 'json') });
}

/** Which suppression is meant. */
export function parseSuppressionQuestion(parameters: Parameters): Asked<{ readonly id: string | null }> {
  const given = reading(parameters, ['id', 'code']);
  return given.answer({ id: given.text('id') });
}

/** The same where one is changed: whether it is only tried, and whether it is kept however much it hides. */
export function parseSuppressionChange(
  parameters: Parameters,
): Asked<{ readonly id: string | null; readonly trial: boolean; readonly force: boolean }> {
  const given = reading(parameters, ['id', 'trial', 'force', 'code']);
  const isTrue = (name: string) => given.oneOf(name, ['false', 'true'], 'false') === 'true';
  return given.answer({ id: given.text('id'), trial: isTrue('trial'), force: isTrue('force') });
}

/** Whether things are to be tried out as well. */
export function parseHealthQuestion(parameters: Parameters): Asked<{ readonly deep: boolean }> {
  const given = reading(parameters, ['deep', 'code']);
  return given.answer({ deep: given.oneOf('deep', ['false', 'true'], 'false') === 'true' });
}
