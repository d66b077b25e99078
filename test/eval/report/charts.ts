/** The charts of docs/signal/. Knows what they show; refuses to know shapes and colours. */
import { type Loudness, loudness } from '../../../src/simulate/attacks/scenario.ts';
import { levels } from '../calm.ts';
import { isAmong, type Judgement } from '../judge.ts';
import { sizes } from '../months.ts';
import { shareAbove } from './calm-table.ts';
import type { Results } from './results.ts';
import { overMonths } from './summary.ts';
import { barChart, lineChart } from './svg.ts';

const places = [1, 2, 3, 5, 10, 20];
const shownRankings = [
  'raw rare',
  'normalised count',
  'first seen',
  'new terms',
  'marginal surprise',
  'each call alone',
  'product',
];

/** Positions of things that stand at equal distances. */
const along = (i: number, count: number): number => i / (count - 1);

type Of = (ranking: string, kind: Loudness) => Judgement[];

function precision(of: Of): string {
  const groups = shownRankings
    .filter((name) => loudness.some((kind) => of(name, kind).length > 0))
    .map((name) => ({
      name,
      bars: loudness.map((kind) => {
        const { mean, half } = overMonths(of(name, kind), ({ p10 }) => p10);
        return { value: mean, half };
      }),
    }));
  return barChart('Precision at 10, held-out attacks, by ranking', loudness, groups);
}

function findings(of: Of): string {
  const lines = loudness.map((kind) => ({
    name: kind,
    points: places.map((place, i) => {
      const { mean } = overMonths(of('product', kind), ({ finding }) => isAmong(finding, place));
      return [along(i, places.length), mean] as const;
    }),
  }));
  const x = places.map((place, i) => [along(i, places.length), String(place)] as const);
  const y = [0, 0.25, 0.5, 0.75, 1].map((value) => [value, value.toFixed(2)] as const);
  const title = 'Share of held-out attacks whose finding is among the first k';
  return lineChart(title, { x, y, xTitle: 'k, within its cluster' }, lines);
}

/** Where a share stands on a logarithmic axis from 0.01 % to 100 %. */
const height = (share: number): number => Math.max(0, 1 + Math.log10(Math.max(share, 1e-4)) / 4);

function calibration({ calm }: Pick<Results, 'calm'>): string {
  const line = (
    name: string,
    share: (i: number) => number,
  ): { name: string; points: (readonly [number, number])[] } => ({
    name,
    points: levels.map((_, i) => [along(i, levels.length), height(share(i))] as const),
  });
  const lines = [
    ...sizes.map((size) =>
      line(size, (i) =>
        shareAbove(
          calm.filter((one) => one.size === size),
          i,
        ),
      ),
    ),
    line('ideal', (i) => 1 - (levels[i] ?? 0) / 100),
  ];
  const x = levels.map((level, i) => [along(i, levels.length), String(level)] as const);
  const y = [1, 0.1, 0.01, 0.001, 0.0001].map((share) => [height(share), `${100 * share} %`] as const);
  return lineChart(
    'Share of benign calls above a rarity, on days without an attack',
    { x, y, xTitle: 'rarity' },
    lines,
  );
}

/** Charts by file name. */
export function charts(results: Pick<Results, 'judgements' | 'calm'>): Record<string, string> {
  const heldOut = results.judgements.filter(
    ({ split, client }) => split === 'held-out' && client === 'kubectl',
  );
  const of: Of = (ranking, kind) => heldOut.filter((one) => one.ranking === ranking && one.loudness === kind);
  return {
    'precision.svg': precision(of),
    'findings.svg': findings(of),
    'calibration.svg': calibration(results),
  };
}
