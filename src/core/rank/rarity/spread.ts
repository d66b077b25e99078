/** How the calls of a day are spread over rarity, in bands that end where a call is a few times rarer. Refuses to know which they are. */

/** A band for each quarter of a power of ten: from 1 in 1 to 1 in 100,000 days of a caller. */
export const spreadBands = 20;
const bandsToTenfold = 4;

/** @param rarity 0-100 */
export function bandOf(rarity: number): number {
  const tens = -Math.log10(Math.max(1e-9, 1 - rarity / 100));
  return Math.min(spreadBands - 1, Math.max(0, Math.floor(tens * bandsToTenfold + 1e-9)));
}

/** Calls by band, the most usual first: `spreadBands` numbers. */
export function spreadOf(calls: Iterable<{ readonly rarity: number }>): number[] {
  const bands = new Array<number>(spreadBands).fill(0);
  for (const { rarity } of calls) {
    const band = bandOf(rarity);
    bands[band] = (bands[band] ?? 0) + 1;
  }
  return bands;
}

/** Of several clusters. */
export const addedSpreads = (spreads: readonly (readonly number[])[]): number[] =>
  Array.from({ length: spreadBands }, (_, band) =>
    spreads.reduce((sum, spread) => sum + (spread[band] ?? 0), 0),
  );
