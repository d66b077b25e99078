/** The sentence under a rare call: what was new, and who else does it. Knows words; refuses to know scores. */
import { actionOf, type FeatureName } from './features.ts';
import type { Habit } from './habits.ts';
import type { Pattern } from './pattern.ts';

export interface Term {
  readonly name: FeatureName;
  /** Surprise times weight. */
  readonly bits: number;
  readonly habit: Habit;
}

const said: Readonly<Record<string, string>> = {
  get: 'reads',
  list: 'lists',
  watch: 'watches',
  create: 'creates',
  update: 'updates',
  patch: 'changes',
  delete: 'deletes',
  deletecollection: 'deletes many',
  exec: 'runs a command in',
  attach: 'attaches to',
  portforward: 'forwards a port of',
};

const inWords = (pattern: Pattern): string => {
  const [verb = '', ...rest] = actionOf(pattern).split(' ');
  return `${said[verb] ?? verb} ${rest.join(' ')}`;
};

const place = ({ namespace }: Pattern): string => (namespace === null ? 'cluster-wide' : `in ${namespace}`);

const what: Readonly<Record<FeatureName, (pattern: Pattern) => string>> = {
  action: inWords,
  namespace: (pattern) => `works ${place(pattern)}`,
  clientIp: ({ clientIp }) => `calls from ${clientIp ?? 'an unknown address'}`,
  agent: ({ agent }) => `uses ${agent === '' ? 'no agent' : agent}`,
};

/**
 * One or two sentences from the largest terms: `First time in 30 days that anna reads secrets in payments;
 * 1 of 14 others ever does it.`
 */
export function explain(
  pattern: Pattern,
  terms: readonly Term[],
  baseline: { readonly days: number; readonly actors: number; readonly isKnown: boolean },
): string {
  const user = pattern.user === '' ? 'a caller without a name' : pattern.user;
  if (baseline.days === 0) return `${user} ${inWords(pattern)} ${place(pattern)}; there is no baseline yet.`;
  const [first, second] = terms.toSorted((a, b) => b.bits - a.bits);
  if (first === undefined) return `${user} ${inWords(pattern)} ${place(pattern)}.`;
  const others = Math.max(0, baseline.actors - (baseline.isKnown ? 1 : 0));
  const sentence = (term: Term): string => {
    const { own, others: whoElse } = term.habit;
    const where = term.name === 'action' ? ` ${place(pattern)}` : '';
    const often =
      own.days === 0
        ? `First time in ${baseline.days} days that ${user} ${what[term.name](pattern)}${where}`
        : `${user} ${what[term.name](pattern)}${where}, seen on ${own.days} of ${baseline.days} days before`;
    return `${often}; ${whoElse} of ${others} others ever did.`;
  };
  const more =
    second !== undefined && second.habit.own.days === 0 && second.bits > 2 ? ` ${sentence(second)}` : '';
  const stranger = baseline.isKnown ? '' : ` ${user} was never seen before.`;
  return `${sentence(first)}${more}${stranger}`;
}
