/** Risk factors of who calls, from where, and with what success. A table for review; its columns are explained in factors.ts. */
import { among, comesFromOutside, type Factor, isMachine } from './factor.ts';

export const callerFactors: readonly Factor[] = [
  {
    id: 'anonymous',
    weight: 2,
    why: 'The caller had no identity.',
    innocent: 'Expired credentials (401), or health checks.',
    next: 'Was any of it answered with 200? Which address, and what else came from there?',
    techniques: ['T1078.001'],
    when: (call) =>
      among(call.user, 'system:anonymous') ||
      call.user === '' ||
      call.groups.includes('system:unauthenticated'),
  },
  {
    id: 'cluster-admin-group',
    weight: 1.5,
    why: 'The group system:masters may do everything, and no role binding can take that away.',
    innocent: 'Break-glass access with the local admin account.',
    next: 'Who fetched the admin credentials? Look for `listClusterAdminCredential` in the Azure activity log.',
    techniques: ['T1078'],
    when: (call) => call.groups.includes('system:masters') || call.user === 'masterclient',
  },
  {
    id: 'impersonation',
    weight: 1.6,
    why: 'The caller acted as somebody else.',
    innocent: 'Testing permissions with `kubectl --as`, or an access proxy.',
    next: 'Who is the real caller, and may they impersonate this user?',
    techniques: ['T1078'],
    when: (call) => call.impersonatedBy !== null,
  },
  {
    id: 'service-account-outside',
    weight: 1.8,
    why: 'A service account belongs to a workload in the cluster; this one called from a public address.',
    innocent:
      'A pipeline outside that was given a service account token; nodes behind a public egress address.',
    next: 'Where is that token kept? Was it taken from a pod?',
    techniques: ['T1550.001'],
    when: (call) => isMachine(call) && call.ipIsNew && comesFromOutside(call),
  },
  {
    id: 'new-public-ip',
    weight: 1.4,
    why: 'The actor never came from this public address within the baseline.',
    innocent: 'Travel, a new home connection, another VPN exit.',
    next: 'Compare with the sign-in logs of the same hour; ask the person.',
    techniques: ['T1078'],
    when: (call) => call.ipIsNew && comesFromOutside(call),
  },
  {
    id: 'forgeable-address',
    weight: 1.2,
    why: 'The source IPs disagree: the client may have written all but the last.',
    innocent: 'A proxy or load balancer that adds X-Forwarded-For.',
    next: 'Look at all source IPs of the events, the last one first.',
    techniques: ['T1059.013'],
    when: (call) => call.spoofable,
  },
  {
    id: 'denied',
    weight: 1.2,
    why: 'The cluster refused it: somebody tried what they may not do.',
    innocent: 'A typing mistake, a wrong context, missing rights of a newcomer.',
    next: 'How many different things were refused in how short a time?',
    techniques: ['T1613'],
    when: (call) => call.codes.includes(403) || call.codes.includes(401),
  },
  {
    id: 'attack-distribution',
    weight: 2,
    why: 'The user agent names a distribution or tool made for attacks.',
    innocent: 'Your own penetration test.',
    next: 'Is a test announced for today?',
    techniques: ['T1059.013'],
    when: (call) =>
      /kali|parrot|blackarch|recon|peirates|stratus|kube-?hunter|hack/i.test(call.example.userAgent),
  },
];
