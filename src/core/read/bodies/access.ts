/**
 * What a role allows and a binding gives to whom, in short texts.
 * Source: Kubernetes API reference, rbac.authorization.k8s.io/v1 (PolicyRule, RoleRef, Subject).
 */
import type { Text } from '../call.ts';
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from '../json.ts';
import { listed } from './kept.ts';

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
  objectsOf(object.subjects).map(({ kind, namespace, name }) => {
    const parts = [textOf(kind) ?? 'User', textOf(namespace), textOf(name)];
    return textOf(name) === null ? null : parts.filter((part) => part !== null).join('/');
  });

const graveVerbs: ReadonlySet<string> = new Set(['*', 'escalate', 'bind', 'impersonate', 'approve', 'sign']);
const graveResource =
  /^(?:\*|secrets$|(?:pods|nodes)\/|serviceaccounts\/token|(?:cluster)?role(?:binding)?s\b|certificatesigningrequests|signers|users$|groups$|(?:mutating|validating)(?:webhook|admission))/;

/** What comes first where there are too many rules: a wildcard, a right over rights, things that lead further. */
export function isGraveRule(rule: string): boolean {
  const [verbs = '', resources = ''] = rule.split(' ');
  return (
    verbs.split(',').some((verb) => graveVerbs.has(verb)) ||
    resources.split(',').some((one) => graveResource.test(one))
  );
}

/** Everybody, nobody in particular, and who may do everything. */
export const isGraveSubject = (subject: string): boolean =>
  /^(?:Group|User)\/system:(?:masters|anonymous|unauthenticated|authenticated|serviceaccounts)\b/.test(
    subject,
  );

function ruleTexts(rule: JsonObject): string[] {
  const verbs = listed(textsOf(rule.verbs), 80, (verb) => graveVerbs.has(verb));
  const names = textsOf(rule.resourceNames);
  const named = names.length === 0 ? '' : ` named ${listed(names, 60, () => false)}`;
  const resources = listed(resourcesOf(rule), 140, (resource) => graveResource.test(resource));
  const urls = listed(textsOf(rule.nonResourceURLs), 140, (url) => url === '*');
  return [
    resources === '' ? '' : `${verbs} ${resources}${named}`,
    urls === '' ? '' : `${verbs} ${urls}`,
  ].filter((text) => text !== '');
}

/** With the group behind a resource that is no core one; a rule for every group names none. */
function resourcesOf(rule: JsonObject): string[] {
  const groups = textsOf(rule.apiGroups);
  const isAny = groups.includes('*') || groups.length === 0;
  const resources = textsOf(rule.resources);
  return isAny
    ? resources
    : groups.flatMap((group) =>
        resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
      );
}
