/** Was a bound reached, so that something is not told, or not told apart? */
import { addDays, dayOf, firstHour } from '../../core/count/day.ts';
import { floodFactor } from '../../core/find/flood.ts';
import { type Check, named, problem } from './check.ts';
import { lastDays } from './delivered.ts';

export const rowBudget: Check = {
  id: 'row-budget',
  asks: 'whether a log blob has more calls than are told apart',
  async ask({ ledger, clock }) {
    const today = dayOf(clock());
    const full: string[] = [];
    for (const cluster of await ledger.clusters())
      for await (const { hour, cursor } of ledger.blobs(
        cluster,
        firstHour(addDays(today, -2)),
        firstHour(addDays(today, 2)),
      ))
        if (cursor.folded > 0) full.push(`${cluster.name} ${hour}`);
    const facts = { bounds: { rows: full.length } };
    if (full.length === 0) return { said: [], facts };
    const what = `${full.length} log blobs have more distinct calls than RARECALL_ROW_BUDGET: URIs are folded (${named(full)})`;
    const todo = 'see who makes them in /api/calls; raise the budget if they are wanted';
    return { said: [problem('row-budget', what, todo)], facts };
  },
};

export const findingBudget: Check = {
  id: 'finding-budget',
  asks: 'whether a day has more findings than are told',
  async ask({ findings, clock }) {
    const held: string[] = [];
    let count = 0;
    for (const day of lastDays(clock())) {
      // Of a cluster that is learning some are held back as a rule.
      const own = (await findings.ofDay(day)).filter((kept) => kept.held && !kept.finding.learning).length;
      if (own > 0) held.push(day);
      count += own;
    }
    const facts = { bounds: { findings: count } };
    if (count === 0) return { said: [], facts };
    const what = `${count} findings or more are held back by RARECALL_FINDINGS_PER_DAY (${named(held)})`;
    const todo = 'read them at the foot of the reports of these days';
    return { said: [problem('finding-budget', what, todo)], facts };
  },
};

export const flooded: Check = {
  id: 'flooded',
  asks: 'whether some caller made more different calls than are looked at one by one',
  async ask({ findings, clock }) {
    const days: string[] = [];
    let count = 0;
    for (const day of lastDays(clock())) {
      const own = (await findings.ofDay(day)).filter(
        ({ closed, finding }) => !closed && finding.risk.factors.some(({ id }) => id === floodFactor.id),
      ).length;
      if (own > 0) days.push(day);
      count += own;
    }
    const facts = { bounds: { floods: count } };
    if (count === 0) return { said: [], facts };
    const what = `${count} callers made more different calls than are looked at one by one (${named(days)})`;
    return {
      said: [problem('flooded', what, 'a finding of each day says who; look for what else was done then')],
      facts,
    };
  },
};
