/**
 * kubectl commands that open a stream from a pod or into it, and the requests each one makes.
 * Since 1.30 exec, attach and cp, and since 1.31 port-forward, open a WebSocket by GET where they sent POST before
 * (kubernetes/kubernetes PR #125528).
 */

import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';
import { getPod } from './reads.ts';

/** A stream into a pod: a long-running request, upgraded to WebSocket (GET) or SPDY (POST). */
function stream(
  target: Target,
  subresource: string,
  webSocketSince: number,
  seconds: number,
  query?: string,
): Step {
  return {
    verb: target.minor >= webSocketSince ? 'get' : 'create',
    resource: 'pods',
    subresource,
    namespace: target.namespace.name,
    name: target.pod,
    seconds,
    ...(query === undefined ? {} : { query }),
  };
}

const typed = [
  'sh',
  'bash',
  'ls',
  'env',
  'cat%20/etc/resolv.conf',
  'curl%20-s%20localhost:8080/health',
  'df',
  'ps%20aux',
];

const execOf = (target: Target, command: string): Step =>
  stream(
    target,
    'exec',
    30,
    Math.ceil(target.random.exponential(200)),
    `command=${command}&container=${target.workload.name}&stdin=true&stdout=true&tty=true`,
  );

const logQuery = (target: Target, follow: boolean): string =>
  [
    `container=${target.workload.name}`,
    ...(follow ? ['follow=true'] : []),
    ...(target.random.chance(0.5) ? ['tailLines=100'] : []),
  ].join('&');

export const streaming: Readonly<Record<string, Command>> = {
  logs: (target) => [
    getPod(target),
    {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      namespace: target.namespace.name,
      name: target.pod,
      query: logQuery(target, false),
      seconds: 1,
    },
  ],
  'logs -f': (target) => [
    getPod(target),
    {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      namespace: target.namespace.name,
      name: target.pod,
      query: logQuery(target, true),
      seconds: Math.ceil(target.random.exponential(400)),
    },
  ],
  exec: (target) => [getPod(target), execOf(target, target.random.pick(typed))],
  cp: (target) => [
    getPod(target),
    stream(
      target,
      'exec',
      30,
      3,
      `command=tar&command=cf&command=-&command=%2Ftmp%2Fdump&container=${target.workload.name}&stderr=true&stdout=true`,
    ),
  ],
  attach: (target) => [
    getPod(target),
    stream(target, 'attach', 30, 60, `container=${target.workload.name}&stdin=true&stdout=true&tty=true`),
  ],
  'port-forward': (target) => [
    getPod(target),
    stream(target, 'portforward', 31, Math.ceil(target.random.exponential(900))),
  ],
};
