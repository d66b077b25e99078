/** Judgements in a table of text. Means are over months: trials of a month share it. */
import { loudness } from '../../../src/simulate/attacks/scenario.ts';
import { isAmong, type Judgement } from '../judge.ts';
import { type Mean, meanOf } from '../measures.ts';
import { columns } from './text.ts';

/** The mean of a measure over months, each month one value. */
export function overMonths<T extends { readonly seed: number }>(
  judgements: readonly T[],
  measure: (one: T) => number,
): Mean {
  const byMonth = Map.groupBy(judgements, ({ seed }) => seed);
  return meanOf(
    [...byMonth.values()].map((own) => own.reduce((sum, one) => sum + measure(one), 0) / own.length),
  );
}

const shown = ({ mean, half }: Mean): string =>
  Number.isNaN(mean) ? '' : `${mean.toFixed(2)} ±${half.toFixed(2)}`;

const measures: readonly (readonly [title: string, measure: (one: Judgement) => number])[] = [
  ['p@10', (one) => one.p10],
  ['p@20', (one) => one.p20],
  ['company p@10', (one) => one.company10],
  ['company p@20', (one) => one.company20],
  ['of possible', (one) => one.a10],
  ['AP', (one) => one.ap],
  ['top 3', ({ finding }) => isAmong(finding, 3)],
  ['company top 3', ({ companyFinding }) => isAmong(companyFinding, 3)],
];

export function summary(judgements: readonly Judgement[]): string {
  const lines = [['ranking', 'client', 'attacks', 'split', 'trials', ...measures.map(([title]) => title)]];
  for (const [name, own] of Map.groupBy(judgements, (one) => `${one.ranking}\n${one.client}`)) {
    for (const kind of loudness) {
      for (const split of ['tuning', 'held-out'] as const) {
        const some = own.filter((one) => one.loudness === kind && one.split === split);
        if (some.length === 0) continue;
        lines.push([
          ...name.split('\n'),
          kind,
          split,
          String(some.length),
          ...measures.map(([, measure]) => shown(overMonths(some, measure))),
        ]);
      }
    }
  }
  return columns(lines);
}
