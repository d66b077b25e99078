/** What is compared of a pattern: the fields whose surprise adds up. Refuses to know how surprise is counted. */
import { foldGenerated } from './generated.ts';
import { noTexts, noTextsBy, orMake } from './habits.ts';
import type { Pattern, PatternRow } from './pattern.ts';

export const featureNames = ['action', 'namespace', 'clientIp', 'agent'] as const;
export type FeatureName = (typeof featureNames)[number];

/** A pattern's row with its features as texts. A value that is missing is a value: a call about the whole cluster. */
export interface Featured extends Readonly<Record<FeatureName, string>> {
  readonly row: PatternRow;
  readonly actor: string;
  /** Namespaces in which the actor did the same on this day; 0 for a call about the whole cluster. */
  readonly breadth: number;
}

/** Verb and resource in words: `list secrets`, `get pods/log`; what is no resource by its path: `get /version`. */
export function actionOf({ verb, resource, subresource, uri }: Pattern): string {
  // A verb that is the subresource's name says it already: `exec pods`.
  const sub = subresource === null || subresource === verb ? '' : `/${subresource}`;
  return `${verb ?? '-'} ${resource === null ? uri : `${resource}${sub}`}`;
}

/** Who has habits. Machines with generated names share those of their kind. */
export const actorOf = ({ user }: Pattern): string =>
  /^system:(serviceaccount|node):/.test(user) ? user.split(':').map(foldGenerated).join(':') : user;

/** The patterns of a day with their features. */
export function featured(patterns: Iterable<PatternRow>): Featured[] {
  const spaces = new Map<string, Map<string, Set<string>>>();
  const calls = Array.from(patterns, (row) => {
    const actor = actorOf(row);
    const action = actionOf(row);
    const spacesOfDeed = orMake(orMake(spaces, actor, noTextsBy), action, noTexts);
    if (row.namespace !== null) spacesOfDeed.add(row.namespace);
    return { row, actor, action, spacesOfDeed };
  });
  return calls.map(({ row, actor, action, spacesOfDeed }) => ({
    row,
    actor,
    action,
    namespace: row.namespace ?? '',
    clientIp: row.clientIp ?? '',
    agent: row.agent,
    breadth: row.namespace === null ? 0 : spacesOfDeed.size,
  }));
}
