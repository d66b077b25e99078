/** Commands in documents: each is run by a test, or says why it cannot be; and what it names is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { grantsIn, snapshots } from './infra/snapshot.ts';

const root = join(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Block {
  readonly mark: string;
  readonly script: string;
}

const documents = ['docs/deploy.md', 'docs/operate.md', 'docs/security.md', 'docs/cost.md', 'SECURITY.md'];

const blocksOf = (file: string): Block[] =>
  [...text(file).matchAll(/(?:<!-- (.+) -->\n)?```sh\n([\s\S]*?)```/g)].map(([, mark = '', script = '']) => ({
    mark,
    script,
  }));

const blocks = documents.flatMap((file) => blocksOf(file).map((block) => ({ file, ...block })));

test('there are commands to look at', () => {
  expect(blocks.length).toBeGreaterThan(10);
});

describe.each(blocks)('in $file: $script', ({ mark, script }) => {
  test('the commands are run by a test that is there, or say why not', () => {
    const [, file] = /^run by (\S+)$/.exec(mark) ?? [];
    if (file === undefined) expect(mark).toMatch(/^not run here: .{10,}/);
    else expect(existsSync(join(root, file))).toBe(true);
    const [, named] = /(test\/\S+\.ts)/.exec(mark) ?? [];
    if (named !== undefined) expect(existsSync(join(root, named))).toBe(true);
  });

  test('a shell can read them', () => {
    // What a reader fills in is one word to the shell, too.
    const filled = script.replaceAll(/<[a-z ]+>/g, 'filled-in');
    expect(() =>
      execFileSync('bash', ['-n'], { input: filled, stdio: ['pipe', 'pipe', 'pipe'] }),
    ).not.toThrow();
  });

  test('what they name is there: scripts, files, variables', () => {
    for (const [, name = ''] of script.matchAll(/npm run ([\w:]+)/g))
      expect(Object.keys(packageJson.scripts)).toContain(name);
    for (const [file] of script.matchAll(/\binfra\/\S+\.bicep\b/g))
      expect(existsSync(join(root, file))).toBe(true);
    const { parameters } = JSON.parse(text('infra/main.parameters.json')) as { parameters: object };
    const inputs = JSON.stringify(parameters);
    for (const [, name = ''] of script.matchAll(/azd env set (\w+)/g)) expect(inputs).toContain(`\${${name}`);
    const outputs = [...text('infra/main.bicep').matchAll(/^output (\w+) /gm)].map(([, name]) => name);
    for (const [, name = ''] of script.matchAll(/\$\{?([A-Z]\w+)/g))
      if (!script.includes(`${name}=$`)) expect(name === 'KEY' ? outputs[0] : name).toBeOneOf(outputs);
  });
});

test('every name that can be asked for stands in the table, with its default, and no other', () => {
  const { parameters } = JSON.parse(text('infra/main.parameters.json')) as {
    parameters: Record<string, { value: unknown }>;
  };
  const asked = Object.values(parameters).flatMap(({ value }) => {
    const [, name, fallback = ''] = /^\$\{(\w+)(?:=(.*))?\}$/.exec(String(value)) ?? [];
    // azd itself sets who deploys.
    return name === undefined || name.startsWith('AZURE_PRINCIPAL') ? [] : [{ name, fallback }];
  });
  const rows = text('docs/deploy.md')
    .split('\n')
    .filter((line) => /^\| `(RARECALL|AZURE)_/.test(line));
  const named = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(asked.map(({ name }) => name).sort());
  for (const { name, fallback } of asked) {
    const row = rows.find((line) => line.includes(`\`${name}\``)) ?? '';
    if (!name.startsWith('AZURE'))
      expect([name, row.split('|')[2]?.trim()]).toEqual([name, fallback === '' ? '' : `\`${fallback}\``]);
  }
});

test('every sink has its secrets told as the deployment names them', () => {
  const rows = text('docs/deploy.md').split('### Sinks')[1] ?? '';
  for (const [, secret = ''] of text('infra/app/settings.bicep').matchAll(/RARECALL_\w+: '([\w-]+)'/g))
    expect(rows).toContain(`\`${secret}\``);
});

test('every role that is given has its reason, and no other is told of', () => {
  const given = new Set(snapshots.flatMap(grantsIn).map(({ role }) => role));
  const section = text('docs/security.md').split('## What the app may do')[1] ?? '';
  const told = [...section.matchAll(/^\| ((?:Storage|Key|Monitoring)[\w ]+?) \| (.+) \| (.{20,}) \|$/gm)].map(
    ([, role]) => role,
  );
  expect(told.sort()).toEqual([...given].sort());
});

test('every id that health says has a row in the runbooks', () => {
  const folder = join(root, 'src/app/health');
  const ids = readdirSync(folder).flatMap((file) =>
    [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /(?:problem|information)\(\s*'([a-z-]+)'|\bid = .*\? '([a-z-]+)' : '([a-z-]+)'|^ {2}id: '([a-z-]+)'/gm,
      ),
    ].flatMap((match) => match.slice(1).filter((id) => id !== undefined)),
  );
  const rows = text('docs/operate.md').split('## Runbooks')[1]?.split('## Things')[0] ?? '';
  expect(ids.length).toBeGreaterThan(15);
  // `failed` and `damaged` are questions, and say other ids.
  const said = new Set(ids.filter((id) => !['failed', 'damaged'].includes(id)));
  expect([...said].filter((id) => !rows.includes(`\`${id}\``))).toEqual([]);
});
