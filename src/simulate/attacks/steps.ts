/** What attacks are made of: single requests, and commands of daily life. */

import { stepsOf } from '../kubectl/commands.ts';
import { listLimit } from '../kubectl/lists.ts';
import type { Namespace } from '../namespace.ts';
import type { Body, Step, Verb } from '../request.ts';
import type { Surroundings } from './surroundings.ts';

/** An attacker finds out whose credentials these are. */
export const whoAmI: readonly Step[] = [
  { verb: 'get', resource: null, path: '/api', query: 'timeout=32s' },
  { verb: 'create', resource: 'selfsubjectreviews' },
  { verb: 'create', resource: 'selfsubjectrulesreviews' },
];

/** Lists of whole kinds, over all namespaces. */
export const listEverywhere = (...resources: string[]): Step[] =>
  resources.map((resource) => ({ verb: 'list', resource, query: listLimit }));

/** Lists of whole kinds in one namespace. */
export const listIn = (namespace: Namespace, ...resources: string[]): Step[] =>
  resources.map((resource) => ({ verb: 'list', resource, namespace: namespace.name, query: listLimit }));

/** A request about one object; `at` is its namespace, `null` for an object of the cluster. */
export const step = (
  verb: Verb,
  resource: string,
  at: Namespace | null,
  name: string,
  more: Partial<Step> = {},
): Step => ({
  verb,
  resource,
  ...(at === null ? {} : { namespace: at.name }),
  name,
  ...more,
});

/** An object made with `kubectl create` or `apply`. */
export const create = (resource: string, at: Namespace | null, name: string, body: Body): Step =>
  step('create', resource, at, name, {
    query: 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
    body: { applied: true, ...body },
  });

/** Reads the first secrets of a namespace, one by one. */
export const readSecrets = (namespace: Namespace, count: number): Step[] =>
  namespace.secrets.slice(0, count).map((name) => step('get', 'secrets', namespace, name));

/** A command in a pod, as typed, its words apart. */
export const exec = (around: Surroundings, at: Namespace, pod: string, ...command: string[]): Step =>
  step(around.minor >= 30 ? 'get' : 'create', 'pods', at, pod, {
    subresource: 'exec',
    seconds: 60 + around.random.int(600),
    query: `${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&container=main&stdin=true&stdout=true&tty=true`,
  });

/** kubectl commands by name, as in daily life, in one namespace after the other. */
export const commandsIn = (around: Surroundings, spaces: readonly Namespace[], ...names: string[]): Step[] =>
  spaces.flatMap((space) => names.flatMap((name) => stepsOf(name, around.at(space))));

/** The first namespaces of others. */
export const others = (around: Surroundings, count: number): readonly Namespace[] =>
  around.others.slice(0, count);
