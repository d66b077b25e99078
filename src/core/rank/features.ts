/** What is compared of a pattern: the fields whose surprise adds up. Refuses to know how surprise is counted. */
import { foldGenerated } from './generated.ts';
import { noTexts, noTextsBy, orMake } from './habits.ts';
import type { Pattern } from './pattern.ts';
import type { PatternRow } from './pattern-row.ts';

export const featureNames = ['action', 'namespace', 'clientIp', 'agent'] as const;
export type FeatureName = (typeof featureNames)[number];

/** What of a pattern's row is judged. A value that is missing is a value: a call about the whole cluster. */
export interface Featured extends Readonly<Record<FeatureName, string>> {
  readonly key: string;
  readonly firstSeen: string | null;
  readonly actor: string;
  /** Who really calls: see {@link callerOf}. */
  readonly caller: string;
  /** Of a namespace whose name is generated: what such names fold to, and which of them it was; `''`: of no other. */
  readonly family: string;
  readonly members: readonly string[];
  /** Namespaces in which the actor did the same on this day; 0 for a call about the whole cluster. */
  readonly breadth: number;
}

/** Verb and resource in words: `list secrets`, `get pods/log`; what is no resource by its path: `get /version`. */
export function actionOf({ verb, resource, subresource, uri }: Pattern): string {
  // A verb that is the subresource's name says it already: `exec pods`.
  const sub = subresource === null || subresource === verb ? '' : `/${subresource}`;
  return `${verb ?? '-'} ${resource === null ? uri : `${resource}${sub}`}`.trimEnd();
}

/** A command that does something of note is another action than any other command. */
const actWith = (row: Pattern): string => [actionOf(row), ...row.deeds].join(' ');

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

/** Makes equal texts one: a month of rows says the same few thousand over and over. */
export function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => orMake(known, text, () => text);
}

/** Collects the features of a day's rows, of which nothing else is kept. */
export function dayFeatures(share: (text: string) => string) {
  const calls: (Featured & { breadth: number })[] = [];
  const spaces = new Map<string, Map<string, Set<string>>>();
  return {
    add(row: PatternRow, isProxied = false): void {
      const actor = share(actorOf(row));
      const action = share(actWith(row));
      const namespace = share(row.namespace ?? '');
      calls.push({
        key: row.key,
        firstSeen: row.firstSeen,
        actor,
        caller: share(callerOf(row, isProxied)),
        action,
        namespace,
        family: row.members.length === 0 ? '' : namespace,
        members: row.members,
        clientIp: share(row.clientIp ?? ''),
        agent: share(row.agent),
        breadth: 0,
      });
      if (namespace === '') return;
      const own = orMake(orMake(spaces, actor, noTextsBy), action, noTexts);
      for (const space of row.members.length === 0 ? [namespace] : row.members) own.add(space);
    },
    /** In the order of the rows, now that it is known how widely each thing was done. */
    calls(): readonly Featured[] {
      for (const call of calls)
        if (call.namespace !== '') call.breadth = spaces.get(call.actor)?.get(call.action)?.size ?? 0;
      return calls;
    },
  };
}

/** The features of a day's rows that are at hand. */
export function featured(
  patterns: Iterable<PatternRow>,
  share = sharedTexts(),
  isProxied: (row: PatternRow) => boolean = () => false,
): readonly Featured[] {
  const features = dayFeatures(share);
  for (const row of patterns) features.add(row, isProxied(row));
  return features.calls();
}
