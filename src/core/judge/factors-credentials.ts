/** Risk factors of the credentials that a call reads, makes or asks for. A table for review; its columns are explained in factors.ts. */
import { agentOf } from '../rank/agent.ts';
import {
  allAreNamed,
  among,
  isMachine,
  isNamed,
  isOf,
  reads,
  sends,
  tookPlace,
  writes,
} from './conditions.ts';
import type { Factor } from './factor.ts';

/** Programs and libraries that ask for a URL, whatever answers: nobody's usual client for a cluster. */
const bareClient =
  /^(?:curl|wget|busybox\S*|httpie|xh|python\S*|aiohttp|pycurl|go-http-client|java\S*|okhttp|apache-httpclient|node|node-fetch|axios|undici|got|deno|bun|ruby|rest-client|faraday|libwww-perl|lwp\S*|guzzlehttp|reqwest|postmanruntime|insomnia|\S*powershell|mozilla)$/;

export const credentialFactors: readonly Factor[] = [
  {
    id: 'secrets',
    weight: 2,
    why: 'Secrets hold passwords, keys and tokens: who reads them can act as somebody else.',
    innocent: 'A developer or pipeline looking after the credentials of its own service.',
    next: 'Which secrets, and are they of the namespace the actor works in? Rotate them if nobody can explain it.',
    techniques: ['T1552.007'],
    when: (call) => isOf(call, 'secrets') && reads(call),
  },
  {
    id: 'secrets-everywhere',
    weight: 1.5,
    why: 'One call returned the secrets of all namespaces.',
    innocent: 'An inventory or backup job, or a hasty `get secrets -A`.',
    next: 'Did the call succeed (200)? Then treat every secret of the cluster as read.',
    techniques: ['T1552.007'],
    when: (call) => isOf(call, 'secrets') && among(call.verb, 'list watch') && call.namespace === null,
  },
  {
    id: 'secrets-system',
    weight: 1.3,
    why: 'Secrets of system namespaces belong to what runs the cluster and signs its certificates.',
    innocent: 'A platform engineer looking after an add-on.',
    next: 'Which secret was read, and which component acts with it?',
    techniques: ['T1552.007'],
    when: (call) =>
      isOf(call, 'secrets') &&
      reads(call) &&
      among(call.namespace, 'kube-system cert-manager gatekeeper-system flux-system argocd'),
  },
  {
    id: 'secrets-elsewhere',
    weight: 1.7,
    why: 'The secrets are of a namespace in which the caller never was, and he keeps to few.',
    innocent: 'A new team or tenant to look after; help with an incident.',
    next: 'Who gave him that namespace, and when? What else did he look at there?',
    techniques: ['T1552.007'],
    tells: true,
    when: (call) => isOf(call, 'secrets') && reads(call) && tookPlace(call) && call.isElsewhere,
  },
  {
    id: 'secrets-many',
    weight: 1.5,
    why: 'The caller read many different secrets by name on this day, one after the other.',
    innocent: 'A script that checks or rotates the secrets of a service.',
    next: 'List their names: do they belong together? Rotate them if nobody can explain it.',
    techniques: ['T1552.007'],
    when: (call) => isOf(call, 'secrets') && call.verb === 'get' && call.inAll.secrets >= 5,
  },
  {
    id: 'secrets-machine',
    weight: 1.3,
    why: 'A service account or node read secrets with a program that people drive: workloads get theirs as files.',
    innocent: 'A job in the cluster that checks or rotates secrets by itself.',
    next: 'Which pod holds that token, and who could read it there?',
    techniques: ['T1552.007'],
    when: (call) => isOf(call, 'secrets') && reads(call) && isMachine(call),
  },
  {
    id: 'secrets-bare-client',
    weight: 1.3,
    why: 'Secrets were read with a bare HTTP client or library, as one does who holds a token and no kubeconfig.',
    innocent: 'A script of the team that looks after these secrets.',
    next: 'Does that caller usually work so? Whose script is it, and where does it keep the token?',
    techniques: ['T1552.007'],
    when: (call) =>
      isOf(call, 'secrets') && reads(call) && bareClient.test(agentOf(call.example.userAgent).family),
  },
  {
    id: 'secret-write',
    weight: 1.8,
    why: 'A secret was made, changed or deleted: one of type service-account-token gives a lasting token, a changed one lets somebody in, a deleted one locks a service out.',
    innocent: 'Rotating a credential, installing a chart.',
    next: 'Which secret and of which type? Is a copy of what it was at hand?',
    techniques: ['T1098'],
    // Helm keeps its releases in secrets, of which each upgrade writes one.
    when: (call) =>
      isOf(call, 'secrets') &&
      writes(call) &&
      (!allAreNamed(call) || isNamed(call, /^(?!sh\.helm\.release\.v\d)/)),
  },
  {
    id: 'system-configmaps',
    weight: 1.3,
    why: 'ConfigMaps of kube-system describe how the cluster is set up and sometimes carry credentials.',
    innocent: 'A platform engineer checking coredns or an add-on.',
    next: 'Which ConfigMap was read, and what followed it?',
    techniques: ['T1613'],
    when: (call) => isOf(call, 'configmaps') && call.namespace === 'kube-system' && reads(call),
  },
  {
    id: 'token',
    weight: 2,
    why: 'A new token for a service account works anywhere until it expires.',
    innocent: 'A pipeline that asks for short-lived tokens.',
    next: 'What may that service account do? Look for its use from other addresses.',
    techniques: ['T1528'],
    when: (call) => call.resource === 'serviceaccounts' && call.subresource === 'token' && sends(call),
  },
  {
    id: 'token-system',
    weight: 1.6,
    why: 'A token was asked for an account of kube-system: its controllers may do nearly everything.',
    innocent: 'Setting up a platform component by hand.',
    next: 'Which account? Look for every call of it since.',
    techniques: ['T1528'],
    when: (call) =>
      call.resource === 'serviceaccounts' &&
      call.subresource === 'token' &&
      sends(call) &&
      call.namespace === 'kube-system',
  },
];
