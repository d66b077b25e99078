/**
 * Breadth: in how many namespaces an actor does one thing on one day. Who works in one namespace and today reads
 * secrets in five may do each of these for a good reason; the row of them is what stands out.
 * Knows numbers of namespaces; refuses to know which.
 */
import { counts, type Tally } from './columns.ts';

/** Breadths beyond this are one. */
const widest = 64;

/** How many observations of an action, or of an actor, weigh as much as what is known in general. */
const backOff = 5;

/** Actions of a day by which one caller teaches how widely things are done in general. */
const mostTaught = 20;

/** By whom or what, how many actor-days there were with a breadth of 0, 1, 2, ...: so many numbers each. */
const width = widest + 1;

export function breadthOf() {
  const all = counts();
  const byAction = counts();
  const byActor = counts();

  return {
    /**
     * @param breadth namespaces of an actor's day in which the action was done
     * @param before actions of the day that all learnt of who really calls; `null` where they learnt of this one already
     */
    learn(actor: number, action: number, breadth: number, before: number | null = 0): void {
      const at = Math.min(breadth, widest);
      if (before !== null && before < mostTaught) all.add(at, 1);
      if (before !== null) byAction.add(width * action + at, 1);
      byActor.add(width * actor + at, 1);
    },
    /** `-log2 P(at least this breadth)`, by the actor, backed off to the action, backed off to all. */
    bits(actor: number, action: number, breadth: number): number {
      if (breadth <= 1) return 0;
      const from = Math.min(breadth, widest);
      // Of all there is nothing to back off to: half an observation stands for what was never seen.
      const ofAll = chanceOf(all, 0, from, 1, 0.5);
      return -Math.log2(
        chanceOf(byActor, actor, from, backOff, chanceOf(byAction, action, from, backOff, ofAll)),
      );
    },
  };
}

export type Breadth = ReturnType<typeof breadthOf>;

/** The share of days at least so wide, backed off to another chance that weighs as much as so many days. */
function chanceOf(histograms: Tally, which: number, from: number, prior: number, chance: number): number {
  let atLeast = 0;
  let total = 0;
  for (let breadth = 0; breadth < width; breadth += 1) {
    const count = histograms.of(width * which + breadth);
    total += count;
    if (breadth >= from) atLeast += count;
  }
  return (atLeast + prior * chance) / (total + prior);
}
