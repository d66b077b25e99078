/** How much of an answer is given at once. Knows bytes; refuses to know what is in them. */

export const bounds = { rows: 50, bytes: 60_000 } as const;

/** UTF-8 bytes of it as JSON. */
export const weightOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * @param rest what stands beside the rows
 * @returns how many of the rows fit with it, in their order: at least one, so that whoever pages gets on
 */
export function fitting(rows: readonly unknown[], rest: unknown): number {
  let left = bounds.bytes - weightOf(rest);
  let fit = 0;
  for (const row of rows.slice(0, bounds.rows)) {
    left -= weightOf(row) + 1;
    if (left < 0) break;
    fit += 1;
  }
  return Math.max(1, Math.min(fit, rows.length));
}
