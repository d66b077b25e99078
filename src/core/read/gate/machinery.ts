/**
 * Programs that Kubernetes and AKS run by themselves, and the users who may claim to be one (DESIGN 3.12 c). Somebody else
 * who does, hides. A program that is not here may be anybody's.
 */
import { isProgram } from './program.ts';

/** Users by name; a `*` stands for any part of it. */
type Users = readonly string[];

/** AKS runs the control plane as users of its own: reference records have aksService as all of its parts. */
const controlPlane: Users = ['aksService', 'hcpService', 'acsService'];
const nodes: Users = ['system:node:*', 'nodeclient'];
const account = (name: string): string => `system:serviceaccount:kube-system:${name}`;

/**
 * The controllers of kube-controller-manager each have a service account of kube-system. Source: kubernetes,
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go (1.35). Nearly all end in `-controller`.
 */
const controllers: Users = [
  '*-controller',
  'generic-garbage-collector',
  'pod-garbage-collector',
  'storage-version-garbage-collector',
  'horizontal-pod-autoscaler',
  'persistent-volume-binder',
  'root-ca-cert-publisher',
  'kube-apiserver-serving-clustertrustbundle-publisher',
  'podcertificaterequestcleaner',
  'legacy-service-account-token-cleaner',
  'bootstrap-signer',
  'token-cleaner',
].map(account);

/** Program, in lower case -> who may claim to be it. */
const claims: ReadonlyMap<string, Users> = new Map([
  // Source: Kubernetes, "Using Node Authorization"; `system:bootstrap:ID` is a node that asks for its first certificate.
  ['kubelet', [...nodes, 'system:bootstrap:*']],
  // Source: Kubernetes, "Using RBAC Authorization", core component roles.
  ['kube-scheduler', ['system:kube-scheduler', ...controlPlane]],
  ['kube-controller-manager', ['system:kube-controller-manager', ...controllers, ...controlPlane]],
  ['kube-apiserver', ['system:apiserver', 'system:kube-apiserver', ...controlPlane]],
  // Source: kubernetes, staging/src/k8s.io/cloud-provider; cloud-provider-azure, helm chart.
  [
    'cloud-controller-manager',
    ['system:cloud-controller-manager', account('cloud-controller-manager'), ...controllers, ...controlPlane],
  ],
  [
    'azure-cloud-controller-manager',
    ['system:cloud-controller-manager', account('cloud-controller-manager'), ...controllers, ...controlPlane],
  ],
  ['cloud-node-manager', [account('cloud-node-manager'), ...nodes]],
  // AKS has run it with the kubeconfig of the node.
  ['kube-proxy', ['system:kube-proxy', account('kube-proxy'), ...nodes]],
  ['coredns', [account('coredns')]],
  ['metrics-server', [account('metrics-server')]],
  // Source: Azure, AKS: it runs in the control plane; real records have aksService. Own ones have their service account.
  ['cluster-autoscaler', [account('cluster-autoscaler'), account('cluster-autoscaler-*'), ...controlPlane]],
]);

/**
 * Whether an agent names a part of the machinery that this user is not.
 * @param folded the agent in lower case
 */
export function claimsFalsely(folded: string, user: string): boolean {
  for (const [program, users] of claims) {
    if (isProgram(folded, program)) return !users.some((pattern) => isUser(user, pattern));
  }
  return false;
}

function isUser(user: string, pattern: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return user === pattern;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return user.length > pattern.length - 1 && user.startsWith(before) && user.endsWith(after);
}
