/** Intrusions in lines of cells, means and intervals over pairs of people. Refuses to measure. */
import { type Mean, meanOf } from '../measures.ts';
import { shown } from '../report/markdown.ts';
import type { Intrusion } from './intrusion.ts';

const measures: readonly (readonly [title: string, of: (one: Intrusion) => number])[] = [
  ['p@10', ({ p10 }) => p10],
  ['by chance', ({ chance }) => chance],
  ['AP', ({ ap }) => ap],
  ['account told', ({ isTold }) => Number(isTold)],
  ['others told', ({ beside }) => beside],
];

/** The mean of a measure over pairs, each pair one value. */
const overPairs = (all: readonly Intrusion[], of: (one: Intrusion) => number): Mean =>
  meanOf([...Map.groupBy(all, ({ pair }) => pair).values()].map((own) => meanOf(own.map(of)).mean));

/** Lines of a table, its head first. */
export function intrusionLines(
  of: Intrusion['of'],
  all: readonly Intrusion[],
): readonly (readonly string[])[] {
  const head = [`${of} of`, 'trials', 'pairs', ...measures.map(([name]) => name)];
  const own = all.filter((one) => one.of === of);
  const rows = [...Map.groupBy(own, ({ kind }) => kind)].map(([kind, some]) => {
    const pairs = new Set(some.map(({ pair }) => pair)).size;
    return [
      kind,
      String(some.length),
      String(pairs),
      ...measures.map(([, measure]) => shown(overPairs(some, measure))),
    ];
  });
  return [head, ...rows];
}
