/** What is compared of a pattern: the fields whose surprise adds up. Refuses to know how surprise is counted. */
import { foldGenerated } from './generated.ts';
import type { Pattern } from './pattern.ts';

export const featureNames = ['action', 'namespace', 'clientIp', 'agent'] as const;
export type FeatureName = (typeof featureNames)[number];

/** Verb and resource in words: `list secrets`, `get pods/log`; what is no resource by its path: `get /version`. */
export function actionOf({ verb, resource, subresource, uri }: Pattern): string {
  const target = resource === null ? uri : `${resource}${subresource === null ? '' : `/${subresource}`}`;
  const act = verb !== null && verb === subresource ? (resource ?? uri) : target;
  return `${verb ?? '-'} ${act}`;
}

/** Who has habits. Machines with generated names share those of their kind. */
export function actorOf({ user }: Pattern): string {
  return user.startsWith('system:serviceaccount:') || user.startsWith('system:node:')
    ? user.split(':').map(foldGenerated).join(':')
    : user;
}

/** A namespace that is missing is a value: the call is about the whole cluster. */
export const featuresOf: Readonly<Record<FeatureName, (pattern: Pattern) => string>> = {
  action: actionOf,
  namespace: ({ namespace }) => namespace ?? '',
  clientIp: ({ clientIp }) => clientIp ?? '',
  agent: ({ agent }) => agent,
};
