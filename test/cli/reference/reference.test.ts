/** The page of the command line says what the commands say; and what they give as examples can be run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commands, programOf } from '../../../src/cli/cli.ts';
import { projectFolder } from '../../../src/host/project-folder.ts';
import { cliPage } from './page.ts';

test('docs/cli.md is as npm run reference makes it', async () => {
  expect(readFileSync(join(projectFolder, 'docs/cli.md'), 'utf8')).toBe(await cliPage());
});

/** Parses as the program does, and does nothing. */
async function parsed(words: readonly string[]): Promise<string | null> {
  const program = await programOf(commands.values());
  const quieten = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(quieten);
  };
  quieten(program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('every example of a help text is written right', async () => {
  const page = await cliPage();
  // Up to two blanks, where its meaning begins, or what another program does with it.
  const examples = [
    ...page.matchAll(/^(?:zcat \S+ \| )?\s*(?:zcat \S+ \| )?rarecall (\S.*?)(?: {2,}.*| [|>].*)?$/gm),
  ].map(([, words = '']) => words);
  const shown = examples.filter((words) => !/<command>|\[options\]|\[command\]/.test(words));
  expect(shown.length).toBeGreaterThan(30);
  for (const example of shown) {
    const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) =>
      // An id that is shortened for the eye.
      (quoted ?? bare ?? '').replace(/^[0-9a-f]+…$/, 'a'.repeat(32)),
    );
    expect([example, await parsed(words)]).toEqual([example, null]);
  }
});

test('every command has an example', async () => {
  const page = await cliPage();
  for (const name of commands.keys())
    expect([
      name,
      new RegExp(`^\\s*rarecall ${name}\\b`, 'm').test(page.split(`## rarecall ${name}\n`)[1] ?? ''),
    ]).toEqual([name, true]);
});
