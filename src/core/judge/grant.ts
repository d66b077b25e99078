/**
 * What the authorizer says allowed a call, in words, and the command that would take that grant away.
 * Knows the reasons of Kubernetes RBAC and of Azure RBAC for AKS; anything else it repeats. A name that would
 * need quoting gives no command: quotes of one shell are none of another, and whoever named it chose it.
 *
 * Sources: kubernetes/kubernetes, plugin/pkg/auth/authorizer/rbac (the texts of bindings and subjects); kubeguard/guard,
 * authz/providers/azure (its verdicts); az CLI, `az role assignment`.
 */
export interface Grant {
  /** `ClusterRoleBinding ops of ClusterRole admin to Group "team-a"` */
  readonly by: string;
  /** For a shell; `null` where none is known, and for what Kubernetes itself needs. */
  readonly revoke: string | null;
}

const binding =
  /^RBAC: allowed by (ClusterRoleBinding|RoleBinding) "([^"\\]+)" of (\w+) "([^"\\]+)" to (.+)$/s;
const azure = /^Access allowed by Azure RBAC Role Assignment (\S+) of Role \S+ to user \S+/;
const assignmentName = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;
const assignmentId = /^\/[\w./-]{1,500}\/roleAssignments\/[\w-]{1,64}$/i;

/** @returns `null` for the empty reason, which AKS writes where it does not tell */
export function grantOf(reason: string): Grant | null {
  if (reason === '') return null;
  const [, kind, name, roleKind, role, subject] = binding.exec(reason) ?? [];
  if (kind !== undefined && name !== undefined)
    return { by: `${kind} ${name} of ${roleKind} ${role} to ${subject}`, revoke: bindingCommand(kind, name) };
  const assignment = azure.exec(reason)?.[1];
  return { by: reason, revoke: assignment === undefined ? null : assignmentCommand(assignment) };
}

/** What would take away all that allowed a call, as far as it is known. */
export const revocations = (reasons: readonly string[]): string[] =>
  reasons.flatMap((reason) => grantOf(reason)?.revoke ?? []);

function bindingCommand(kind: string, name: string): string | null {
  if (kind === 'ClusterRoleBinding')
    return isOfKubernetes(name) ? null : command('kubectl delete clusterrolebinding', name);
  // The namespace stands behind the last slash.
  const slash = name.lastIndexOf('/');
  const [own, namespace] = [name.slice(0, slash), name.slice(slash + 1)];
  if (slash < 0 || isOfKubernetes(own) || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(namespace)) return null;
  return command(`kubectl delete rolebinding -n ${namespace}`, own);
}

/** Without these the cluster itself could not work; it makes them again. */
const isOfKubernetes = (name: string): boolean => name.startsWith('system:') || name === 'cluster-admin';

/** Plain to every shell, and no flag. */
const plain = /^[A-Za-z0-9][\w.:-]{0,252}$/;

const command = (start: string, name: string): string | null =>
  plain.test(name) ? `${start} ${name}` : null;

function assignmentCommand(assignment: string): string | null {
  if (assignmentId.test(assignment)) return `az role assignment delete --ids ${assignment}`;
  const parts = assignmentName.exec(assignment)?.slice(1);
  // The reason names the assignment and not its scope.
  return parts === undefined
    ? null
    : `az role assignment delete --ids "$(az role assignment list --all --query "[?name=='${parts.join('-').toLowerCase()}'].id" -o tsv)"`;
}
