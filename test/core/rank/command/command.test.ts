import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandOf, commandOfCall, foldCommand } from '../../../../src/core/rank/command/command.ts';
import { runsOf } from '../../../../src/core/rank/command/runs.ts';
import { aCall } from '../../build.ts';

const exec = '/api/v1/namespaces/a/pods/b/exec';

test.each([
  [`${exec}?command=cat&command=%2Fetc%2Fhosts&container=app`, ['cat', '/etc/hosts']],
  [`${exec}?container=app&stdin=true&command=sh&command=-c&command=ls+-la%3B+id`, ['sh', '-c', 'ls -la; id']],
  [`${exec}?%63ommand=id`, ['id']],
  [`${exec}?command=a=b&command=%zz`, ['a=b', '%zz']],
  [`${exec}?command=`, []],
  [`${exec}?command`, []],
  [`${exec}?container=app`, null],
  [exec, null],
  ['/api/v1/nodes/n/proxy/exec/a/b/c?command=id&output=1', ['id']],
  ['/api/v1/nodes/n/proxy/run/a/b/c?cmd=cat%20/etc/shadow', ['cat', '/etc/shadow']],
  ['/api/v1/nodes/n/proxy/pods?cmd=x', null],
])('the words of %s', (uri, words) => {
  expect(commandOf(uri)).toEqual(words);
});

test('only what runs in a container has a command', () => {
  const asked = (resource: string, subresource: string | null) =>
    commandOfCall(aCall({ resource, subresource, requestURI: '/x?command=id' }));
  expect(asked('pods', 'exec')).toEqual(['id']);
  expect(asked('nodes', 'proxy')).toEqual(['id']);
  expect([asked('services', 'proxy'), asked('pods', 'log'), asked('pods', null)]).toEqual([null, null, null]);
  expect(commandOfCall(aCall({ subresource: 'exec', requestURI: null }))).toBeNull();
});

test.each([
  [['ls', '/tmp/x'], 'ls /tmp/{path}'],
  [['ls', '/tmp/y/z'], 'ls /tmp/{path}'],
  [['/usr/bin/ls', '/tmp'], 'ls /tmp'],
  [['kill', '-9', '4711'], 'kill {n}'],
  [['kill', '-s', 'TERM', '17'], 'kill -s TERM {n}'],
  [['tail', '-n100', '--lines=5', '/var/log/app-2026.log'], 'tail -n --lines /var/{path}'],
  [['curl', '-s', 'https://me:pw@api.example.com/v1?x=1'], 'curl -s https://api.example.com'],
  [['psql', '-c', 'select * from orders where id = 7'], 'psql -c {text}'],
  [['rails', 'runner', 'web-7d9c5b8f6d-x2x4z'], 'rails runner {text}'],
  [['sh', '-c', 'psql -c "select 1" | grep x && exit'], 'sh psql grep exit'],
  [['sh', '-c', 'ls; ls; ls'], 'sh ls'],
  [['a', ...'bcdefghijkl'], 'a b c d e f g h …'],
  [[], ''],
])('%j folds to %s', (argv, text) => {
  expect(foldCommand(argv)).toBe(text);
});

test('what is no command folds to none', () => {
  expect(foldCommand(null)).toBeNull();
});

test.each([
  ['sudo -u root timeout 5s env A=b ls', ['sudo', 'timeout', 'env', 'ls']],
  ['sh -c "a | b & c"', ['sh', 'a', 'b', 'c']],
  ['bash -lc "x=1 y"', ['bash', 'y']],
  ['su postgres -c psql', ['su', 'psql']],
  ['find / -name x -exec rm {} ;', ['find', 'rm']],
  ['chroot /host sh -c id', ['chroot', 'sh', 'id']],
  ['sh -c "a $(b c) d"', ['sh', 'b', 'a']],
  ['sh -c "eval id"', ['sh', 'eval', 'id']],
  ['sh -c "xargs -I {} cp x"', ['sh', 'xargs', 'cp']],
])('the programs of %s', (line, programs) => {
  const argv = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, text, bare]) => text ?? bare ?? '');
  expect(runsOf(argv).map(({ program }) => program)).toEqual(programs);
});

test('any words fold to a bounded, well-formed text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 30 }), (argv) => {
      const text = foldCommand(argv) ?? '';
      expect(text.length).toBeLessThanOrEqual(160);
      expect(text.isWellFormed()).toBe(true);
    }),
  );
});
