/** One table of settings: what else lists them says the same, no more and no less. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../src/settings.ts';

const text = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const all = Object.values(settings);

/** Settings that the Functions host and we read by their connection's name: src/connection.ts. */
const connections = /^(RARECALL_LOGS|AzureWebJobsStorage)(__\w+)?$/;

test('the table of the README has every setting, with its default and what it is, and no other', () => {
  const rows = text('README.md')
    .split('\n')
    .filter((line) => line.startsWith('| `RARECALL_'));
  const escaped = (said: string) => said.replaceAll('|', '\\|');
  expect(rows.toSorted()).toEqual(
    all
      .map(
        ({ name, fallback, help }) =>
          `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\` `}| ${escaped(help)} |`,
      )
      .sort(),
  );
});

test('the example of local settings has settings that there are, with values that can be meant', () => {
  const { Values } = JSON.parse(text('local.settings.example.json')) as { Values: Record<string, string> };
  const hosts = ['FUNCTIONS_WORKER_RUNTIME'];
  for (const [name, value] of Object.entries(Values)) {
    if (hosts.includes(name) || connections.test(name)) continue;
    const setting = all.find((one) => one.name === name);
    expect(setting?.name).toBe(name);
    expect(() => setting?.read(value)).not.toThrow();
  }
  expect(Object.keys(Values)).toEqual(
    expect.arrayContaining(['AzureWebJobsStorage', 'RARECALL_LOGS', 'RARECALL_BLOB_SOURCE']),
  );
});
