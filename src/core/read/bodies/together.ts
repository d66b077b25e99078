/**
 * What several events asked for, as one: the worst of them, with the images of all. So nothing hides behind what was asked
 * for earlier by the same call. Knows an order of worse and less bad; refuses to judge.
 */
import type { Applied } from '../call.ts';
import { graveRules, graveSubjects } from './access.ts';
import { type Graves, kindOf, maxTexts, worstFirst } from './kept.ts';
import { graveDangers, graveImages } from './pods.ts';
import { graveExposed, graveWebhooks } from './reach.ts';

/** @returns `a` itself where `b` adds nothing. In which order they come changes nothing. */
export function appliedTogether(a: Applied | null, b: Applied | null): Applied | null {
  if (a === null || b === null) return a ?? b;
  const [worst, other] = isWorse(b, a) ? [b, a] : [a, b];
  const more = other.images.filter((image) => !worst.images.includes(image));
  if (more.length === 0) return worst;
  const images = worstFirst([...worst.images, ...more].sort(), graveImages).slice(0, maxTexts);
  return sameTexts(images, worst.images) ? worst : { ...worst, images };
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, at) => text === b[at]);

/** Between equals any that is always the same. */
function isWorse(a: Applied, b: Applied): boolean {
  const more = weightOf(a) - weightOf(b);
  if (more !== 0) return more > 0;
  const [one, other] = [textOf(a), textOf(b)];
  return one < other;
}

/** Images aside, which are those of all. */
const textOf = (applied: Applied): string => JSON.stringify({ ...applied, images: [] });

/** In which ways any text of a list is grave: more than how many there are, which a caller chooses. */
const kindsOf = (texts: readonly string[], graves: Graves): number =>
  texts.reduce((kinds, text) => kinds | kindOf(text, graves), 0);

function weightOf(applied: Applied): number {
  const { dangerous, rules, role, subjects, exposes, webhooks, decision, unlogged } = applied;
  const lists = [
    [dangerous, graveDangers],
    [rules, graveRules],
    [subjects, graveSubjects],
    [exposes, graveExposed],
    [webhooks, graveWebhooks],
  ] as const;
  const kinds = lists.reduce((sum, [texts, graves]) => sum + kindsOf(texts, graves), 0);
  const texts = lists.reduce((sum, [{ length }]) => sum + length, role === null ? 0 : 1);
  const gravest = (role === 'ClusterRole/cluster-admin' ? 64 : 0) + (decision === 'Approved' ? 1 : 0);
  return 1_000 * (kinds + gravest) + 2 * texts + (unlogged ? 1 : 0);
}
