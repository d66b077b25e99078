/**
 * What a role allows and a binding gives to whom, in short texts, and which of them are grave: padding hides none of those.
 * Sources: Kubernetes API reference, rbac.authorization.k8s.io/v1 (PolicyRule, RoleRef, Subject); the RBAC authorizer, by
 * which `*` stands for all resources and `*\/exec` for that subresource of all, and a namespace counts for accounts alone.
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';
import { type Graves, listed } from './kept.ts';

/** `get,list secrets`, `* *`, `patch deployments.apps`, `get secrets named a,b`, `get /metrics`. */
export const rulesOf = (object: JsonObject): Text[] => objectsOf(object.rules).flatMap(ruleTexts);

/** `ClusterRole/cluster-admin` */
export function roleOf(object: JsonObject): Text {
  const role = objectOf(object.roleRef);
  const name = textOf(role?.name);
  return name === null ? null : `${textOf(role?.kind) ?? 'Role'}/${name}`;
}

/** `Group/system:masters`, `User/x`, `ServiceAccount/namespace/name` */
export const subjectsOf = (object: JsonObject): Text[] =>
  objectsOf(object.subjects).map((subject) => {
    const kind = textOf(subject.kind) ?? 'User';
    const namespace = kind === 'ServiceAccount' ? textOf(subject.namespace) : null;
    const name = textOf(subject.name);
    return name === null ? null : [kind, namespace, name].filter((part) => part !== null).join('/');
  });

/** Verbs and resources of a rule as it is kept. */
const asked = (rule: string): readonly (readonly string[])[] =>
  rule.split(' ', 2).map((part) => part.split(','));

const changing = 'create update patch delete deletecollection'.split(' ');
const verbsOverRights = 'escalate bind impersonate approve sign'.split(' ');
const everyResource = /^\*(?:\/\*)?(?:\.|$)/;
const reachingResource =
  /^(?:secrets|pods\/(?:exec|attach|portforward|proxy|ephemeralcontainers|\*)|nodes\/(?:proxy|\*)|serviceaccounts\/(?:token|\*)|certificatesigningrequests\/(?:approval|\*)|\*\/(?:exec|attach|portforward|proxy|ephemeralcontainers|token|approval)|(?:mutating|validating)webhookconfigurations)(?:\.|$)/;
const resourceOfRights = /^(?:(?:cluster)?role(?:binding)?s|users|groups|signers)(?:\.|$)/;
const reachingVerbs: ReadonlySet<string> = new Set([
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  '*',
]);

/** A wildcard for what is done, or for what is changed. */
export function isEverything(rule: string): boolean {
  const [verbs = [], resources = []] = asked(rule);
  return (
    verbs.includes('*') ||
    (verbs.some((verb) => changing.includes(verb)) && resources.some((one) => everyResource.test(one)))
  );
}

/** Rights over rights: from them come all others. */
export const isOverRights = (rule: string): boolean =>
  asked(rule)[0]?.some((verb) => verb === '*' || verbsOverRights.includes(verb)) === true;

/** Reaches what leads further: secrets, commands, tokens, kubelets, webhooks. */
export function isReaching(rule: string): boolean {
  const [verbs = [], resources = []] = asked(rule);
  return verbs.some((verb) => reachingVerbs.has(verb)) && resources.some((one) => reachingResource.test(one));
}

export const graveRules: Graves = [
  (rule) => rule === '* *',
  isEverything,
  isOverRights,
  isReaching,
  (rule) => asked(rule)[1]?.some((one) => resourceOfRights.test(one)) === true,
];

/** Everybody, nobody in particular, all accounts. */
export const isAnybody = (subject: string): boolean =>
  /^(?:User\/system:anonymous|Group\/system:(?:unauthenticated|authenticated|serviceaccounts))$/.test(
    subject,
  );

/** Who may do everything, and the machinery, which nobody looks at. */
export const isMachinery = (subject: string): boolean =>
  /^Group\/system:(?:masters|nodes)$|^User\/system:(?!anonymous$)|^ServiceAccount\/kube-system\//.test(
    subject,
  );

export const graveSubjects: Graves = [
  isAnybody,
  (subject) => subject === 'Group/system:masters',
  isMachinery,
];

const graveVerbs: Graves = [
  (verb) => verb === '*',
  (verb) => verbsOverRights.includes(verb),
  (verb) => changing.includes(verb),
  (verb) => reachingVerbs.has(verb),
];
const graveResources: Graves = [
  (resource) => everyResource.test(resource),
  (resource) => reachingResource.test(resource),
  (resource) => resourceOfRights.test(resource),
];

function ruleTexts(rule: JsonObject): string[] {
  const verbs = listed(textsOf(rule.verbs), 80, graveVerbs);
  const names = textsOf(rule.resourceNames);
  const named = names.length === 0 ? '' : ` named ${listed(names, 60)}`;
  const resources = listed(resourcesOf(rule), 140, graveResources);
  const urls = listed(textsOf(rule.nonResourceURLs), 140, [(url) => url === '*']);
  return [
    resources === '' ? '' : `${verbs} ${resources}${named}`,
    urls === '' ? '' : `${verbs} ${urls}`,
  ].filter((text) => text !== '');
}

/** More names than this of groups and resources together are not told with their groups. */
const mostNames = 400;

/** With the group behind a resource that is no core one; a rule for every group, or for very many, names none. */
function resourcesOf(rule: JsonObject): string[] {
  const groups = [...new Set(textsOf(rule.apiGroups))];
  const resources = [...new Set(textsOf(rule.resources))];
  const isAny = groups.includes('*') || groups.length === 0 || groups.length * resources.length > mostNames;
  return isAny
    ? resources
    : groups.flatMap((group) =>
        resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
      );
}
