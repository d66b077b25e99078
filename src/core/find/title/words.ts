/** A deed in the words of an analyst: `read secrets in 4 namespaces`. A table for review. Refuses to know who did it. */
import type { RankedCall } from '../../judge/ranked-call.ts';
import type { Deed, Manner } from './deeds.ts';

/** Behind a name, and behind "tried to". */
type Words = readonly [did: string, todo: string];

/** A caller may choose the verb: a map knows no `constructor`. */
const verbs: ReadonlyMap<string, Words> = new Map([
  ['get', ['read', 'read']],
  ['list', ['listed', 'list']],
  ['watch', ['watched', 'watch']],
  ['create', ['created', 'create']],
  ['update', ['changed', 'change']],
  ['patch', ['changed', 'change']],
  ['delete', ['deleted', 'delete']],
  ['deletecollection', ['deleted many', 'delete many']],
]);

const streams: ReadonlyMap<string, Words> = new Map([
  ['attach', ['attached to', 'attach to']],
  ['portforward', ['forwarded a port of', 'forward a port of']],
  ['proxy', ['went through the API server to', 'go through the API server to']],
]);

/** What writing to them does. */
const subresources: ReadonlyMap<string, Words> = new Map([
  ['ephemeralcontainers', ['put a debug container into', 'put a debug container into']],
  ['token', ['requested a token of', 'request a token of']],
  ['eviction', ['evicted', 'evict']],
  ['scale', ['scaled', 'scale']],
  ['approval', ['ruled on', 'rule on']],
]);

const manners: Readonly<Record<Manner, string>> = {
  allowed: '',
  refused: 'refused',
  failed: 'failed',
  unknown: 'outcome unknown',
  'dry run': 'dry run',
};

/** The singular; resources that are not here, custom ones among them, are called as they are. */
const ofNamespaces = wordsOf(
  'pod secret configmap:config-map serviceaccount:service-account role rolebinding:role-binding deployment daemonset:daemon-set statefulset:stateful-set replicaset:replica-set job cronjob:cron-job service ingress networkpolicy:network-policy event persistentvolumeclaim:volume-claim resourcequota:resource-quota limitrange:limit-range lease poddisruptionbudget:disruption-budget horizontalpodautoscaler:autoscaler',
);
const ofCluster = wordsOf(
  'namespace node clusterrole:cluster-role clusterrolebinding:cluster-role-binding certificatesigningrequest:certificate-request persistentvolume:volume storageclass:storage-class customresourcedefinition:resource-definition mutatingwebhookconfiguration:mutating-webhook validatingwebhookconfiguration:validating-webhook mutatingadmissionpolicy:mutating-policy validatingadmissionpolicy:validating-policy apiservice:API-service subjectaccessreview:access-review tokenreview:token-review',
);

function wordsOf(table: string): ReadonlyMap<string, string> {
  return new Map(
    table.split(' ').map((entry) => {
      const [kind = '', words = kind] = entry.split(':');
      return [plural(kind), words.replaceAll('-', ' ')];
    }),
  );
}

