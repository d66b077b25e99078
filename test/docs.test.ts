/** Documents that name files and each other: what they name is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

const markdown = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test('every file that the architecture names is there', () => {
  const named = [...text('docs/architecture.md').matchAll(/`((?:src|functions|test)\/[\w./-]*)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every link of a document leads somewhere', () => {
  const dead = markdown.flatMap((file) =>
    [...text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => join(dirname(file), target))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${file} -> ${target}`),
  );
  expect(dead).toEqual([]);
});

test('the indexes list every document and every decision', () => {
  const missing = (folder: string): string[] =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md') && name !== 'README.md')
      .filter((name) => !text(`${folder}/README.md`).includes(`(${name})`));
  expect([...missing('docs'), ...missing('docs/decisions')]).toEqual([]);
});

test('claims of the README name the tests that show them', () => {
  const shown = [...text('README.md').matchAll(/\[✓\]\(([^)]+)\)/g)].map(([, path = '']) => path);
  expect(shown.length).toBeGreaterThan(25);
  expect(shown.filter((path) => !/^test\/.*\.(test|contract|bench)\.ts$/.test(path))).toEqual([]);
});
