import { expect, test } from 'vitest';
import { isSecretName, maskText } from '../../../../src/core/rank/mask/shapes.ts';
import { plantedTokens } from '../../../planted.ts';

test.each(plantedTokens)('a token of $shape is seen in any text', ({ token }) => {
  expect(maskText(`kubectl/v1.30 (${token})`)).not.toContain(token);
  expect(maskText(token)).not.toContain(token);
});

test.each([
  [`app abc8Q~${'walrus.walrus-walrus~walrus'}`, 'app [redacted]'],
  ['kubectl/v1.31.2 (Bearer walruswalrus)', 'kubectl/v1.31.2 (Bearer [redacted])'],
  ['proxy https://bot:walrus@gate.example', 'proxy https://[redacted]@gate.example'],
  ['team-a;password=walrus;x', 'team-a;password=[redacted];x'],
  ['team-a, password: walrus, x', 'team-a, password: [redacted], x'],
  ['team-a {"password":"walrus walrus"}', 'team-a {"password":[redacted]}'],
  ["team-a api-key = 'wal rus' x", 'team-a api-key = [redacted] x'],
])('%j is shown as %j', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});

test.each([
  'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a4677267e6adeae276ad85882a8714d69d9d',
  'anna@example.com',
  'system:serviceaccount:kube-system:token-cleaner',
  '7a1f6f60-2d3a-4e2b-9c55-0f3b8d1f2a34',
  'clusterUser_rg-shop-prod_aks-shop-prod',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0',
  'k8s.io/client-go/tools/remotecommand',
  'registry.example.com/team/web-frontend:2026.10.01-r4@sha256:aaaabbbbccccddddeeeeffff0000111122223333444455556666777788889999',
  'hostPath:/var/lib/kubelet',
  '2001:db8:85a3:8d3:1319:8a2e:370:7348',
])('names, agents and hashes stay: %s', (text) => {
  expect(maskText(text)).toBe(text);
});

test.each([
  'DB_PASS',
  'rootPassword',
  'x-api-key',
  'Authorization',
  'client_secret',
  'MYSQL_PWD',
  'pin',
  'SAS',
  'sig',
])('a secret stands behind %s', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['signal', 'author', 'pinned', 'monkeys', 'namespace', 'compass', 'tasks', 'container', 'encode'])(
  'none stands behind %s',
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);
