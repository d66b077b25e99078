import { describe, expect, it } from 'vitest';
import { grantOf, revocations } from '../../../src/core/judge/grant.ts';

const bound = (kind: string, name: string) =>
  `RBAC: allowed by ${kind} "${name}" of ClusterRole "edit" to Group "team-a"`;
const assignment = '59ae41cf-f153-4419-94fc-e848787e000b';
const azure = (name: string) =>
  `Access allowed by Azure RBAC Role Assignment ${name} of Role 7f6c6a51bcf842ba922052d62157d7db to user 00dcc720-5846-42ee-afd5-2bafa5652294`;

it('is not known where the reason is empty', () => {
  expect(grantOf('')).toBeNull();
});

it('names binding, role and subject', () => {
  expect(grantOf(bound('ClusterRoleBinding', 'ops'))?.by).toBe(
    'ClusterRoleBinding ops of ClusterRole edit to Group "team-a"',
  );
});

it.each([
  [bound('ClusterRoleBinding', 'ops'), 'kubectl delete clusterrolebinding ops'],
  [bound('ClusterRoleBinding', 'aks:ops'), 'kubectl delete clusterrolebinding aks:ops'],
  [bound('RoleBinding', 'edit/payments'), 'kubectl delete rolebinding -n payments edit'],
  [
    azure(assignment.replaceAll('-', '')),
    `az role assignment delete --ids "$(az role assignment list --all --query "[?name=='${assignment}'].id" -o tsv)"`,
  ],
  [
    azure(
      `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/${assignment}`,
    ),
    `az role assignment delete --ids /subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/${assignment}`,
  ],
])('%s is revoked by %s', (reason, revoke) => {
  expect(grantOf(reason)?.revoke).toBe(revoke);
});

describe('no command is given', () => {
  it.each([
    'anything else',
    'RBAC: allowed by ClusterRoleBinding',
    bound('ClusterRoleBinding', 'cluster-admin'),
    bound('ClusterRoleBinding', 'system:node'),
    bound('RoleBinding', 'system:controller:x/kube-system'),
    bound('RoleBinding', 'no-namespace'),
    bound('RoleBinding', "x/y'; id"),
    bound('RoleBinding', 'x/-A'),
    bound('RoleBinding', 'a/b/payments'),
    bound('ClusterRoleBinding', "x'; rm -rf ~; '"),
    bound('ClusterRoleBinding', '--all'),
    bound('ClusterRoleBinding', '$(id)'),
    bound('ClusterRoleBinding', '`id`'),
    bound('ClusterRoleBinding', 'a b'),
    bound('ClusterRoleBinding', '%PATH%'),
    bound('ClusterRoleBinding', 'a@b'),
    bound('ClusterRoleBinding', 'a;id'),
    azure(`/subscriptions/s/resourceGroups/r(g)/providers/x/roleAssignments/${assignment}`),
    bound('ClusterRoleBinding', 'a\u001b[2Jb'),
    bound('ClusterRoleBinding', 'a\nb'),
    bound('ClusterRoleBinding', 'a\\"b'),
    bound('ClusterRoleBinding', 'x-[redacted]'),
    bound('ClusterRoleBinding', 'x'.repeat(300)),
    azure("'$(id)'"),
    azure('not-a-guid'),
    'Access allowed by Azure RBAC',
  ])('for %j', (reason) => {
    expect(grantOf(reason)?.by).toBeTruthy();
    expect(revocations([reason])).toEqual([]);
  });
});
