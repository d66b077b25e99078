/** kubectl commands that list one kind or several, as data: what each one lists, in its namespace or in all of them. */

import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';

export const listLimit = 'limit=500';

const inNamespace: Readonly<Record<string, readonly string[]>> = {
  'get pods': ['pods'],
  'get deployments': ['deployments'],
  'get services': ['services'],
  'get ingress': ['ingresses'],
  'get all': [
    'pods',
    'replicationcontrollers',
    'services',
    'daemonsets',
    'deployments',
    'replicasets',
    'statefulsets',
    'horizontalpodautoscalers',
    'cronjobs',
    'jobs',
  ],
  'get events': ['events'],
  'get configmaps': ['configmaps'],
  'get secrets': ['secrets'],
  'get jobs': ['jobs'],
  'get cronjobs': ['cronjobs'],
  'get pvc': ['persistentvolumeclaims'],
  'get hpa': ['horizontalpodautoscalers'],
  'get replicasets': ['replicasets'],
  'get statefulsets': ['statefulsets'],
  'get serviceaccounts': ['serviceaccounts'],
  'get rolebindings': ['rolebindings'],
  'get roles': ['roles'],
  'get networkpolicies': ['networkpolicies'],
  'get quota': ['resourcequotas', 'limitranges'],
  'get endpoints': ['endpoints', 'endpointslices'],
};

const everywhere: Readonly<Record<string, readonly string[]>> = {
  'get pods -A': ['pods'],
  'get events -A': ['events'],
  'get nodes': ['nodes'],
  'get namespaces': ['namespaces'],
  'get pv': ['persistentvolumes'],
  'get daemonsets -A': ['daemonsets'],
  'get deployments -A': ['deployments'],
  'get clusterroles': ['clusterroles'],
  'get clusterrolebindings': ['clusterrolebindings'],
  'get crds': ['customresourcedefinitions'],
  'get storageclasses': ['storageclasses'],
  'get webhooks': ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  'get csr': ['certificatesigningrequests'],
  'get secrets -A': ['secrets'],
};

const table = (
  lists: Readonly<Record<string, readonly string[]>>,
  where: (target: Target) => { namespace?: string },
): Record<string, Command> =>
  Object.fromEntries(
    Object.entries(lists).map(([name, resources]) => [
      name,
      (target: Target): Step[] =>
        resources.map((resource) => ({ verb: 'list', resource, ...where(target), query: listLimit })),
    ]),
  );

export const listing: Readonly<Record<string, Command>> = {
  ...table(inNamespace, ({ namespace }) => ({ namespace: namespace.name })),
  ...table(everywhere, () => ({})),
};
