/** Risk factors of rights that a call gives: roles, bindings, accounts, certificates. A table for review; its columns are explained in factors.ts. */
import { isAnybody, isEverything, isMachinery, isOverRights, isReaching } from '../read/bodies/access.ts';
import { ofAccess } from '../read/bodies/telling-names.ts';
import { adds, among, asks, isMachine, isNamed, isOf, sends, writes, wrote } from './conditions.ts';
import type { Factor, JudgedCall } from './factor.ts';

const isOfAccess = (call: JudgedCall): boolean =>
  among(call.resource, 'roles rolebindings clusterroles clusterrolebindings');

const binds = (call: JudgedCall, role: RegExp): boolean => adds(call) && role.test(call.applied?.role ?? '');

export const grantFactors: readonly Factor[] = [
  {
    id: 'rbac-write',
    weight: 2.2,
    why: 'Whoever changes roles and bindings can give rights to anybody, also to themselves.',
    innocent: 'Onboarding, a chart that brings its own roles.',
    next: 'Compare the role or binding before and after: who gained what?',
    techniques: ['T1098.006'],
    when: (call) => isOfAccess(call) && writes(call),
  },
  {
    id: 'grants-everything',
    weight: 2.2,
    why: 'The role holds a wildcard, or cluster-admin itself was bound: its holder may do nearly everything.',
    innocent: 'Setting up a cluster, or a chart that asks for too much.',
    next: 'Who holds the role now? Take it back unless it was agreed on.',
    techniques: ['T1098.006'],
    when: (call) =>
      wrote(call, 'rules', isEverything) || binds(call, /^ClusterRole\/(?:cluster-admin|system:masters)$/),
  },
  {
    id: 'grants-rights',
    weight: 1.8,
    why: 'The role lets its holder escalate, bind, impersonate or sign: rights over rights, which lead to all others.',
    innocent: 'An operator that manages roles for others.',
    next: 'Who holds the role, and whom may they become with it?',
    techniques: ['T1098.006'],
    when: asks('rules', isOverRights),
  },
  {
    id: 'grants-reach',
    weight: 1.5,
    why: 'The role reaches secrets, commands in pods, kubelets, tokens or webhooks, from where more can be had.',
    innocent: 'A role for support, or a chart that reads its own secrets.',
    next: 'Is it bound to one namespace, and to whom?',
    techniques: ['T1098.006'],
    when: asks('rules', isReaching),
  },
  {
    id: 'grants-anybody',
    weight: 2.5,
    why: 'Rights were given to everybody, to callers without identity, or to all service accounts.',
    innocent: 'A dashboard that was opened for a demonstration.',
    next: 'What may they do now, and who has used it since? Take it back first.',
    techniques: ['T1098.006'],
    tells: true,
    when: asks('subjects', isAnybody),
  },
  {
    id: 'grants-masters',
    weight: 1.8,
    why: 'Rights were bound to system:masters, or to an identity of the machinery, which nobody looks at.',
    innocent: 'Repairing a default binding of the cluster.',
    next: 'Why does a group that may do everything need a binding?',
    techniques: ['T1098.006'],
    when: asks('subjects', isMachinery),
  },
  {
    id: 'system-role-write',
    weight: 1.8,
    why: "A role or binding of Kubernetes' own was changed: many parts of the cluster and people hold it.",
    innocent: 'An upgrade that mends default roles.',
    next: 'Compare it with the default: `kubectl auth reconcile` brings that back.',
    techniques: ['T1098.006'],
    when: (call) => isOfAccess(call) && writes(call) && isNamed(call, ofAccess),
  },
  {
    id: 'rbac-machine',
    weight: 1.5,
    why: 'A service account or node changed roles or bindings: a pod gave rights away.',
    innocent: 'An operator or pipeline that installs charts.',
    next: 'Is that its work? Who can use the token of that account?',
    techniques: ['T1098.006'],
    when: (call) => isOfAccess(call) && writes(call) && isMachine(call),
  },
  {
    id: 'service-account-write',
    weight: 1.3,
    why: 'A service account is an identity that nobody is asked about at leaving.',
    innocent: 'A new application or pipeline.',
    next: 'Is it bound to a role, and has it been used?',
    techniques: ['T1136.001'],
    when: (call) => isOf(call, 'serviceaccounts') && adds(call),
  },
  {
    id: 'controller-account',
    weight: 2,
    why: "A pod was given an account of the cluster's own controllers, which may do what no workload needs.",
    innocent: 'Almost none.',
    next: 'Delete the pod, and look at what that account did since.',
    techniques: ['T1078.001'],
    when: (call) =>
      adds(call) &&
      call.namespace === 'kube-system' &&
      /-controller$|^(?:generic-garbage-collector|horizontal-pod-autoscaler|resourcequota-controller|root-ca-cert-publisher|token-cleaner|bootstrap-signer|persistent-volume-binder|cloud-provider)$/.test(
        call.applied?.serviceAccount ?? '',
      ),
  },
  {
    id: 'certificate-request',
    weight: 2.2,
    why: 'A signed client certificate is a lasting identity that cannot be revoked one by one.',
    innocent: 'Setting up a kubelet or a component by the platform team.',
    next: 'Which user and groups does the request name, and was it approved?',
    techniques: ['T1098'],
    when: (call) => call.resource === 'certificatesigningrequests' && writes(call),
  },
  {
    id: 'certificate-client',
    weight: 1.4,
    why: 'The signer makes certificates that the API server takes as a user, or a node.',
    innocent: 'A new colleague who is given a certificate instead of a login.',
    next: 'Which name and groups stand in it? They hold until it expires.',
    techniques: ['T1098'],
    when: (call) =>
      call.resource === 'certificatesigningrequests' &&
      adds(call) &&
      /^kubernetes\.io\/kube-apiserver-client/.test(call.applied?.signer ?? ''),
  },
  {
    id: 'node-added',
    weight: 1.8,
    why: 'A node was added by somebody who is no node: workloads and their secrets may be sent to it.',
    innocent: 'Testing a scheduler with made-up nodes.',
    next: 'Where does that machine run, and which pods were placed on it?',
    techniques: ['T1078'],
    when: (call) =>
      isOf(call, 'nodes') &&
      call.verb === 'create' &&
      sends(call) &&
      adds(call) &&
      !/^(?:system:(?:node|bootstrap):|nodeclient$|aksService$)/.test(call.user),
  },
];
