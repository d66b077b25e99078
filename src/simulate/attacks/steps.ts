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

export const everywhere = (...resources: string[]): Step[] =>
  resources.map((resource) => ({ verb: 'list', resource, query: listLimit }));

export const within = (namespace: Namespace, ...resources: string[]): Step[] =>
  resources.map((resource) => ({ verb: 'list', resource, namespace: namespace.name, query: listLimit }));

/** A request for one object; `at` is its namespace, `null` for an object of the cluster. */
export const one = (
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
export const make = (resource: string, at: Namespace | null, name: string, body: Body): Step =>
  one('create', resource, at, name, {
    query: 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
    body: { applied: true, ...body },
  });

export const secretsOf = (namespace: Namespace, count: number): Step[] =>
  namespace.secrets.slice(0, count).map((name) => one('get', 'secrets', namespace, name));

/** A shell in a pod; `command` as typed, its words apart. */
export const shell = (prey: Surroundings, at: Namespace, pod: string, ...command: string[]): Step =>
  one(prey.minor >= 30 ? 'get' : 'create', 'pods', at, pod, {
    subresource: 'exec',
    seconds: 60 + prey.random.int(600),
    query: `${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&container=main&stdin=true&stdout=true&tty=true`,
  });

/** Commands of daily life, in one namespace after the other. */
export const daily = (prey: Surroundings, spaces: readonly Namespace[], ...names: string[]): Step[] =>
  spaces.flatMap((space) => names.flatMap((name) => stepsOf(name, prey.at(space))));

/** The first namespaces of others. */
export const others = (prey: Surroundings, count: number): readonly Namespace[] =>
  prey.others.slice(0, count);
