/** Do findings reach their sinks? */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import { givenUpBySink, isWaiting, undelivered } from '../telling/deliveries.ts';
import { type Check, problem } from './check.ts';

/** Days back whose findings may have been given up in the last week. */
const givenUpDays = 30;
const weekMs = 7 * 86_400_000;

export const lastDays = (now: Date): Day[] => [0, -1, -2].map((days) => addDays(dayOf(now), days));

export const waiting: Check = {
  id: 'undelivered',
  asks: 'whether findings wait to be delivered',
  async ask({ findings, sinks, clock }) {
    const names = sinks.map(({ name }) => name);
    const kept = (await Promise.all(lastDays(clock()).map((day) => findings.ofDay(day)))).flat();
    const count = undelivered(kept, names);
    const bySink = names
      .map((name) => [name, kept.filter((one) => isWaiting(one, name)).length] as const)
      .filter(([, own]) => own > 0)
      .map(([name, own]) => `${name}: ${own}`);
    const what = `${count} findings wait to be delivered (${bySink.join(', ')})`;
    return {
      said: count > 0 ? [problem('undelivered', what, 'see the errors of tellFindings')] : [],
      facts: { undelivered: count },
    };
  },
};

export const givenUp: Check = {
  id: 'given-up',
  asks: 'whether findings were given up',
  async ask({ findings, clock }) {
    const since = new Date(clock().getTime() - weekMs).toISOString();
    const lost = givenUpBySink(await findings.givenUp(addDays(dayOf(clock()), -givenUpDays)), since);
    return {
      said: lost.map(({ sink, findings: count, days }) =>
        problem(
          'given-up',
          `${count} findings were given up in the last week: ${sink} did not take them`,
          `mend the sink, and read them in the reports of ${days.join(', ')}`,
        ),
      ),
    };
  },
};
