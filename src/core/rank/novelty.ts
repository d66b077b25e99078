/**
 * Novelty: how much in a sitting its actor never did before, in bits. One odd call is daily life; ten in a row,
 * each of them new, are not. Knows sittings and surprises; refuses to know where surprises come from.
 */
import { fairSum } from './fair/sum.ts';
import { orMake } from './habits.ts';
import type { SittingOptions } from './options.ts';
import type { Sitting } from './sitting.ts';

/** What novelty needs to know of a call. */
export interface Step {
  readonly action: string;
  readonly namespace: string;
  /** Surprise of the action and of how widely it was done; `null` when the actor did it there before. */
  readonly news: number | null;
  /** Surprises of the client IP and of the agent. */
  readonly origin: readonly [clientIp: number, agent: number];
}

export interface Novelty {
  readonly bits: number;
  /** How many pieces of news there were. */
  readonly pieces: number;
}

/**
 * The news of each command, and once that of address and agent. What one command, or one loop over namespaces,
 * brings is one piece of news however many requests it makes; several actions over several namespaces are as many as
 * the fewer of the two.
 */
export function noveltyOf(
  { commands }: Sitting,
  stepAt: (at: number) => Step,
  options: SittingOptions,
): Novelty {
  const beyondUsual = (bits: number): number => Math.max(0, bits - options.usualBits);
  let bits = 0;
  let pieces = 0;
  let [ip, agent] = [0, 0];
  for (const command of commands) {
    const news: number[] = [];
    const actions = new Set<string>();
    const namespaces = new Set<string>();
    for (const step of command.map(stepAt)) {
      ip = Math.max(ip, step.origin[0]);
      agent = Math.max(agent, step.origin[1]);
      if (step.news === null) continue;
      news.push(step.news);
      actions.add(step.action);
      namespaces.add(step.namespace);
    }
    const told = Math.min(actions.size, namespaces.size);
    for (const piece of news.sort((a, b) => b - a).slice(0, told)) bits += beyondUsual(piece);
    pieces += told;
  }
  return { bits: bits + options.originWeight * (beyondUsual(ip) + beyondUsual(agent)), pieces };
}

/** Bits by which one caller alone may raise what is usual in a sitting of the cluster. */
const ownNews = 2;

/** How much is new in the sittings of an actor: who always does new things surprises less by one more. */
export function noveltyRates(prior: number | null) {
  const own = new Map<string, { sum: number; count: number }>();
  const all = fairSum();
  let sittings = 0;
  return {
    /** @param caller who really calls: he teaches others no more of what is usual than all others together */
    learn(actor: string, novelty: number, caller = actor): void {
      const rate = orMake(own, actor, () => ({ sum: 0, count: 0 }));
      rate.sum += novelty;
      rate.count += 1;
      all.add(caller, novelty);
      sittings += 1;
    },
    /** The mean of the actor's sittings, with some of the cluster's mean added. */
    of(actor: string): number {
      if (prior === null) return 0;
      const { sum = 0, count = 0 } = own.get(actor) ?? {};
      const mean = sittings === 0 ? 0 : all.total(ownNews * sittings) / sittings;
      return (sum + prior * mean) / (count + prior);
    },
  };
}
