/** Parameters of a question, each looked at once, with every fault named. Refuses to know which questions there are. */
import { type Day, earliestDay, latestDay, parseDay, rangeFault } from '../core/count/day.ts';

/** A question that is written wrong is a value; its text names parameters, never what they held. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

export type Parameters = Iterable<readonly [string, string]>;

export const maxLimit = 50_000;

/** What is asked for where a day stands. */
export const daysAsked = `a day such as 2026-10-31, from ${earliestDay} to ${latestDay}`;

/** An opaque token for `page=`. */
export const pageToken = (offset: number): string => Buffer.from(`p${offset}`).toString('base64url');

/** Named where it looks like a name: it is the caller's own text, and stands in his answer alone. */
const unknownName = (name: string): string =>
  /^[a-z][\w-]{0,40}$/i.test(name)
    ? `there is no parameter ${name}`
    : 'there is a parameter that is not known';

/** The parameters of a question, each looked at once; `answer` has every fault. */
export function reading(parameters: Parameters, known: readonly string[]) {
  const values = new Map<string, string>();
  const faults: string[] = [];
  for (const [name, value] of parameters) {
    if (!known.includes(name)) faults.push(unknownName(name));
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
