import { expect, it } from 'vitest';
import { noteLine, notesOf } from '../../../src/core/show/call-notes.ts';
import { anApplied } from '../../build.ts';
import { aCall } from './samples.ts';

const linesOf = (over: Parameters<typeof aCall>[0]): string[] =>
  notesOf(aCall(over)).map(({ label, value }) => `${label}: ${value}`);

it('says nothing of an ordinary call', () => {
  expect(notesOf(aCall())).toEqual([]);
});

it('says who really called, as whom and with what groups', () => {
  expect(
    linesOf({ impersonatedBy: 'eve', impersonatedGroups: ['system:masters'], objectId: '0d1f' }),
  ).toEqual(['Impersonated by: eve', 'Groups taken on: system:masters', 'Entra object id: 0d1f']);
});

it.each([
  [{ outcome: 'refused', codes: [403] }, ['Outcome: refused (HTTP 403)']],
  [{ outcome: 'failed', codes: [404, 409] }, ['Outcome: failed (HTTP 404, 409)']],
  [{ outcome: 'unknown', codes: [] }, ['Outcome: not known']],
  [{ dryRun: true }, ['Trial: a dry run: nothing was changed']],
  [{ names: ['a', 'b'] }, ['Objects: a, b']],
  [
    {
      resource: 'pods',
      subresource: 'exec',
      requestURI:
        '/api/v1/namespaces/n/pods/p/exec?command=sh&command=-c&command=cat+%2Fetc%2Fshadow&container=c',
    },
    ['Runs: sh -c "cat /etc/shadow"'],
  ],
  [{ resource: 'services', subresource: 'proxy', requestURI: '/api/v1/x/proxy?command=id' }, []],
] as const)('%j', (over, lines) => {
  expect(linesOf(over)).toEqual(lines);
});

it('says what allowed it and how to take that away', () => {
  const grants = ['RBAC: allowed by ClusterRoleBinding "ops" of ClusterRole "edit" to User "eve"', ''];
  expect(linesOf({ grants })).toEqual([
    'Allowed by: ClusterRoleBinding ops of ClusterRole edit to User "eve"',
    'To revoke that: kubectl delete clusterrolebinding ops',
  ]);
});

it('says that AKS gave no reason, and of a refusal only a reason that is there', () => {
  expect(linesOf({ grants: [''] })).toEqual(['Allowed by: not known: AKS wrote no reason into the log']);
  const refused = { outcome: 'refused', codes: [403] } as const;
  expect(linesOf({ ...refused, grants: [''] })).toEqual(['Outcome: refused (HTTP 403)']);
  expect(linesOf({ ...refused, grants: ['no role'] })).toContain('Refused because: no role');
});

it('says all that was asked for', () => {
  const applied = anApplied({
    kind: 'Everything',
    name: null,
    images: ['nginx:1'],
    dangerous: ['privileged'],
    serviceAccount: 'deployer',
    rules: ['* *', 'get secrets'],
    role: 'ClusterRole/admin',
    subjects: ['User/eve'],
    exposes: ['NodePort 30080'],
    webhooks: ['https://x Fail'],
    signer: 'example.com/signer',
    usages: ['client auth'],
    decision: 'Approved',
    audiences: ['vault'],
    seconds: 600,
    omitted: 3,
  });
  expect(linesOf({ applied })).toEqual([
    'Asked for: Everything (no name)',
    'Images: nginx:1',
    'Dangerous: privileged',
    'Service account: deployer',
    'Rules: * *, get secrets',
    'Role: ClusterRole/admin',
    'Given to: User/eve',
    'Exposes: NodePort 30080',
    'Sends to: https://x Fail',
    'Signer: example.com/signer',
    'Usages: client auth',
    'Decision: Approved',
    'Audiences: vault',
    'Good for: 600 seconds',
    'Left out: 3 more of these',
  ]);
});

it('says what could not be seen', () => {
  expect(linesOf({ cut: true, verb: 'get' })).toEqual([
    'Not seen: the record was cut at 16 KiB: who allowed it is not known',
  ]);
});

it('is one line in a chat', () => {
  expect(noteLine(notesOf(aCall({ names: ['a'], dryRun: true })))).toBe(
    'Objects: a; Trial: a dry run: nothing was changed',
  );
});
