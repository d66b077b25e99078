/** Words, flags and assignments of commands: near misses stand beside what is shown. A `_` is a space within a word. */
import { expect, test } from 'vitest';
import { maskCommand, maskLine } from '../../../../src/core/rank/mask/command.ts';

const shown = (command: string): string =>
  maskCommand(command.split(' ').map((word) => word.replaceAll('_', ' ')))
    .map((word) => word.replaceAll(' ', '_').replaceAll('[redacted]', 'X'))
    .join(' ');

test.each([
  'cmd.exe /c dir',
  'cmd /K dir_/etc/hosts',
  'cmd /cc ls',
  'java -Djava.home=/opt/x -jar x.jar',
  'pwsh -Command ls_-la',
  'tool --command cat_/etc/passwd',
  'tool --size=1024',
  'env OTTER=12 ls',
  'env UPLOADPORT=8080 ls',
  'env A= ls',
  'env Otter12=yes ls',
  'env MSG=cat_/etc/hosts ls',
  'mysql -uroot',
  'head -n5',
  'head -c1000',
  'tool -xyzw',
  'tar -zxvf /tmp/x',
  'bash -lc cat_/etc/hosts',
  'kubectl get pod/web-0',
  'kubectl auth root',
  'oc auth root',
  'export OTTER',
  'read OTTER',
  'timeout 5 cat',
  'sudo nice cat /etc/hosts',
  'sudo /opt/x/otter ls',
  'ls ',
  'sleep 1.5s',
  'nice -5 ls',
  'ls 8080:80',
  'ls $HOME $1 $@',
  'echo 123',
  'ls -- otter7',
  'ls <> ++++',
  'tool password --force root',
  'redis-clix -a root',
  'xredis-cli -a root',
  'xssh-keygen -N root',
  'wget -P /tmp',
  'curl -k root',
  'grep -w root',
  'tool -z root',
  'curl -H Accept: root',
])('%s is shown', (command) => {
  expect(shown(command)).toBe(command);
});

test.each([
  ['cmd /k echo otter', 'cmd /k echo X'],
  ['sh /c plum_jam', 'sh /c X_X'],
  ['openssl -passin otter', 'openssl -passin X'],
  ['openssl -in /etc/x.pem -passin=otter', 'openssl -in /etc/x.pem -passin=X'],
  ['java -Ddb.password=otter', 'java -Ddb.password=X'],
  ['java -Dotter', 'java -DX'],
  ['pwsh -Command Get-Item_otter7', 'pwsh -Command Get-Item_X'],
  ['find -name=otter7', 'find -name=X'],
  ['tool --eval ls_otter7', 'tool --eval ls_X'],
  ['tool --x9K4mQ2z', 'tool --X'],
  ['tool --Plum77Jam=x', 'tool --X'],
  [`tool --${'a'.repeat(62)}=x`, 'tool --X'],
  ['env OTTER=123 ls', 'env OTTER=X ls'],
  ['env 9X=1 ls', 'env X ls'],
  ['env oTT3R9z=1 ls', 'env X ls'],
  ['env A=B=C ls', 'env A=B=X ls'],
  ['mysql -u root -potter', 'mysql -u root -pX'],
  ['mysql -uotter7', 'mysql -uX'],
  ['head -c10000', 'head -cX'],
  ['tool -p1000', 'tool -pX'],
  ['tool -x12a', 'tool -xX'],
  ['tool -xabcd', 'tool -xX'],
  ['tool -pabc', 'tool -pX'],
  ['bash -c cat_otter7', 'bash -c cat_X'],
  ['curl -u otter', 'curl -u X'],
  ['curl -su otter', 'curl -su X'],
  ['curl -H Authorization: Basic root root', 'curl -H Authorization: X X X'],
  ['curl -H Accept: root otter7', 'curl -H Accept: root X'],
  ['tool password = root', 'tool password = X'],
  ['tool password == root', 'tool password == X'],
  ['tool password === root root', 'tool password X root root'],
  ['tool token: root', 'tool X X'],
  ['tool otter: root', 'tool X root'],
  ['kubectl get pod/Web7', 'kubectl get X'],
  ['kubectl get xpod/web-0', 'kubectl get X'],
  ['kubectl get secret/a1b2c3d4e5f6a7b8c9d0', 'kubectl get X'],
  ['xoc auth root', 'xoc auth X'],
  ['export Otter', 'export X'],
  ['cat OTTER', 'cat X'],
  ['timeout 5x cat', 'timeout X cat'],
  ['otter-tool x9', 'otter-tool X'],
  ['Ab9Cd ls', 'X ls'],
  ['sleep 12345678', 'sleep X'],
  ['ls $Otter7', 'ls X'],
  ['echo 1234', 'echo X'],
  ['net user otter 1234', 'net user X X'],
  ['ls +++++', 'ls X'],
  ['psql --command=otter7', 'psql --command=X'],
  ['psql --from-literal=Otter7=jam', 'psql --from-literal=X'],
  ['redis-cli -a root', 'redis-cli -a X'],
  ['curl -U root', 'curl -U X'],
  ['ssh-keygen -N root', 'ssh-keygen -N X'],
  ['tool -P root', 'tool -P X'],
  ['tool -k root', 'tool -k X'],
  ['tool -w root', 'tool -w X'],
])('%s is shown as %s', (command, masked) => {
  expect(shown(command)).toBe(masked);
});

/** `ls` in so many shells, one in the other. */
const nested = (shells: number): string =>
  Array.from({ length: shells }).reduce((line: string) => `sh -c ${JSON.stringify(line)}`, 'ls');

test('command lines are looked into four deep', () => {
  expect(maskLine(nested(4), true)).toBe(nested(4));
  expect(maskLine(nested(5), true)).toContain('sh -c [redacted]');
  expect(maskLine(nested(5), true)).not.toContain('ls');
  // Texts of several words that are no commands lie as deep.
  const texts = (depth: number): string =>
    Array.from({ length: depth }).reduce((line: string) => `ls ${JSON.stringify(line)}`, 'ls ls');
  expect(maskLine(texts(4), true)).toBe(texts(4));
  expect(maskLine(texts(5), true)).toContain('[redacted]');
});

test.each([
  ['ls | otter', 'ls | otter'],
  ['ls && otter7 x', 'ls && otter7 X'],
  ['ls > otter', 'ls > X'],
  ['ls\notter', 'ls\notter'],
  ['cat <<-EOF\notter', 'cat <<-X\nX'],
  ['echo "a b"', 'echo "X X"'],
  ["cat '/etc/hosts'", "cat '/etc/hosts'"],
  ['ls <<< root', 'ls <<< X'],
  ['ls < root; otter', 'ls < root; otter'],
])('of the line %j is shown %j', (line, masked) => {
  expect(maskLine(line, true).replaceAll('[redacted]', 'X')).toBe(masked);
});

test.each([
  ['otter', 'X'],
  ['ls | otter', 'ls | X'],
])('of the text %j, which is no command, is shown %j', (line, masked) => {
  expect(maskLine(line, false).replaceAll('[redacted]', 'X')).toBe(masked);
});

test.each(['a=', 'A=', 'a=A=', '_=', '--a=', "a='", 'a:'])(
  'of a word of %j all over, little is looked at and nothing is shown that may be a secret',
  (word) => {
    const text = `${word.repeat(100_000 / word.length)}otter77`;
    expect(maskCommand(['tool', text]).join(' ')).not.toContain('otter77');
  },
);
