/**
 * What several events asked for, as one: the worst of them, with the images of all. So nothing hides behind what was asked
 * for earlier by the same call. Knows an order of worse and less bad; refuses to judge.
 */
import type { Applied } from '../call.ts';
import { isGraveRule, isGraveSubject } from './access.ts';
import { maxTexts } from './kept.ts';
import { isGraveDanger } from './pods.ts';

/** @returns `a` itself where `b` adds nothing. In which order they come changes nothing. */
export function appliedTogether(a: Applied | null, b: Applied | null): Applied | null {
  if (a === null || b === null) return a ?? b;
  const [worst, other] = isWorse(b, a) ? [b, a] : [a, b];
  const more = other.images.filter((image) => !worst.images.includes(image));
  if (more.length === 0) return worst;
  const images = [...worst.images, ...more].sort().slice(0, maxTexts);
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

const weighed = (texts: readonly string[], isGrave: (text: string) => boolean): number =>
  texts.reduce((sum, text) => sum + (isGrave(text) ? 4 : 1), 0);

/** What reaches everything weighs more than many things that reach little. */
function weightOf(applied: Applied): number {
  const { dangerous, rules, role, subjects, exposes, webhooks, decision, unlogged } = applied;
  const everything = rules.includes('* *') || role === 'ClusterRole/cluster-admin';
  return (
    weighed(dangerous, isGraveDanger) +
    weighed(rules, isGraveRule) +
    weighed(subjects, isGraveSubject) +
    weighed([...exposes, ...webhooks], (text) => !text.endsWith(' internal')) +
    (everything ? 100 : 0) +
    (role === null ? 0 : 1) +
    (decision === 'Approved' ? 4 : 0) +
    (unlogged ? 2 : 0)
  );
}
