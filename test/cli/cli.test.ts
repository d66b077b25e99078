/** The command line as a whole: what it loads before it knows what is asked, and what it says of a mistake. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { commands } from '../../src/cli/cli.ts';
import { matchFields } from '../../src/core/find/suppressions/suppression.ts';

const root = join(import.meta.dirname, '../..');

/** Names every file that is loaded on standard error. */
const watch = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { console.error('loads ' + url); return next(url, context); } });`)}`;

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Sources of ours, and packages by their names. */
  readonly loaded: ReadonlySet<string>;
}

const rarecall = (...args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    const program = ['--import', watch, join(root, 'bin/rarecall.js'), ...args];
    execFile(process.execPath, program, (error, out, err) => {
      const loads = [...err.matchAll(/^loads file:\S*?\/(src\/\S+|node_modules\/(?:@[^/]+\/)?[^/]+)/gm)];
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        out,
        err: err.replace(/^loads .*\n/gm, ''),
        loaded: new Set(loads.map(([, name = '']) => name)),
      });
    });
  });

test('the version is told with next to nothing loaded', async () => {
  for (const flag of ['--version', '-V']) {
    const { code, out, err, loaded } = await rarecall(flag);
    expect([code, out, err]).toEqual([0, `${manifest.version}\n`, '']);
    expect([...loaded].toSorted()).toEqual([
      'node_modules/commander',
      'src/cli/cli.ts',
      'src/cli/say.ts',
      'src/core/show/visible.ts',
      'src/errors.ts',
    ]);
  }
});

test('a command loads its own options, and what it works with only when it works', async () => {
  for (const name of [
    'hunt',
    'events',
    'sample',
    'demo',
    'start',
    'replay',
    'rank',
    'backfill',
    'doctor',
    'suppress',
    'mcp',
  ]) {
    const { code, out, loaded } = await rarecall(name, '--help');
    expect([code, out.split('\n', 1)[0]]).toEqual([0, expect.stringMatching(`^Usage: rarecall ${name} `)]);
    const shared = ['src/cli/cli.ts', 'src/cli/options.ts', 'src/cli/say.ts'];
    const ofCli = [...loaded].filter((file) => file.startsWith('src/cli/') && !shared.includes(file));
    expect([[`src/cli/${name}.ts`], [`src/cli/${name}/${name}.ts`]]).toContainEqual(ofCli);
    expect(
      [...loaded].filter((file) => /^node_modules|^src\/(host|adapters|simulate|compose)/.test(file)),
    ).toEqual(['node_modules/commander']);
  }
});

test('help and a word that is no command know all commands', async () => {
  const { code, out } = await rarecall('--help');
  expect(code).toBe(0);
  const listed = out.slice(out.indexOf('Commands:'), out.indexOf('Examples:')).matchAll(/^ {2}([a-z]+) /gm);
  expect([...listed].map(([, name]) => name)).toEqual([...commands.keys(), 'help']);
  expect(await rarecall('backfil')).toMatchObject({
    code: 2,
    out: '',
    err: "error: unknown command 'backfil'\n(Did you mean backfill?)\n(rarecall --help tells more)\n",
  });
});

test('the help of suppress names every field that may be matched', async () => {
  const { out } = await rarecall('suppress', '--help');
  const [, listed = ''] = /must match: ([^.]*)\./.exec(out) ?? [];
  expect(listed.split(/,\s+/).toSorted()).toEqual(matchFields.toSorted());
});
