/** Some calls of the kept rankings of several clusters, as of one ranking. Unpacks no call that is not wanted. */
import { byRarity, type RankedCall } from '../../core/judge/ranked-call.ts';
import type { CallLine, KeptRanking } from './packed.ts';

/** @param isAsked which calls are wanted */
export function pickedFrom(
  clusters: readonly { readonly ranking: KeptRanking }[],
  isAsked: (call: CallLine) => boolean,
) {
  // Where a line stands in its own ranking; its rank is the one among all. Of ten thousand lines none is copied.
  const all = clusters
    .flatMap(({ ranking }) => ranking.lines.map((line, place) => ({ line, place, ranking, rank: 0 })))
    .sort((a, b) => byRarity(a.line, b.line));
  for (const [at, one] of all.entries()) one.rank = at + 1;
  const asked = all.filter(({ line }) => isAsked(line));
  return {
    total: asked.length,
    /** Those from one place up to another. */
    calls(from: number, to: number): RankedCall[] {
      const wanted = asked.slice(from, to);
      const places = Map.groupBy(wanted, ({ ranking }) => ranking);
      const read = new Map(
        [...places].map(([ranking, own]) => [
          ranking,
          ranking.callsAt(own.map(({ place }) => place)).values(),
        ]),
      );
      return wanted.flatMap(({ ranking, rank }) => {
        const call = read.get(ranking)?.next().value;
        return call === undefined ? [] : { ...call, rank };
      });
    },
  };
}
