/**
 * kubectl commands on the kinds that add-ons bring: the long tail that no role's table lists. Only noisy people use them.
 * Refuses to know who, and how often.
 */
import { customKinds, type Step, type Verb } from '../request.ts';
import type { Command, Target } from './command.ts';
import { listLimit } from './lists.ts';

const one = (verb: Verb, resource: string, { namespace, workload }: Target, query?: string): Step => ({
  verb,
  resource,
  namespace: namespace.name,
  name: workload.name,
  ...(query === undefined ? {} : { query }),
});

/** What is done to any kind, the usual first. */
const deeds: Readonly<Record<string, (resource: string) => Command>> = {
  get: (resource) => (target) => [
    { verb: 'list', resource, namespace: target.namespace.name, query: listLimit },
  ],
  'get one': (resource) => (target) => [one('get', resource, target)],
  describe: (resource) => (target) => [
    one('get', resource, target),
    { verb: 'list', resource: 'events', namespace: target.namespace.name, query: listLimit },
  ],
  edit: (resource) => (target) => [
    one('get', resource, target),
    one('patch', resource, target, 'fieldManager=kubectl-edit'),
  ],
  create: (resource) => (target) => [
    one('create', resource, target, 'fieldManager=kubectl-create&fieldValidation=Strict'),
  ],
  delete: (resource) => (target) => [one('delete', resource, target)],
};

/** By name, e.g. `describe certificates`. */
export const customCommands: Readonly<Record<string, Command>> = Object.fromEntries(
  Object.entries(deeds).flatMap(([deed, make]) =>
    Object.keys(customKinds).map((kind) => [`${deed} ${kind}`, make(kind)] as const),
  ),
);
