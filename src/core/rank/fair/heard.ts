/**
 * The past scores that say what is rare. Anybody can make many odd calls: at any height one caller says to others no more
 * than all others together, beyond a few; to himself he says all. Knows scores by caller and day; refuses to know what is
 * made of them.
 */
import { orMake } from '../habits.ts';

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
    /** As what is rare for everybody, and for those of whom too much was said to others. */
    scales<T>(of: (scores: readonly number[]) => T): (caller: string) => T {
      const own = new Map(
        [...said].map(([caller, count]) => {
          const others = scores.length - count;
          return [caller, count > alone * others ? count : Math.ceil(others / ownShare) + 1] as const;
        }),
      );
      const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
      const least = scores[order.at(-1) ?? 0] ?? 0;
      const kept = new Map<string, number>();
      const tooMuch = new Map<string, number[]>();
      let all = 0;
      // What is too much counts as if it were least surprising: there were as many calls.
      const fair = Float64Array.from(order, (at, place) => {
        const caller = callers[at] ?? '';
        const before = kept.get(caller) ?? 0;
        if (before >= Math.max(own.get(caller) ?? 0, all - before)) {
          orMake(tooMuch, caller, noPlaces).push(place);
          return least;
        }
        kept.set(caller, before + 1);
        all += 1;
        return scores[at] ?? 0;
      });
      const ofAll = of([...fair]);
      const ofCallers = new Map<string, T>();
      return (caller) => {
        const places = tooMuch.get(caller);
        if (places === undefined) return ofAll;
        return orMake(ofCallers, caller, () => {
          const whole = [...fair];
          for (const place of places) whole[place] = scores[order[place] ?? 0] ?? 0;
          return of(whole);
        });
      };
    },
    get isSilent(): boolean {
      return scores.length === 0;
    },
  };
}

const noPlaces = (): number[] => [];
