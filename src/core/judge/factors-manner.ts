/** Risk factors of from where, with what and with what success somebody calls. A table for review; its columns are explained in factors.ts. */
import { comesFromOutside } from './conditions.ts';
import type { Factor, JudgedCall } from './factor.ts';

/** 401 alone: a pattern may hold both refusals. */
const isUnauthenticated = (call: JudgedCall): boolean =>
  call.outcome === 'refused' && call.codes.every((code) => code === 401);

export const mannerFactors: readonly Factor[] = [
  {
    id: 'new-public-ip',
    weight: 1.4,
    why: 'The actor never came from this public address within the baseline; of a newcomer, nobody did.',
    innocent: 'Travel, a new home connection, another VPN exit.',
    next: 'Compare with the sign-in logs of the same hour; ask the person.',
    techniques: ['T1078'],
    when: (call) => (call.ipIsNew || (call.isNewcomer && call.ipIsUnknown)) && comesFromOutside(call),
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
    weight: 0.7,
    why: 'The cluster refused it: somebody tried what they may not do, and it came to nothing.',
    innocent: 'A typing mistake, a wrong context, missing rights of a newcomer.',
    next: 'How many different things were refused in how short a time?',
    techniques: ['T1613'],
    when: (call) => call.outcome === 'refused' && !isUnauthenticated(call),
  },
  {
    id: 'unauthenticated',
    weight: 0.5,
    why: 'The cluster did not take the credentials, and so did not even look at what was asked.',
    innocent: 'An expired login, health checks.',
    next: 'Does the same address try again and again?',
    techniques: ['T1078'],
    when: isUnauthenticated,
  },
  {
    id: 'denied-many',
    weight: 1.4,
    why: 'Many different things were refused to the caller on this day: he tries what he can reach.',
    innocent: 'A script or chart with missing rights.',
    next: 'What of all he tried was allowed?',
    techniques: ['T1613', 'T1069'],
    when: (call) => call.outcome === 'refused' && call.inAll.refused >= 5,
  },
  {
    id: 'attack-distribution',
    weight: 2,
    why: 'The user agent names a distribution or tool made for attacks.',
    innocent: 'Your own penetration test.',
    next: 'Is a test announced for today?',
    techniques: ['T1059.013'],
    tells: true,
    when: (call) =>
      /(?<![a-z])(?:kali|parrot|blackarch|recon|peirates|stratus|kube-?hunter|hack|hacktools?|kubesploit|kubeletctl|nmap|masscan|nuclei|sqlmap|nikto|zgrab|metasploit|trufflehog|rakkess|truffleproc|badpods)(?![a-z])/i.test(
        call.example.userAgent,
      ),
  },
];
