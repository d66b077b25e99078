/**
 * The days before on which what a caller did was odd, too, and which lift what he does today. Knows callers by number;
 * refuses to know what was told of these days.
 */
import { addDays, type Day } from '../count/day.ts';
import { cut } from './cut.ts';
import type { FeatureTexts } from './features.ts';
import { orMake } from './maps.ts';
import type { GrownOn } from './model/growth.ts';
import { type Lifts, strandNames } from './model/strands.ts';

/** A day before, odd in itself, told or not. */
export interface OddDay {
  readonly day: Day;
  /** How much more than usual was new, whole bits. */
  readonly bits: number;
  /** What was the most news, in two words: `list secrets`; `null`: it is not known, or came from somewhere new and was no news. */
  readonly act: string | null;
  /** Where; `null` for the whole cluster, or where that is not known. */
  readonly namespace: string | null;
}

/** Calls that are lifted by what their caller did on days before. */
export interface Grown {
  readonly ranks: readonly number[];
  /** In order. */
  readonly days: readonly OddDay[];
}

/** Characters of a word that a caller may have made up. */
const longest = 80;

/** Bits of the days before from which on they are worth a word. */
const worthSaying = 2;

const ofDays: ReadonlySet<string> = new Set(['actor', 'caller']);

/** @param grown by caller, days counted from `from` */
export function grownOf(
  callers: ArrayLike<number>,
  lifts: Lifts,
  rankOf: (at: number) => number | undefined,
  grown: (caller: number) => readonly GrownOn[],
  from: Day,
  texts: Pick<FeatureTexts, 'action' | 'namespace'>,
): Grown[] {
  const ranks = new Map<number, number[]>();
  for (let at = 0; at < callers.length; at += 1) {
    const rank = rankOf(at);
    if (rank === undefined || (lifts.before[at] ?? 0) <= worthSaying) continue;
    if (!ofDays.has(strandNames[lifts.by[at] ?? 0] ?? '')) continue;
    orMake(ranks, callers[at] ?? 0, () => []).push(rank);
  }
  return [...ranks]
    .map(([caller, own]) => ({
      ranks: own.sort((a, b) => a - b),
      days: grown(caller).map(({ day, bits, act }) => ({
        day: addDays(from, day),
        bits: Math.round(bits),
        act: act === null ? null : inTwoWords(texts.action.text(act.action)),
        namespace: (act === null ? '' : cut(texts.namespace.text(act.namespace), longest)) || null,
      })),
    }))
    .filter(({ days }) => days.length > 0)
    .sort((a, b) => (a.ranks[0] ?? 0) - (b.ranks[0] ?? 0));
}

/** An action without its marks, which are words for the model. */
const inTwoWords = (action: string): string =>
  action
    .split(' ')
    .slice(0, 2)
    .map((word) => cut(word, longest))
    .join(' ');
