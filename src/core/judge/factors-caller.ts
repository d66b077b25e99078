/** Risk factors of who calls. A table for review; its columns are explained in factors.ts. */
import { callerOf } from '../rank/features.ts';
import { isOwn } from '../read/gate/own.ts';
import { among, comesFromOutside, isByMachine, isNewThere, tookPlace } from './conditions.ts';
import type { Factor, JudgedCall } from './factor.ts';

const hasNoIdentity = (call: JudgedCall): boolean =>
  among(callerOf(call), 'system:anonymous') ||
  callerOf(call) === '' ||
  call.groups.includes('system:unauthenticated');

export const callerFactors: readonly Factor[] = [
  {
    id: 'anonymous',
    weight: 2,
    why: 'The caller had no identity.',
    innocent: 'Expired credentials (401), or health checks.',
    next: 'Was any of it answered with 200? Which address, and what else came from there?',
    techniques: ['T1078.001'],
    when: hasNoIdentity,
  },
  {
    id: 'anonymous-allowed',
    weight: 2,
    why: 'The cluster answered a caller without identity, and not only that it is there.',
    innocent: 'A binding that was made for a demonstration.',
    next: 'Which binding allows it? Take it back first; then see what else that address asked for.',
    techniques: ['T1078.001'],
    tells: true,
    when: (call) => hasNoIdentity(call) && call.outcome === 'allowed' && call.resource !== null,
  },
  {
    id: 'first-in-cluster',
    weight: 1.85,
    why: 'Nobody in this cluster was seen doing this in the days before.',
    innocent: 'The first time for a new tool or task, an upgrade, an incident.',
    next: 'Who asked for it? Look for the ticket or change of that hour, and for what came after it.',
    techniques: ['T1078'],
    tells: true,
    when: (call) => call.isFirst && tookPlace(call),
  },
  {
    id: 'break-glass',
    weight: 1.4,
    why: 'The local admin account, or its group, was used by a caller without a history: it is for emergencies alone.',
    innocent: 'An emergency; a drill.',
    next: 'Is there an incident of that hour? Else take the credentials for stolen, and rotate them.',
    techniques: ['T1078.001'],
    tells: true,
    when: (call) =>
      call.isNewcomer &&
      (callerOf(call) === 'masterclient' ||
        [...call.groups, ...call.impersonatedGroups].includes('system:masters')),
  },
  {
    id: 'grant-first-used',
    weight: 1.4,
    why: 'The caller acted by a binding or role assignment that he never used in the days before.',
    innocent: 'New work for which somebody gave the right; a binding that was renamed.',
    next: 'Who made the binding, and when? The command that takes it back stands with the call.',
    techniques: ['T1098.006'],
    when: (call) => call.newGrants.length > 0 && call.outcome === 'allowed',
  },
  {
    id: 'cluster-admin-group',
    weight: 1.5,
    why: 'The group system:masters may do everything, and no role binding can take that away.',
    innocent: 'Break-glass access with the local admin account.',
    next: 'Who fetched the admin credentials? Look for `listClusterAdminCredential` in the Azure activity log.',
    techniques: ['T1078'],
    when: (call) =>
      [...call.groups, ...call.impersonatedGroups].includes('system:masters') ||
      callerOf(call) === 'masterclient',
  },
  {
    id: 'impersonation',
    weight: 1.6,
    why: 'The caller acted as somebody else.',
    innocent: 'Testing permissions with `kubectl --as`, or an access proxy.',
    next: 'Who is the real caller, and may they impersonate this user?',
    techniques: ['T1078'],
    when: (call) => call.impersonatedBy !== null && !call.isProxied,
  },
  {
    id: 'impersonation-system',
    weight: 1.5,
    why: 'The caller took on an identity of the machinery, or the group that may do everything.',
    innocent: 'Testing what a service account may do.',
    next: 'What was done in that name? May the real caller do it himself?',
    techniques: ['T1078'],
    tells: true,
    when: (call) =>
      call.impersonatedBy !== null &&
      ((call.user.startsWith('system:') && call.user !== 'system:anonymous') ||
        call.impersonatedGroups.some((group) => among(group, 'system:masters system:nodes'))),
  },
  {
    id: 'node-identity',
    weight: 3,
    why: "A node's identity was used by a client that people drive: its kubelet never does so. Its credentials lie on the node.",
    innocent: 'Somebody debugging on the node with its kubeconfig.',
    next: 'Who was on that node at the time? Treat it as taken until explained.',
    techniques: ['T1078.001'],
    tells: true,
    when: (call) => call.client !== 'presence' && callerOf(call).startsWith('system:node:'),
  },
  {
    id: 'control-plane-identity',
    weight: 2.5,
    why: "An identity of the control plane was used by a client that people drive: its machines are Azure's, and so are its keys.",
    innocent: 'Almost none in a managed cluster.',
    next: 'How did somebody come by those credentials? Open a case with the provider.',
    techniques: ['T1078.001'],
    tells: true,
    when: (call) =>
      call.client !== 'presence' && /^system:(?:kube-|apiserver$|cloud-|bootstrap:)/.test(callerOf(call)),
  },
  {
    id: 'system-account',
    weight: 1.5,
    why: 'A service account of kube-system was used by a client that people drive; many of them may do nearly everything.',
    innocent: 'An add-on that runs kubectl; a support session of the platform team.',
    next: 'Which pod holds that token, and who could read it?',
    techniques: ['T1078.001'],
    when: (call) =>
      call.client !== 'presence' && callerOf(call).startsWith('system:serviceaccount:kube-system:'),
  },
  {
    id: 'provider-outside',
    weight: 2.5,
    why: 'An identity that AKS itself uses called from a public address: somebody else holds its credentials.',
    innocent: 'AKS moving its own parts to other addresses.',
    next: "Is the address one of Azure's? Open a case with the provider.",
    techniques: ['T1078.001'],
    tells: true,
    when: (call) => isOwn(callerOf(call)) && comesFromOutside(call),
  },
  {
    id: 'service-account-outside',
    weight: 1.8,
    why: 'A service account belongs to a workload in the cluster; this one called from a public address.',
    innocent:
      'A pipeline outside that was given a service account token; nodes behind a public egress address.',
    next: 'Where is that token kept? Was it taken from a pod?',
    techniques: ['T1550.001'],
    tells: true,
    when: (call) => isByMachine(call) && isNewThere(call) && comesFromOutside(call),
  },
  {
    id: 'service-account-unknown',
    weight: 2.2,
    why: 'That account was never seen with such a client before: a workload that never asks for anything by hand.',
    innocent: 'The first run of a new pipeline.',
    next: 'Which workload is it of, and is it still where it was?',
    techniques: ['T1550.001'],
    when: (call) => isByMachine(call) && call.isNewcomer && comesFromOutside(call),
  },
];
