/** Variations in lines of cells: one for each variation, side of the split and form of the attack. Refuses to measure. */
import { loudness } from '../../../src/simulate/attacks/scenario.ts';
import { isAmong } from '../judge.ts';
import type { Mean } from '../measures.ts';
import { shown } from '../report/markdown.ts';
import { overMonths } from '../report/summary.ts';
import { isGrave, type Varied, type VariedCalm } from './varied.ts';

const share = ({ mean }: Mean): string => (Number.isNaN(mean) ? '' : mean.toFixed(2));

type Measure = readonly [title: string, of: (one: Varied) => number, shown: (mean: Mean) => string];

const measures: readonly Measure[] = [
  ['p@10', ({ p10 }) => p10, shown],
  ['of possible', ({ a10 }) => a10, shown],
  ['AP', ({ ap }) => ap, shown],
  ['top 3', ({ finding }) => isAmong(finding, 3), shown],
  ['top 5', ({ finding }) => isAmong(finding, 5), share],
  ['top 10', ({ finding }) => isAmong(finding, 10), share],
  [
    'told',
    ({ finding, toldDaysAgo }) => (finding === null ? Number.NaN : Number(toldDaysAgo !== null)),
    shown,
  ],
  [
    'told as high+',
    ({ finding, severity }) => (finding === null ? Number.NaN : Number(isGrave(severity))),
    share,
  ],
];

/** `2 of 18 not told; first told on day -4: 9, -1: 3, 0: 4` */
function days(own: readonly Varied[]): string {
  const byDay = Map.groupBy(own, ({ toldDaysAgo }) => toldDaysAgo);
  const missed = byDay.get(null)?.length ?? 0;
  const first = [...byDay]
    .flatMap(([ago, some]) => (ago === null ? [] : [[ago, some.length] as const]))
    .sort(([a], [b]) => b - a)
    .map(([ago, count]) => `${ago === 0 ? 0 : -ago}: ${count}`);
  return `${missed} of ${own.length} not told; first told on day ${first.join(', ')}`;
}

/** Lines of a table, its head first. */
export type Lines = readonly (readonly string[])[];

export function variedLines(varied: readonly Varied[]): Lines {
  const lines = [['variation', 'ranking', 'split', 'attacks', 'trials', ...measures.map(([title]) => title)]];
  for (const [name, both] of Map.groupBy(varied, ({ variation }) => variation)) {
    for (const [ranking, own] of Map.groupBy(both, (one) => one.ranking)) {
      for (const split of ['tuning', 'held-out'] as const) {
        for (const kind of [...loudness, 'all'] as const) {
          const some = own.filter((one) => one.split === split && (kind === 'all' || one.loudness === kind));
          if (some.length === 0) continue;
          const cells = measures.map(([, of, text]) => text(overMonths(some, of)));
          lines.push([name, ranking, split, kind, String(some.length), ...cells]);
        }
      }
    }
  }
  return lines;
}

/** For each variation how many attacks were not told, and on which day of the attack the others were told first. */
export const toldNotes = (varied: readonly Varied[]): string[] =>
  [
    ...Map.groupBy(
      varied.filter(({ ranking }) => ranking === 'product'),
      ({ variation }) => variation,
    ),
  ].map(([name, own]) => `${name}: ${days(own)}`);

/** Findings on days without an attack. */
export function variedCalmLines(calm: readonly VariedCalm[]): Lines {
  const lines = [['days without an attack', 'cluster', 'days', 'findings a day', 'of them high+']];
  for (const [name, own] of Map.groupBy(calm, ({ kind }) => kind)) {
    for (const size of [...new Set(own.map((one) => one.size)), 'all'] as const) {
      const some = own.filter((one) => size === 'all' || one.size === size);
      const of = (measure: (one: VariedCalm) => number): string => shown(overMonths(some, measure));
      lines.push([name, size, String(some.length), of(({ findings }) => findings), of(({ grave }) => grave)]);
    }
  }
  return lines;
}
