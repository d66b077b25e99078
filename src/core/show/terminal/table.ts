/**
 * A table for a terminal: columns that shrink to a width, cells nobody can steer a terminal with.
 * Refuses to know what the rows mean and whether anybody wants colour.
 */
import { beginning, cut, visible, widthOf } from '../visible.ts';

export interface TableStyle {
  /** Terminal cells in a line. */
  readonly width: number;
  /** ANSI colours; off unless said. */
  readonly colour?: boolean;
}

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Cells it keeps when the others have shrunk too. */
  readonly least: number;
  /** Left out where the table would not fit otherwise, the last of these first. */
  readonly spare?: boolean;
  /** What does not fit goes on in a second line. */
  readonly wraps?: boolean;
}

/** SGR parameters, e.g. `1;31`. Ours alone: never from a log. */
export type Paint = string;

export interface TableRow {
  readonly cells: readonly string[];
  /** Colour of cells by column title. */
  readonly paint?: Readonly<Record<string, Paint>>;
  /** Prose above that under the row: one line of it. */
  readonly lead?: string;
  /** Prose under the row, each text wrapped and cut after `belowLines`. */
  readonly below?: string | readonly string[];
}

const gap = '  ';
const narrowest = 40;
const belowLines = 2;
const cellLines = 2;
/** Characters of a text that are looked at: no line shows more. */
const longest = 2_000;

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1);

/** Takes cells from the widest column that has some to give until all fit. */
function shrink(natural: readonly number[], least: readonly number[], width: number): number[] {
  const widths = [...natural];
  while (total(widths) > width) {
    const spare = widths.map((cells, index) => (cells > (least[index] ?? 0) ? cells : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function thatFit(columns: readonly Column[], leastOf: (column: Column) => number, width: number): Column[] {
  const kept = [...columns];
  while (total(kept.map(leastOf)) > width) {
    const index = kept.findLastIndex((column) => column.spare === true);
    if (index < 0) break;
    kept.splice(index, 1);
  }
  return kept;
}

/** Words in lines of `width` cells, at most `lines` of them. */
export function wrap(text: string, width: number, lines: number): string[] {
  const wrapped: string[] = [];
  let rest = visible(text.slice(0, longest));
  while (rest !== '' && wrapped.length < lines) {
    if (wrapped.length === lines - 1 || widthOf(rest) <= width) return [...wrapped, cut(rest, width)];
    const head = beginning(rest, width);
    const end = rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ');
    wrapped.push(end > 0 ? head.slice(0, end) : head);
    rest = rest.slice(end > 0 ? end : head.length).trimStart();
  }
  return wrapped;
}

/** @returns lines of at most `style.width` cells (and never made narrower than 40), each ended by `\n`. */
export function tableText(columns: readonly Column[], rows: readonly TableRow[], style: TableStyle): string {
  const width = Math.max(narrowest, Math.floor(style.width));
  const painted = (text: string, paint: Paint | undefined): string =>
    style.colour === true && paint !== undefined && text !== '' ? `\u001b[${paint}m${text}\u001b[0m` : text;

  const cells = rows.map((row) => row.cells.map((cell) => visible(cell.slice(0, longest))));
  const naturalOf = (column: Column): number => {
    const index = columns.indexOf(column);
    return Math.min(width, Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[index] ?? ''))));
  };
  const leastOf = (column: Column): number => Math.min(column.least, naturalOf(column));
  const shown = thatFit(columns, leastOf, width);
  const gently = shrink(shown.map(naturalOf), shown.map(leastOf), width);
  const widths = shrink(
    gently,
    gently.map(() => 1),
    width,
  );

  const lineOf = (texts: readonly string[], paintOf: (column: Column) => Paint | undefined): string =>
    shown
      .map((column, index) => {
        const text = cut(texts[columns.indexOf(column)] ?? '', widths[index] ?? 0);
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
        const paint = painted(text, paintOf(column));
        return column.align === 'right' ? space + paint : paint + space;
      })
      .join(gap)
      .trimEnd();

  const lines = [
    lineOf(
      columns.map((column) => column.title),
      () => '1',
    ),
    '─'.repeat(Math.min(width, total(widths))),
  ];
  const parted = (texts: readonly string[], line: number): string[] =>
    columns.map((column, index) => {
      const text = texts[index] ?? '';
      if (column.wraps !== true) return line === 0 ? text : '';
      return wrap(text, widths[shown.indexOf(column)] ?? 1, cellLines)[line] ?? '';
    });
  const indent = ' '.repeat((widths[0] ?? 0) + gap.length);
  rows.forEach((row, index) => {
    const paintOf = (column: Column): Paint | undefined => row.paint?.[column.title];
    for (let line = 0; line < cellLines; line += 1) {
      const texts = parted(cells[index] ?? [], line);
      if (line === 0 || texts.some((text) => text !== '')) lines.push(lineOf(texts, paintOf));
    }
    const room = width - indent.length;
    const prose = [row.below ?? []].flat().flatMap((text) => wrap(text, room, belowLines));
    for (const line of [...wrap(row.lead ?? '', room, 1), ...prose]) lines.push(indent + painted(line, '2'));
  });
  return `${lines.join('\n')}\n`;
}
