/** Completion as a shell does it: the script is loaded into a real bash, and asked as readline would ask. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands, programOf } from '../../src/cli/cli.ts';
import { bashCompletion } from '../../src/cli/completing/bash.ts';
import { fishCompletion } from '../../src/cli/completing/fish.ts';
import { powershellCompletion } from '../../src/cli/completing/powershell.ts';
import { type CompletedCommand, treeOf } from '../../src/cli/completing/tree.ts';
import { zshCompletion } from '../../src/cli/completing/zsh.ts';

let folder: string;
let tree: CompletedCommand[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rarecall-completion-'));
  writeFileSync(join(folder, 'log file.json'), '');
  tree = treeOf(await programOf(commands.values()));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of the words. */
function offered(...words: readonly string[]): string[] {
  const script = `${bashCompletion(tree)}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rarecall; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['-c', script, 'bash', 'rarecall', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return said.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  test('completes every command, and its options', () => {
    expect(tree.map(({ path }) => path)).toEqual(expect.arrayContaining(['', 'hunt', 'suppress add']));
    expect(offered('')).toEqual([...commands.keys(), 'help']);
    for (const { path, options } of tree) {
      const words = path === '' ? [] : path.split(' ');
      const names = options.flatMap(({ long, short }) => [long, short]).filter((name) => name !== null);
      expect([path, offered(...words, '-').toSorted()]).toEqual([path, names.toSorted()]);
    }
  });

  test.each([
    [['hu'], ['hunt']],
    [
      ['suppress', ''],
      ['list', 'add', 'remove', 'try', 'help'],
    ],
    [
      ['hunt', '--format', 'js'],
      ['json', 'jsonl'],
    ],
    [
      ['hunt', '--format', '=', 'js'],
      ['json', 'jsonl'],
    ],
    [
      ['hunt', '--ranking', '='],
      ['surprise', 'rare'],
    ],
    // A value is no command, whatever it is called.
    [['hunt', '--cluster', 'suppress', '--fail-on', 'cri'], ['critical']],
    [['hunt', 'lo'], ['log file.json']],
    [['hunt', '-o', ''], ['log file.json']],
    [['hunt', '--limit', ''], []],
    [['completion', 'po'], ['powershell']],
  ])('%j', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });
});

test('the scripts of the other shells know every option, and what is quoted in them stays quoted', () => {
  const scripts = { zsh: zshCompletion(tree), fish: fishCompletion(tree), ps: powershellCompletion(tree) };
  for (const { long } of tree.flatMap(({ options }) => options)) {
    expect(scripts.zsh).toContain(`'${long}:`);
    expect(scripts.fish).toContain(` -l ${long.slice(2)}`);
    expect(scripts.ps).toContain(`'${long}'`);
  }
  const odd = [
    { path: 'x', help: '', commands: [], argument: null, options: [] },
  ] satisfies CompletedCommand[];
  const hostile = `it's $(date) \\`;
  const option = { short: null, long: '--odd', help: hostile, value: { choices: [hostile] } };
  const tricky = [{ ...odd[0], options: [option] }] as CompletedCommand[];
  expect(zshCompletion(tricky)).toContain(`'--odd:it'\\''s $(date) \\'`);
  expect(fishCompletion(tricky)).toContain(`-d 'it\\'s $(date) \\\\'`);
  expect(powershellCompletion(tricky)).toContain(`'it''s $(date) \\'`);
});
