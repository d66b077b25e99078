/** A command that is copied does what it says, and nothing that a file's name says. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsCommand, eventsCommandOf } from '../../../src/core/show/events-command.ts';
import { aBlobName } from '../../build.ts';

/** The words that a shell makes of it. */
const words = (command: string): string[] =>
  execFileSync('bash', ['-c', `rarecall() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a shell gives each name as one word, whatever is in it', () => {
  const names = [
    'logs',
    './a b',
    "it's",
    '$(touch x)',
    '`x`',
    '"q"',
    'a;b|c&d',
    '~',
    '*',
    'a\\b',
    '#x',
    '!x',
    'ä',
  ];
  expect(words(eventsCommand('1234', names))).toEqual(['events', '1234', ...names]);
  const plain = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((name) => !name.startsWith('-'));
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 4 }), (some) => {
      expect(words(eventsCommand('1234', some))).toEqual(['events', '1234', ...some]);
    }),
    { numRuns: 20 },
  );
});

test('a name that looks like an option is none', () => {
  expect(words(eventsCommand('1', ['--output']))).toEqual(['events', '1', './--output']);
});

test('names that cannot be copied are not, nor is standard input', () => {
  for (const path of ['a\nb', '\u202egpj.exe', '-', '\u001b[2J'])
    expect(eventsCommand('1', ['logs', path])).toBe('rarecall events 1 <files or folders>');
});

test('of a finding its logs tell whether they lie in the archive', () => {
  const of = (source: string) => eventsCommandOf({ id: '1', queries: { blobs: [{ source }] } });
  expect(of(aBlobName())).toBe('rarecall events 1');
  expect(of(`logs/${aBlobName()}`)).toBe('rarecall events 1 <files or folders>');
});
