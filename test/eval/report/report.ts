/** The results as they stand in docs/signal/tables.md, in Markdown. Knows results; refuses to judge and to draw. */
import { type Loudness, loudness } from '../../../src/simulate/attacks/scenario.ts';
import type { Calm } from '../calm.ts';
import { isAmong, type Judgement, thresholds } from '../judge.ts';
import { meanOf } from '../measures.ts';
import { calmTable } from './calm-table.ts';
import { shown, table } from './markdown.ts';
import type { Results } from './results.ts';
import { overMonths } from './summary.ts';

const top3 = ({ finding }: Judgement): number => isAmong(finding, 3);

type Column = readonly [title: string, measure: (one: Judgement) => number];

/** One row per ranking, for one side of the split. */
function rankings(
  judgements: readonly Judgement[],
  split: Judgement['split'],
  columns: readonly Column[],
): string {
  const rows = [
    ...Map.groupBy(
      judgements.filter((one) => one.split === split),
      ({ ranking }) => ranking,
    ),
  ].map(([ranking, own]) => [
    ranking,
    ...loudness.flatMap((kind) => {
      const some = own.filter((one) => one.loudness === kind);
      return columns.map(([, measure]) => shown(overMonths(some, measure)));
    }),
  ]);
  return table(
    ['ranking', ...loudness.flatMap((kind) => columns.map(([title]) => `${kind}: ${title}`))],
    rows,
  );
}

const product = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.filter(({ ranking }) => ranking === 'product');

const bySlice = (
  judgements: readonly Judgement[],
  title: string,
  sliceOf: (one: Judgement) => string,
): string =>
  table(
    [
      title,
      'trials',
      ...loudness.map((kind) => `${kind}: p@10`),
      ...loudness.map((kind) => `${kind}: top 3`),
    ],
    [...Map.groupBy(product(judgements), sliceOf)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, own]) => {
        const of = (kind: Loudness): Judgement[] => own.filter((one) => one.loudness === kind);
        return [
          name,
          String(own.length),
          ...loudness.map((kind) => shown(overMonths(of(kind), ({ p10 }) => p10))),
          ...loudness.map((kind) => shown(overMonths(of(kind), top3))),
        ];
      }),
  );

const isHigh = (severity: Judgement['severity']): boolean => severity === 'high' || severity === 'critical';

function findingsTable(judgements: readonly Judgement[]): string {
  const own = product(judgements).filter(({ split }) => split === 'held-out');
  return table(
    [
      'held-out attacks',
      'in the first 3 of its cluster',
      'in the first 5',
      'in the first 10',
      'in the first 3 of the company',
      'first of its cluster',
      'not told at all',
      'told as medium or more',
      'told as high or critical',
    ],
    loudness.map((kind) => {
      const some = own.filter((one) => one.loudness === kind);
      const of = (measure: (one: Judgement) => number): string => shown(overMonths(some, measure));
      return [
        kind,
        of(({ finding }) => isAmong(finding, 3)),
        of(({ finding }) => isAmong(finding, 5)),
        of(({ finding }) => isAmong(finding, 10)),
        of(({ companyFinding }) => isAmong(companyFinding, 3)),
        of(({ finding }) => isAmong(finding, 1)),
        of(({ finding }) => (finding === 0 ? 1 : 0)),
        of(({ severity }) => Number(severity === 'medium' || isHigh(severity))),
        of(({ severity }) => Number(isHigh(severity))),
      ];
    }),
  );
}

function thresholdTable(judgements: readonly Judgement[], calm: readonly Calm[]): string {
  const heldOut = product(judgements).filter(({ split }) => split === 'held-out');
  return table(
    [
      'told from a risk of',
      ...loudness.map((kind) => `${kind}: in the first 3`),
      'findings a cluster and day without an attack',
    ],
    thresholds.map((threshold, i) => [
      String(threshold),
      ...loudness.map((kind) =>
        shown(
          overMonths(
            heldOut.filter((one) => one.loudness === kind),
            ({ findingAt }) => isAmong(findingAt[i] ?? 0, 3),
          ),
        ),
      ),
      shown(meanOf(calm.map(({ findingsAt }) => findingsAt[i] ?? 0))),
    ]),
  );
}

/** Rankings compared, findings, and days without an attack. */
export function markdown({
  judgements: all,
  calm,
  repeats,
}: Pick<Results, 'judgements' | 'calm' | 'repeats'>): string {
  const judgements = all.filter(({ client }) => client === 'kubectl');
  const months = new Set(judgements.map(({ seed }) => seed)).size;
  const p10: Column = ['p@10', ({ p10: value }) => value];
  const p20: Column = ['p@20', ({ p20: value }) => value];
  const ap: Column = ['AP', ({ ap: value }) => value];
  const company: Column = ['company p@10', ({ company10 }) => company10];
  const moved = repeats.map(({ share, moved: n, calls }) => ({ share, n, calls }));
  return [
    `${months} months, ${product(judgements).length} attacks. Means over months ± half of a 95 % confidence interval.`,
    '### Held-out attacks',
    rankings(judgements, 'held-out', [p10, p20, ap]),
    '![precision at 10 on held-out attacks](precision.svg)',
    'The first ten calls of all three clusters in one list (three times the calls, the attack in one of them):',
    rankings(judgements, 'held-out', [company]),
    '### Tuning attacks',
    rankings(judgements, 'tuning', [p10, p20, ap]),
    '### Findings',
    findingsTable(judgements),
    '![place of the attacker among the findings](findings.svg)',
    thresholdTable(judgements, calm),
    '### Days without an attack, and calibration',
    calmTable(calm),
    '![share of benign calls above a rarity](calibration.svg)',
    '### Repeats in the log',
    table(
      ['share of repeats', 'days', 'calls', 'calls that moved'],
      [...Map.groupBy(moved, ({ share }) => share)].map(([share, own]) => [
        `${100 * share} %`,
        String(own.length),
        String(own.reduce((sum, { calls }) => sum + calls, 0)),
        String(own.reduce((sum, { n }) => sum + n, 0)),
      ]),
    ),
    '### Where it works and where it does not',
    bySlice(judgements, 'cluster', ({ size }) => size),
    bySlice(judgements, 'stolen from', ({ victim }) => victim),
    bySlice(judgements, 'pace', ({ pace }) => pace),
    bySlice(judgements, 'attack', ({ scenario, split }) => `${split}: ${scenario}`),
  ].join('\n\n');
}
