import { expect, test } from 'vitest';
import { maskCommand, maskLine, maskWord } from '../../../../src/core/rank/mask/command.ts';
import { lineAt } from '../../../../src/core/rank/mask/word.ts';

const x = '[redacted]';

// Numbers and words on the list are shown elsewhere; here they are somebody's password.
test.each([
  [
    ['docker', 'login', '-p', 'admin'],
    ['docker', 'login', '-p', x],
  ],
  [
    ['az', 'login', '-p', '123456'],
    ['az', 'login', '-p', x],
  ],
  [
    ['redis-cli', '-a', 'admin', 'ping'],
    ['redis-cli', '-a', x, 'ping'],
  ],
  [
    ['sqlcmd', '-U', 'sa', '-P', 'admin'],
    ['sqlcmd', '-U', 'sa', '-P', x],
  ],
  [
    ['ldapsearch', '-w', '1234'],
    ['ldapsearch', '-w', x],
  ],
  [
    ['curl', '-u', '1234:5678'],
    ['curl', '-u', x],
  ],
  [
    ['mysql', '-p1234'],
    ['mysql', `-p${x}`],
  ],
  [
    ['mysql', '-padm'],
    ['mysql', `-p${x}`],
  ],
  [
    ['tool', '--password', 'admin'],
    ['tool', '--password', x],
  ],
  [
    ['tool', '--pin=1234'],
    ['tool', `--pin=${x}`],
  ],
  [
    ['redis-cli', 'AUTH', '1234'],
    ['redis-cli', 'AUTH', x],
  ],
  [
    ['htpasswd', '-bc', '/etc/x', 'root', '1234'],
    ['htpasswd', '-bc', '/etc/x', 'root', x],
  ],
  [
    ['env', 'KODE=1234', 'ls'],
    ['env', `KODE=${x}`, 'ls'],
  ],
  [
    ['kubectl', 'create', 'secret', 'generic', 'all', '--from-literal', 'db=admin'],
    ['kubectl', 'create', 'secret', 'generic', 'all', '--from-literal', x],
  ],
  [
    ['kubectl', 'create', 'secret', 'generic', 'all', '--from-literal=db=admin'],
    ['kubectl', 'create', 'secret', 'generic', 'all', `--from-literal=db=${x}`],
  ],
  [
    ['psql', 'postgres://admin:admin@10.0.0.9/postgres'],
    ['psql', `postgres://admin:${x}@10.0.0.9/postgres`],
  ],
])('a harmless word is a secret at such a place: %j', (words, shown) => {
  expect(maskCommand(words)).toEqual(shown);
});

test.each([
  ['echo 1234 | passwd root', `echo ${x} | passwd root`],
  ['sudo -S id <<< admin', `sudo -S id <<< ${x}`],
  ['cat <<EOF\nwalrus\nEOF', `cat <<${x}\n${x}\n${x}`],
  ['cat <<EOF\nroot\nwalrus\nEOF', `cat <<${x}\nroot\n${x}\n${x}`],
  ['{ "pin" : 1234 }', `{ ${x} : ${x} }`],
  ['password: admin', `${x} ${x}`],
  ['SET PASSWORD = admin', `SET PASSWORD = ${x}`],
  ['PASS=ab;admin77', `PASS=${x};${x}`],
  ['if [ "$P" = walrus ]; then id; fi', `if [ "$P" = ${x} ]; then id; fi`],
  ["su -c 'mysql -p1234' postgres", `su -c "mysql -p${x}" postgres`],
  ['$(walrus 1234)', '$(walrus 1234)'],
])('%j is masked as %j', (line, shown) => {
  expect(maskLine(line, !/^[{pS]/.test(line))).toBe(shown);
});

test.each([
  [['mkdir', '-p', '/tmp/x']],
  [['ssh', '-p', '22', 'root@10.0.0.9']],
  [['nc', '-lvnp', '4444']],
  [['curl', '-k', 'https://10.0.0.1:6443/api/v1/secrets']],
  [['ls', '-a', '/root']],
  [['kill', '-9', '1234']],
  [['sleep', '3600']],
  [['chmod', '755', '/usr/bin/find']],
  [['env', 'DEBUG=1', 'PATH=/usr/bin', 'ls']],
  [['kubectl', 'auth', 'can-i', '--list']],
  [['kubectl', 'exec', '-it', 'pod/web-0', '--', '/bin/sh']],
  [['tcpdump', '-i', 'any', 'port', '443'].filter((word) => word !== 'port')],
])('what only looks like it stays: %j', (words) => {
  expect(maskCommand(words)).toEqual(words);
});

test('command lines lie in command lines four deep, and no deeper', () => {
  const within = (depth: number): string =>
    depth === 0 ? 'ls -l' : `sh -c ${JSON.stringify(within(depth - 1))}`;
  const shown = (depth: number) => maskLine(within(depth), true);
  for (const depth of [0, 1, 2]) expect(shown(depth)).toContain('ls');
  expect(maskLine('ls -l', true, 4)).toBe('ls -l');
  expect(maskLine('ls -l', true, 5)).toBe('[redacted]');
  expect(maskWord('ls -l', lineAt(true, 3))).toBe('ls -l');
  expect(maskWord('ls -l', lineAt(true, 4))).toBe('[redacted]');
});