function plural(word: string): string {
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** Characters of a name of somebody's choice. */
const longestName = 40;

/** A text in at most so many characters, well-formed; an ellipsis says that there was more. */
export const ended = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;

const short = (name: string): string => ended(name, longestName);

/**
 * @param isNamed with the name of its one object
 * @returns e.g. `opened a shell in 3 pods of payments`, `tried to list secrets (refused)`
 */
export function deedPhrase(deed: Deed, isNamed: boolean): string {
  if (deed.kind === 'appear') return appearance(deed);
  const [did, todo] = wordsFor(deed);
  const object = `${thingsOf(deed, isNamed)}${whereOf(deed)}`;
  const manner = manners[deed.manner];
  const join = (verb: string): string => (object === '' ? verb : `${verb} ${object}`);
  return manner === '' ? join(did) : `tried to ${join(todo)} (${manner})`;
}

const newPlace: ReadonlySet<string> = new Set(['new-public-ip', 'service-account-outside']);

function appearance({ calls }: Deed): string {
  const isNew = calls.some(({ risk }) => risk.factors.some(({ id }) => newPlace.has(id)));
  return isNew ? 'appeared from a new address' : 'appeared from an address of its own';
}

function wordsFor(deed: Deed): Words {
  const { kind, subresource } = deed;
  if (kind === 'rights') return ['asked about their own rights', 'ask about their own rights'];
  if (kind === 'path') return ['called', 'call'];
  if (kind === 'stream') return streams.get(subresource ?? '') ?? running(deed);
  const verb = verbWords(deed);
  if (subresource === null) return verb;
  if (subresource === 'log') return ['read logs of', 'read logs of'];
  const writing = kind === 'read' ? undefined : (decision(deed) ?? subresources.get(subresource));
  const [did, todo] = verb;
  return writing ?? [`${did} ${short(subresource)} of`, `${todo} ${short(subresource)} of`];
}

/** On a certificate request. */
function decision({ subresource, calls }: Deed): Words | undefined {
  const [made, ...others] = new Set(calls.map(({ applied }) => applied?.decision ?? ''));
  if (subresource !== 'approval' || others.length > 0) return undefined;
  if (made === 'Approved') return ['approved', 'approve'];
  return made === 'Denied' ? ['denied', 'deny'] : undefined;
}

function verbWords({ kind, verbs: used }: Deed): Words {
  // Whoever listed and got has read.
  const [verb = ''] = kind === 'read' && used.size > 1 ? ['get'] : used;
  if (verb === '') return ['called', 'call'];
  return verbs.get(verb) ?? [`sent ${short(verb)} to`, `send ${short(verb)} to`];
}

const program = /^[\w.+-]{1,24}$/;

function running({ programs }: Deed): Words {
  const others = programs.filter((name) => name !== '');
  const [only = ''] = others;
  if (others.length === 0) return ['opened a shell in', 'open a shell in'];
  if (programs.length > others.length)
    return ['opened a shell and ran commands in', 'open a shell and run commands in'];
  const what = others.length > 1 ? 'commands' : program.test(only) ? only : 'a command';
  return [`ran ${what} in`, `run ${what} in`];
}

function thingsOf(deed: Deed, isNamed: boolean): string {
  const { kind, resource, objects, isMore, verbs: used, count } = deed;
  const [object] = objects;
  const isOne = objects.length === 1 && !isMore;
  if (kind === 'rights') return '';
  if (kind === 'path')
    return isOne && object !== undefined ? short(object) : `${objects.length} paths of the API`;
  const word = ofNamespaces.get(resource ?? '') ?? ofCluster.get(resource ?? '');
  const many = word === undefined ? short(resource ?? '') : plural(word);
  if (used.has('deletecollection')) return many;
  const [manyOf, role] = [withDanger(deed, many), roleOf(deed)];
  if (objects.length === 0 && (kind === 'read' || count > 1)) return `${manyOf}${role}`;
  if (objects.length > 1 || isMore) return `${objects.length}${isMore ? ' or more' : ''} ${manyOf}${role}`;
  const kindOf = withDanger(deed, word ?? many, true);
  if (isNamed && object !== undefined)
    return `${kindOf} ${short(object.slice(object.indexOf('/') + 1))}${role}`;
  return word === undefined ? many : `${/^[aeiou]/i.test(kindOf) ? 'an' : 'a'} ${kindOf}${role}`;
}

/** Of workloads that reach into their node. @param isOne what was written several times is as dangerous as it ever was */
function withDanger({ calls }: Deed, things: string, isOne = false): string {
  if (calls.every(isPrivileged)) return `privileged ${things}`;
  const dangerous = calls.filter((call) => isPrivileged(call) || hasDanger(call));
  if (dangerous.length === 0) return things;
  return isOne || dangerous.length === calls.length ? `dangerous ${things}` : `${things} (some dangerous)`;
}

const isPrivileged = ({ applied }: RankedCall): boolean => applied?.dangerous.includes('privileged') === true;
const hasDanger = ({ risk }: RankedCall): boolean =>
  risk.factors.some(({ id }) => id === 'dangerous-workload');

/** What bindings give, that of the riskiest first. */
function roleOf({ resource, calls }: Deed): string {
  if (resource !== 'rolebindings' && resource !== 'clusterrolebindings') return '';
  const [first, ...others] = new Set(calls.flatMap(({ applied }) => applied?.role ?? []));
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return ` to ${short(first.slice(first.indexOf('/') + 1))}${more}`;
}

function whereOf({ kind, resource, namespaces, isWide, verbs: used }: Deed): string {
  const [only] = namespaces;
  if (kind === 'rights' || kind === 'path' || resource === 'namespaces') return '';
  if (isWide && ofNamespaces.has(resource ?? '') && (kind === 'read' || used.has('deletecollection')))
    return ' of all namespaces';
  if (namespaces.length > 1) return ` in ${namespaces.length} namespaces`;
  return only === undefined ? '' : ` ${kind === 'stream' ? 'of' : 'in'} ${short(only)}`;
}
