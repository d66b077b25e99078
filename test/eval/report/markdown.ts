/** Tables in Markdown, and how numbers stand in them. Knows no results. */
import type { Mean } from '../measures.ts';

export const shown = ({ mean, half }: Mean): string =>
  Number.isNaN(mean) ? '–' : `${mean.toFixed(2)} ± ${half.toFixed(2)}`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
