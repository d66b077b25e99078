/** The sentences under a rare call: what was new, and who else does it. Knows words; refuses to know scores. */
import type { Baseline, NamedHabit } from './baseline.ts';
import { deeds } from './command/deeds.ts';
import { actionOf, type FeatureName } from './features.ts';
import type { TermName } from './model/model.ts';
import type { StrandName } from './model/strands.ts';
import type { Pattern } from './pattern.ts';

/** What else was new: of whom, how many pieces on this day, and how many bits of it on the days before. */
export interface Lift {
  readonly by: StrandName;
  readonly pieces: number;
  readonly before: number;
}

/** A call and why it is surprising. */
export interface Reasons {
  readonly pattern: Pattern;
  /** Weighted bits. */
  readonly terms: ReadonlyMap<TermName, number>;
  /** `null` for a field that is not counted. */
  readonly habit: (name: FeatureName) => NamedHabit | null;
  /** Namespaces in which the actor did the same on this day. */
  readonly breadth: number;
  readonly lift: Lift;
}

/** A caller may choose the verb: a map knows no `constructor`. */
const said: ReadonlyMap<string, string> = new Map(
  Object.entries({
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
    appear: 'appears',
  }),
);

const inWords = (pattern: Pattern): string => {
  const [verb = '', ...rest] = actionOf(pattern).split(' ');
  return [said.get(verb) ?? verb, ...rest].join(' ');
};

const inWhere = ({ namespace, resource }: Pattern): string =>
  namespace === null ? (resource === null ? '' : ' cluster-wide') : ` in ${namespace}`;

/** A command that did something of note is told apart from those that did not. */
const inDeeds = ({ deeds: done }: Pattern): string =>
  done.length === 0 ? '' : `, one that ${done.map((deed) => deeds[deed].words).join(' and ')}`;

/** Habits of doing something are known whatever the namespace. */
const anywhere = (name: FeatureName, { namespace }: Pattern): string =>
  name === 'action' && namespace !== null ? ', here or elsewhere' : '';

const does: Readonly<Record<FeatureName, (pattern: Pattern) => string>> = {
  action: (pattern) => `${inWords(pattern)}${inWhere(pattern)}${inDeeds(pattern)}`,
  namespace: (pattern) =>
    pattern.namespace === null ? 'asks for the whole cluster' : `works in ${pattern.namespace}`,
  clientIp: ({ clientIp }) => `calls from ${clientIp ?? 'an unknown address'}`,
  agent: ({ agent }) => `uses ${agent === '' ? 'no agent' : agent}`,
};

/** A term below so many bits is not worth a sentence of its own. */
const worthSaying = 2;

/** Where the rest of the news is: in the same sitting, on the day, or under other names. */
function newsOf({ by, pieces, before }: Lift, user: string, { clientIp, impersonatedBy }: Pattern): string {
  const things = pieces === 1 ? '1 thing was' : `${pieces} things were`;
  const goesOn = before > worthSaying ? ', and so it went on the days before' : '';
  const of: Readonly<Record<StrandName, string>> = {
    sitting: `At the same sitting ${things} new for ${user}`,
    actor: `On this day ${things} new for ${user}`,
    caller: `On this day ${things} new of what ${impersonatedBy ?? user} did, under whatever names`,
    clientIp: `On this day ${things} new of what came from ${clientIp ?? 'there'}`,
  };
  return `${of[by]}${goesOn}.`;
}

/**
 * At most three sentences: the largest term, the second if it is large too, and what else was new at that sitting.
 * `First time in 30 days that anna reads secrets in payments; 1 of 14 others ever did.`
 */
export function explain({ pattern, terms, habit, breadth, lift }: Reasons, baseline: Baseline): string {
  const user = pattern.user === '' ? 'a caller without a name' : pattern.user;
  if (baseline.days === 0) return `${user} ${does.action(pattern)}; there is no baseline yet.`;
  const isKnown = (habit('action')?.actorDays ?? 0) > 0;
  const others = baseline.actors - (isKnown ? 1 : 0);

  const sentence = (name: TermName): string => {
    // In a namespace of the cluster itself, or of a pod with powers, the same is another action: there may be more.
    if (name === 'breadth')
      return `${user} ${inWords(pattern)} in at least ${breadth} namespaces on this day, more than usual.`;
    if (name === 'member')
      return `${user} ${does.namespace(pattern)} as before, but never before in this one of them.`;
    if (name === 'news') return newsOf(lift, user, pattern);
    const { ownDays = 0, others: whoElse = 0 } = habit(name) ?? {};
    const before =
      ownDays === 0
        ? `First time in ${baseline.days} days that ${user} ${does[name](pattern)}`
        : `${user} ${does[name](pattern)}, as on ${ownDays} of ${baseline.days} days before${anywhere(name, pattern)}`;
    return `${before}; ${whoElse} of ${others} others ever did.`;
  };

  const bitsOf = (name: TermName): number => terms.get(name) ?? 0;
  const alone: TermName[] = [...terms.keys()]
    .filter((name) => name !== 'news')
    .sort((a, b) => bitsOf(b) - bitsOf(a));
  const told: TermName[] = alone.filter((name, at) => at === 0 || (at === 1 && bitsOf(name) > worthSaying));
  if (bitsOf('news') > worthSaying && (lift.pieces > 1 || lift.before > worthSaying)) told.push('news');
  const stranger = isKnown ? [] : [`${user} was never seen before.`];
  return [...stranger, ...told.map(sentence)].join(' ');
}
