/** How a table looks: as wide as its terminal, and in colours where somebody sees them. */
import { environment } from '../../config.ts';
import type { TableStyle } from '../../core/show/terminal/table.ts';

/** A file or pipe gets lines wide enough to lose little. */
const usualWidth = 160;

/** Never under NO_COLOR (no-color.org), always under FORCE_COLOR, else on a terminal alone. */
export function wantsColour(
  { isTTY }: { readonly isTTY?: boolean | undefined },
  { NO_COLOR, FORCE_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  return isTTY === true && TERM !== 'dumb';
}

/** @param isFile it goes into a file that is named, whatever standard output is: colours are for who sees them now */
export function tableStyle(isFile = false): TableStyle {
  return {
    width: (isFile ? undefined : process.stdout.columns) ?? usualWidth,
    colour: !isFile && wantsColour(process.stdout, environment()),
  };
}
