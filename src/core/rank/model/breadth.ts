/**
 * Breadth: in how many namespaces an actor does one thing on one day. Who works in one namespace and today reads
 * secrets in five may do each of these for a good reason; the row of them is what stands out.
 * Knows numbers of namespaces; refuses to know which.
 */
import { orMake } from '../maps.ts';

/** How many actor-days there were with a breadth of 1, 2, ... */
type Histogram = number[];

/** Breadths beyond this are one. */
const widest = 64;

/** How many observations of an action, or of an actor, weigh as much as what is known in general. */
const backOff = 5;

/** Actions of a day by which one caller teaches how widely things are done in general. */
const mostTaught = 20;

export function breadthOf() {
  const all: Histogram = [];
  const byAction = new Map<number, Histogram>();
  const byActor = new Map<number, Histogram>();

  return {
    /**
     * @param breadth namespaces of an actor's day in which the action was done
     * @param before actions of the day that all learnt of who really calls; `null` where they learnt of this one already
     */
    learn(actor: number, action: number, breadth: number, before: number | null = 0): void {
      const at = Math.min(breadth, widest);
      for (const histogram of [
        ...(before !== null && before < mostTaught ? [all] : []),
        ...(before === null ? [] : [orMake(byAction, action, newHistogram)]),
        orMake(byActor, actor, newHistogram),
      ])
        histogram[at] = (histogram[at] ?? 0) + 1;
    },
    /** `-log2 P(at least this breadth)`, by the actor, backed off to the action, backed off to all. */
    bits(actor: number, action: number, breadth: number): number {
      if (breadth <= 1) return 0;
      let chance = 1;
      for (const [histogram, prior] of [
        [all, 1],
        [byAction.get(action), backOff],
        [byActor.get(actor), backOff],
      ] as const) {
        const [atLeast, total] = tail(histogram ?? [], Math.min(breadth, widest));
        // Of all there is nothing to back off to: half an observation stands for what was never seen.
        chance = (atLeast + prior * (histogram === all ? 0.5 : chance)) / (total + prior);
      }
      return -Math.log2(chance);
    },
  };
}

export type Breadth = ReturnType<typeof breadthOf>;

const newHistogram = (): Histogram => [];

function tail(histogram: Histogram, from: number): [atLeast: number, total: number] {
  let atLeast = 0;
  let total = 0;
  histogram.forEach((count, breadth) => {
    total += count;
    if (breadth >= from) atLeast += count;
  });
  return [atLeast, total];
}
