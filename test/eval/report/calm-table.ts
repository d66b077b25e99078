/** Days without an attack in a table, and how often rarity is reached on them. Refuses to measure. */
import { type Calm, levels } from '../calm.ts';
import { meanOf } from '../measures.ts';
import { sizes } from '../months.ts';
import { shown, table } from './markdown.ts';

export function calmTable(calm: readonly Calm[]): string {
  const of = (own: readonly Calm[], measure: (one: Calm) => number): string =>
    shown(meanOf(own.map(measure)));
  return table(
    [
      'cluster',
      'days',
      'patterns a day',
      'findings a day',
      'of them medium',
      'of them high or critical',
      ...levels.slice(2).map((level) => `calls above ${level}`),
    ],
    sizes.map((size) => {
      const own = calm.filter((one) => one.size === size);
      return [
        size,
        String(own.length),
        of(own, ({ calls }) => calls),
        of(own, ({ findings }) => findings),
        of(own, ({ bands }) => bands.medium),
        of(own, ({ bands }) => bands.high + bands.critical),
        ...levels
          .slice(2)
          .map(
            (_, i) => `${of(own, ({ above, calls }) => (100 * (above[i + 2] ?? 0)) / Math.max(1, calls))} %`,
          ),
      ];
    }),
  );
}

/** Share of all benign calls above a level. */
export const shareAbove = (calm: readonly Calm[], level: number): number =>
  calm.reduce((sum, { above }) => sum + (above[level] ?? 0), 0) /
  Math.max(
    1,
    calm.reduce((sum, { calls }) => sum + calls, 0),
  );
