/** Questions as people ask them, over HTTP or on a command line: checked whole, with every fault named. */
import { type Day, earliestDay, latestDay, parseDay, rangeFault } from '../core/count/day.ts';
import { severities } from '../core/judge/severity.ts';

/** A question that is written wrong is a value; its text names parameters, never what they held. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

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
  readonly format: 'json' | 'csv';
}

export interface FindingQuestion {
  readonly day: Day | null;
  readonly cluster: string | null;
  readonly user: string | null;
  readonly severity: string | null;
  readonly limit: number;
  readonly offset: number;
  readonly format: 'json' | 'csv' | 'html';
  /** Ends of a range, for a page; either may be open. */
  readonly from: Day | null;
  readonly to: Day | null;
}

type Parameters = Iterable<readonly [string, string]>;

export const maxLimit = 50_000;
export const defaultLimit = 10;

/** What is asked for where a day stands. */
export const daysAsked = `a day such as 2026-10-31, from ${earliestDay} to ${latestDay}`;

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
    format: given.oneOf('format', ['json', 'csv'], 'json'),
  });
}

export function parseFindingQuestion(parameters: Parameters): Asked<FindingQuestion> {
  const given = reading(parameters, [
    'day',
    'cluster',
    'user',
    'severity',
    'limit',
    'page',
    'format',
    'from',
    'to',
    'code',
  ]);
  const severity = given.text('severity');
  const format = given.oneOf('format', ['json', 'csv', 'html'], 'json');
  const [day, from, to] = [given.day('day'), given.day('from'), given.day('to')];
  given.range(from, to);
  if (format !== 'html' && (from !== null || to !== null)) given.fault('from and to go with format=html');
  if (format === 'html' && (day !== null || severity !== null))
    given.fault('day and severity go without format=html: the report has the page of a day');
  if (severity !== null && !severities.some((known) => known === severity))
    given.fault(`severity must be one of ${severities.join(', ')}`);
  return given.answer({
    day,
    cluster: given.text('cluster'),
    user: given.text('user'),
    severity,
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

/** An opaque token for `page=`. */
export const pageToken = (offset: number): string => Buffer.from(`p${offset}`).toString('base64url');

/** The parameters of a question, each looked at once; `answer` has every fault. */
export function reading(parameters: Parameters, known: readonly string[]) {
  const values = new Map<string, string>();
  const faults: string[] = [];
  for (const [name, value] of parameters) {
    if (!known.includes(name)) faults.push('there is a parameter that is not known');
    else if (values.has(name)) faults.push(`${name} is given twice`);
    else values.set(name, value);
  }
  const of = (name: string): string | null => values.get(name) || null;

  function day(name: string): Day | null {
    const text = of(name);
    const day = text === null ? null : parseDay(text);
    if (text !== null && day === null) faults.push(`${name} must be ${daysAsked}`);
    return day;
  }

  function range(from: Day | null, to: Day | null): void {
    const fault = from === null || to === null ? null : rangeFault(from, to);
    if (fault !== null) faults.push(fault);
  }

  return {
    text: of,
    fault: (problem: string): void => void faults.push(problem),
    day,
    range,
    /** One day, or a range with both its ends; `null` where neither is given. */
    days(): { readonly from: Day; readonly to: Day } | null {
      const [one, from, to] = [day('day'), day('from'), day('to')];
      if (one !== null && (from !== null || to !== null)) faults.push('day goes without from and to');
      if ((from === null) !== (to === null)) faults.push('from and to go together');
      range(from, to);
      if (one !== null) return { from: one, to: one };
      return from !== null && to !== null ? { from, to } : null;
    },
    oneOf<const T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const text = of(name);
      const value = allowed.find((candidate) => candidate === text);
      if (text !== null && value === undefined) faults.push(`${name} must be one of ${allowed.join(', ')}`);
      return value ?? fallback;
    },
    whole(name: string, fallback: number): number {
      const text = of(name);
      if (text === null) return fallback;
      const value = Number(text);
      if (/^\d{1,6}$/.test(text) && value <= maxLimit) return value;
      faults.push(`${name} must be a whole number from 0 to ${maxLimit}`);
      return fallback;
    },
    page(): number {
      const token = of('page');
      if (token === null) return 0;
      const offset = /^p(\d{1,6})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
      if (offset === undefined) faults.push('page must be the `next` of an earlier answer');
      return Number(offset ?? 0);
    },
    answer<T>(value: T): Asked<T> {
      const problem = [...new Set(faults)].join('; ');
      return problem === '' ? { ok: true, value } : { ok: false, problem };
    },
  };
}
