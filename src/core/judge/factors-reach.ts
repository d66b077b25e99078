/** Risk factors of what a call gets into: containers and nodes. A table for review; its columns are explained in factors.ts. */
import { adds, among, reads } from './conditions.ts';
import type { Factor } from './factor.ts';

export const reachFactors: readonly Factor[] = [
  {
    id: 'exec',
    weight: 2,
    why: 'A command in a running container acts with the identity, data and network of that workload.',
    innocent: 'Debugging by the team that owns the workload.',
    next: 'Read the command in the request URI; ask the owner of the workload.',
    techniques: ['T1609'],
    when: (call) => call.verb === 'exec',
  },
  {
    id: 'attach',
    weight: 1.8,
    why: 'Attaching to a container gives its input and output.',
    innocent: 'Somebody following an interactive job or `kubectl run -it`.',
    next: 'Which process was attached to, and by whom was it started?',
    techniques: ['T1609'],
    when: (call) => call.verb === 'attach',
  },
  {
    id: 'port-forward',
    weight: 1.5,
    why: 'A tunnel into a pod passes by network policies and leaves no trace of what went through.',
    innocent: 'A developer reaching a database or dashboard from the laptop.',
    next: 'Which port of which pod? Check the logs of that workload for the same hour.',
    techniques: ['T1059.013'],
    when: (call) => call.verb === 'portforward',
  },
  {
    id: 'service-proxy',
    weight: 1.8,
    why: 'The proxy to a service or pod is a tunnel past network policies, with the address of the API server.',
    innocent: 'Opening a dashboard through `kubectl proxy`.',
    next: 'Which service and path, and was anything sent? Check the logs of that workload for the same hour.',
    techniques: ['T1059.013'],
    when: (call) => among(call.resource, 'services pods') && call.subresource === 'proxy',
  },
  {
    id: 'debug-container',
    weight: 2,
    why: 'An ephemeral container puts new code inside a running pod.',
    innocent: '`kubectl debug` by the team that owns the pod.',
    next: 'Which image was used? Is it one of yours?',
    techniques: ['T1609', 'T1610'],
    when: (call) => call.resource === 'pods' && call.subresource === 'ephemeralcontainers' && adds(call),
  },
  {
    id: 'node-proxy-run',
    weight: 2.5,
    why: 'The proxy to a kubelet runs commands in any pod of the node and skips the audit of exec.',
    innocent: 'Almost none; some old monitoring tools.',
    next: 'Which pod was entered? Treat the node as taken until explained.',
    techniques: ['T1609'],
    when: (call) =>
      call.resource === 'nodes' &&
      call.subresource === 'proxy' &&
      (!reads(call) || /\/(run|exec|attach|portForward)(\?|$)/.test(call.uri)),
  },
  {
    id: 'node-proxy',
    weight: 1.5,
    why: 'The proxy to a kubelet shows the pods, logs and settings of a node past the usual permissions.',
    innocent: 'Reading metrics or kubelet settings while hunting a node problem.',
    next: 'What was asked of the kubelet? Who else uses nodes/proxy?',
    techniques: ['T1613'],
    when: (call) =>
      call.resource === 'nodes' &&
      among(call.subresource, 'proxy configz healthz pods log metrics stats checkpoint'),
  },
];
