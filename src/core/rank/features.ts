/** What is compared of a pattern: the fields whose surprise adds up. Refuses to know how surprise is counted. */
import { foldGenerated } from './generated.ts';
import { gravityOf, systemNamespaces } from './gravity.ts';
import { counts, floats, integers, type Scratch, scratch, smalls } from './model/columns.ts';
import { numberedPairs, numberedTexts } from './model/numbers.ts';
import type { Pattern } from './pattern.ts';
import type { PatternRow } from './pattern-row.ts';

export const featureNames = ['action', 'namespace', 'clientIp', 'agent'] as const;
export type FeatureName = (typeof featureNames)[number];

/**
 * What is judged of a day's calls: column by column, texts as numbers, since a large day has a hundred thousand. A value
 * that is missing is a value: a call about the whole cluster.
 */
export interface DayCalls extends Readonly<Record<FeatureName | 'actor' | 'caller', ArrayLike<number>>> {
  readonly length: number;
  /**
   * The action as it is learnt. What was refused teaches nobody that it is done: who tries for a week is no less new to it on
   * the day he is let in.
   */
  readonly learnt: ArrayLike<number>;
  /** 0-3 */
  readonly gravity: ArrayLike<number>;
  /** Namespaces in which the actor did the same on this day; 0 for a call about the whole cluster. */
  readonly breadth: ArrayLike<number>;
  /** By place, of a call whose namespace has a generated name, which of them it was. Most calls have none. */
  readonly members: ReadonlyMap<number, readonly number[]>;
  /** When it was first seen; not a number where that is not known. */
  readonly seconds: ArrayLike<number>;
  /** The calls in the order of time, those without a time last. */
  readonly byTime: ArrayLike<number>;
}

/** Of calls what is asked for when it is told what is known of them. */
export type KnownOf = Pick<DayCalls, FeatureName | 'actor' | 'caller' | 'learnt'>;

/** Verb and resource in words: `list secrets`, `get pods/log`; what is no resource by its path: `get /version`. */
export function actionOf({ verb, resource, subresource, uri }: Pattern): string {
  // A verb that is the subresource's name says it already: `exec pods`.
  const sub = subresource === null || subresource === verb ? '' : `/${subresource}`;
  return `${verb ?? '-'} ${resource === null ? uri : `${resource}${sub}`}`.trimEnd();
}

/**
 * A command that does something of note is another action than any other command, a pod that takes its node than any other
 * pod, and what is grave another in the system's namespaces than elsewhere.
 */
function actWith(row: PatternRow, gravity: number): string {
  const marks = [
    ...row.deeds,
    ...((row.applied?.dangerous.length ?? 0) > 0 ? ['host'] : []),
    ...(gravity >= 2 && systemNamespaces.has(row.namespace ?? '') ? ['system'] : []),
  ];
  return marks.length === 0 ? actionOf(row) : `${actionOf(row)} ${marks.join(' ')}`;
}

/** Who has habits. Machines with generated names share those of their kind. */
export const actorOf = ({ user }: Pick<Pattern, 'user'>): string => kindOfUser(user);

const kindOfUser = (user: string): string =>
  /^system:(serviceaccount|node):/.test(user) ? user.split(':').map(foldGenerated).join(':') : user;

/**
 * Who really calls: who impersonates, else the user, machines by their kind. Bounds are shared out by him, since names to
 * call by cost nothing. Whom an access proxy lets in counts by himself.
 */
export const callerOf = (
  { user, impersonatedBy }: Pick<Pattern, 'user' | 'impersonatedBy'>,
  isProxied = false,
): string => kindOfUser(isProxied ? user : (impersonatedBy ?? user));

/** The texts of a cluster's days by number. Actors and callers share theirs. */
export const featureTexts = () => ({
  who: numberedTexts(),
  action: numberedTexts(),
  namespace: numberedTexts(),
  clientIp: numberedTexts(),
  agent: numberedTexts(),
});
export type FeatureTexts = ReturnType<typeof featureTexts>;

