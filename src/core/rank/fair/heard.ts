/**
 * The past scores that say what is rare. Anybody can make many odd calls: at any height one caller says no more than all
 * others together, beyond a few. Knows scores by caller and day; refuses to know what is made of them.
 */

/** Calls of a caller and day that are heard. People and robots make fewer. */
const mostHeard = 120;

/** One caller alone may say one in so many of what others say, and one more. */
const ownShare = 50;

/** Who says so many times more than all others has the cluster to himself: there is nobody to be fair to. */
const alone = 10;

export function heardScores() {
  const scores: number[] = [];
  const callers: string[] = [];
  const said = new Map<string, number>();
  return {
    /** A day, all of it at once. */
    hear(day: Iterable<readonly [caller: string, score: number]>): void {
      const heard = new Map<string, number>();
      for (const [caller, score] of day) {
        const before = heard.get(caller) ?? 0;
        heard.set(caller, before + 1);
        if (before >= mostHeard) continue;
        scores.push(score);
        callers.push(caller);
        said.set(caller, (said.get(caller) ?? 0) + 1);
      }
    },
    /** What is too much of one caller's counts as if it were least surprising: as many calls there were. */
    scores(): number[] {
      const own = new Map(
        [...said].map(([caller, count]) => {
          const others = scores.length - count;
          return [caller, count > alone * others ? count : Math.ceil(others / ownShare) + 1] as const;
        }),
      );
      const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
      const least = scores[order.at(-1) ?? 0] ?? 0;
      const kept = new Map<string, number>();
      let all = 0;
      return Array.from(order, (at) => {
        const caller = callers[at] ?? '';
        const before = kept.get(caller) ?? 0;
        if (before >= Math.max(own.get(caller) ?? 0, all - before)) return least;
        kept.set(caller, before + 1);
        all += 1;
        return scores[at] ?? 0;
      });
    },
  };
}
