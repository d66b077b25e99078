/** What people of a role usually do, as data, and what each role may do. Knows no person. */
import type { Step } from './request.ts';
import { kindOf } from './request.ts';

export type Role = 'developer' | 'platform' | 'operator' | 'viewer';

/** Weights of commands by role; what is not listed has weight 0 and comes up by curiosity or in a project only. */
export const usual: Readonly<Record<Role, Readonly<Record<string, number>>>> = {
  developer: {
    'get pods': 30, logs: 22, 'logs -f': 7, 'describe pod': 12, 'get deployments': 8, exec: 4, 'port-forward': 4,
    'rollout restart': 3, 'rollout status': 4, 'get events': 4, 'get services': 4, 'get configmap': 3, 'get all': 3,
    'get ingress': 2, 'describe deployment': 4, 'get pods -w': 3, 'apply deployment': 3, 'apply configmap': 2,
    'top pods': 3, 'delete pod': 2, 'get configmaps': 2, 'get jobs': 1, 'get cronjobs': 1, 'create job': 0.7,
    'get secret': 0.6, 'get secrets': 0.5, scale: 1, edit: 0.7, 'set image': 0.5, 'rollout undo': 0.4, cp: 0.4,
    'get hpa': 1, 'get deployment -o yaml': 2, 'describe service': 1, 'get replicasets': 0.6, 'auth can-i': 0.3,
    explain: 0.4, version: 0.5, 'get statefulsets': 0.5, 'apply service': 0.4, 'apply cronjob': 0.3, 'get pvc': 0.4,
    'apply ingress': 0.2, 'create secret': 0.2, 'get namespaces': 1,
  }, // biome-ignore format: a table
  platform: {
    'get pods': 16, 'get pods -A': 12, 'get nodes': 12, 'describe node': 7, 'top nodes': 5, logs: 10, 'describe pod': 9,
    'get events -A': 5, 'get deployments -A': 3, 'get daemonsets -A': 3, 'get namespaces': 5, 'apply deployment': 4,
    'apply configmap': 3, 'get crds': 2, 'get pv': 2, 'get storageclasses': 0.8, cordon: 1, drain: 0.8, uncordon: 0.8,
    exec: 3, 'get secret': 1.2, 'get secrets': 0.8, 'get clusterroles': 0.6, 'get clusterrolebindings': 0.6,
    'apply rolebinding': 0.5, 'get rolebindings': 0.8, 'create namespace': 0.15, 'get networkpolicies': 0.7,
    'apply networkpolicy': 0.3, 'rollout restart': 2, 'rollout status': 3, 'delete pod': 2, 'port-forward': 3,
    'get webhooks': 0.4, 'label node': 0.4, 'get quota': 0.6, 'get hpa': 1, edit: 0.8, 'apply secret': 0.3,
    'patch coredns': 0.1, 'get configmap': 2, 'get endpoints': 0.6, 'cluster-info': 0.6, version: 0.8, debug: 0.5,
    'run pod': 0.5, 'get serviceaccounts': 0.5, 'api-resources': 0.5, 'get healthz': 0.4, 'auth can-i': 0.6,
    'get secrets -A': 0.15, 'create token': 0.12, 'delete job': 0.5, 'get pvc': 1,
  }, // biome-ignore format: a table
  operator: {
    'get pods': 25, 'get pods -A': 8, 'describe pod': 14, logs: 18, 'logs -f': 5, 'get events': 8, 'get nodes': 5,
    'top pods': 6, 'top nodes': 3, exec: 4, 'rollout restart': 5, 'rollout status': 4, 'rollout undo': 1, scale: 2.5,
    'delete pod': 4, 'describe deployment': 4, 'get deployments': 6, 'get hpa': 3, 'describe node': 2, 'get jobs': 2,
    'port-forward': 1.5, 'get secret': 0.5, 'get ingress': 2, 'get services': 3, cp: 0.4, cordon: 0.4, debug: 0.4,
    'create job': 0.8, 'get configmap': 1.5, 'describe service': 1, 'get endpoints': 1,
  }, // biome-ignore format: a table
  viewer: {
    'get pods': 30, 'get deployments': 12, logs: 10, 'get services': 6, 'get events': 3, 'get namespaces': 4,
    'top pods': 4, 'get cronjobs': 3, 'get jobs': 4, 'describe pod': 4, 'get ingress': 2, 'get pods -A': 1,
  }, // biome-ignore format: a table
};

/** Rights on cluster-wide things that everybody here has. */
const openToAll = new Set([
  'nodes', 'namespaces', 'storageclasses', 'nodemetrics', 'customresourcedefinitions', 'persistentvolumes',
  'selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews',
]); // biome-ignore format: a list of words
const reads = new Set(['get', 'list', 'watch']);

/** Whether the cluster's roles let someone do this; `own` says whether the namespace is of his team. */
export function mayDo(role: Role, own: boolean, step: Step): boolean {
  if (role === 'platform' || step.resource === null) return true;
  const reading =
    reads.has(step.verb) && !['exec', 'attach', 'portforward', 'proxy'].includes(step.subresource ?? '');
  if (openToAll.has(step.resource)) return reading || step.verb === 'create';
  const clusterWide = !kindOf(step.resource).namespaced || step.namespace == null;
  const guarded = step.resource === 'secrets' || step.resource.startsWith('role');
  if (clusterWide) return reading && !guarded && role !== 'viewer' && kindOf(step.resource).namespaced;
  if (reading && !guarded) return true;
  if (role === 'viewer') return false;
  if (role === 'operator') return !step.resource.startsWith('role') && step.verb !== 'deletecollection';
  return own && !(step.resource.startsWith('role') && !reading);
}