/** Collects the features of a day's rows, of which nothing else is kept. */
export function dayFeatures(texts: FeatureTexts) {
  const columns = {
    actor: integers(),
    caller: integers(),
    action: integers(),
    learnt: integers(),
    namespace: integers(),
    clientIp: integers(),
    agent: integers(),
    gravity: smalls(),
    seconds: floats(),
  };
  const breadth = integers();
  const order = scratch();
  /** What each actor did, and of it how many namespaces. */
  const acts = numberedPairs();
  const places = numberedPairs();
  const wide = counts();
  const actOf = integers();
  const members = new Map<number, readonly number[]>();
  return {
    add(row: PatternRow, isProxied = false): void {
      const gravity = gravityOf(row);
      const actor = texts.who.of(actorOf(row));
      const act = actWith(row, gravity);
      const action = texts.action.of(act);
      const namespace = texts.namespace.of(row.namespace ?? '');
      columns.actor.push(actor);
      columns.caller.push(row.impersonatedBy === null ? actor : texts.who.of(callerOf(row, isProxied)));
      columns.action.push(action);
      columns.learnt.push(row.outcome === 'refused' ? texts.action.of(`${act} refused`) : action);
      columns.namespace.push(namespace);
      columns.clientIp.push(texts.clientIp.of(row.clientIp ?? ''));
      columns.agent.push(texts.agent.of(row.agent));
      columns.gravity.push(gravity);
      columns.seconds.push(row.firstSeen === null ? Number.NaN : Date.parse(row.firstSeen) / 1000);
      if (row.namespace === null || row.namespace === '') {
        actOf.push(-1);
        return;
      }
      const own = acts.add(actor, action);
      actOf.push(own);
      const known = places.size;
      if (row.members.length === 0) places.add(own, namespace);
      else {
        const touched = row.members.map(texts.namespace.of);
        members.set(actOf.length - 1, touched);
        for (const member of touched) places.add(own, member);
      }
      wide.add(own, places.size - known);
    },
    /** In the order of the rows, now that it is known how widely each thing was done. They are there until `clear`. */
    calls(): DayCalls {
      const acted = actOf.view();
      breadth.clear();
      for (const act of acted) breadth.push(act < 0 ? 0 : wide.of(act));
      const seconds = columns.seconds.view();
      return {
        actor: columns.actor.view(),
        caller: columns.caller.view(),
        action: columns.action.view(),
        learnt: columns.learnt.view(),
        namespace: columns.namespace.view(),
        clientIp: columns.clientIp.view(),
        agent: columns.agent.view(),
        gravity: columns.gravity.view(),
        seconds,
        members,
        length: acted.length,
        breadth: breadth.view(),
        byTime: timeOrder(seconds, order),
      };
    },
    /** For the next day. */
    clear(): void {
      for (const column of [...Object.values(columns), actOf, breadth]) column.clear();
      for (const pairs of [acts, places]) pairs.clear();
      wide.clear();
      members.clear();
    },
  };
}

export type DayFeatures = ReturnType<typeof dayFeatures>;

/** Places by time. Those of the same time stand as they came. */
function timeOrder(seconds: Float64Array, memory: Scratch): Int32Array {
  const { length } = seconds;
  // A sort of numbers is ten times as fast as one that asks back: milliseconds and place in one of them.
  const start = seconds.reduce((least, second) => (second < least ? second : least), Number.MAX_SAFE_INTEGER);
  const last = 2 ** 53 / Math.max(1, length) - 1;
  const keys = memory.floats('keys', length);
  for (let at = 0; at < length; at += 1) {
    const second = seconds[at] ?? Number.NaN;
    const time = Number.isNaN(second) ? last : Math.min(last - 1, Math.round((second - start) * 1000));
    keys[at] = Math.floor(time) * length + at;
  }
  keys.sort();
  const order = memory.integers('order', length);
  for (let at = 0; at < length; at += 1) order[at] = (keys[at] ?? 0) % length;
  return order;
}

/** The features of a day's rows that are at hand. */
export function featured(
  patterns: Iterable<PatternRow>,
  texts = featureTexts(),
  isProxied: (row: PatternRow) => boolean = () => false,
): DayCalls {
  const features = dayFeatures(texts);
  for (const row of patterns) features.add(row, isProxied(row));
  return features.calls();
}
