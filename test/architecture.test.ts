/** Which way imports go, and what core must not touch. Reads the source, so that no goodwill is needed. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A room -> the rooms it may import, beside itself. Longer names are looked at first. */
const may: Readonly<Record<string, readonly string[]>> = {
  'src/core/read': [],
  'src/core/count': ['src/core/read'],
  'src/core/rank': ['src/core/count', 'src/core/read'],
  'src/core/judge': ['src/core/rank', 'src/core/count', 'src/core/read'],
  'src/core/find': ['src/core/judge', 'src/core/rank', 'src/core/count', 'src/core/read'],
  'src/core/show': ['src/core/find', 'src/core/judge', 'src/core/rank', 'src/core/count', 'src/core/read'],
  'src/simulate': ['src/core/read', 'src/core/count'],
  'src/app': ['src/core', 'src/errors.ts'],
  'src/adapters': ['src/app/ports.ts', 'src/core', 'src/errors.ts', 'src/config.ts'],
  'src/config.ts': ['src/errors.ts', 'src/setting.ts'],
  'src/setting.ts': [],
  'src/errors.ts': [],
  'src/compose.ts': ['src/config.ts', 'src/app', 'src/adapters', 'src/core', 'src/errors.ts'],
  'src/host': ['src/compose.ts', 'src/config.ts', 'src/app', 'src/core', 'src/adapters', 'src/errors.ts'],
  'src/cli': [
    'src/host',
    'src/compose.ts',
    'src/config.ts',
    'src/app',
    'src/core',
    'src/adapters',
    'src/errors.ts',
    'src/simulate',
  ],
  functions: ['src/compose.ts', 'src/config.ts', 'src/app', 'src/core', 'src/adapters', 'src/errors.ts'],
};

/** Packages a room may use; rooms not named may use none but Node's own. */
const packages: Readonly<Record<string, RegExp>> = {
  'src/core/read': /^$/,
  'src/core/count': /^node:crypto$/,
  'src/core/rank': /^(node:crypto|ipaddr\.js)$/,
  'src/core/judge': /^$/,
  'src/core/find': /^node:crypto$/,
  'src/core/show': /^node:crypto$/,
  'src/simulate': /^node:crypto$/,
  'src/app': /^node:crypto$/,
};

const files = ['src', 'functions'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

const source = (file: string) => readFileSync(join(root, file), 'utf8');

const roomOf = (file: string): string =>
  Object.keys(may)
    .sort((a, b) => b.length - a.length)
    .find((room) => file === room || file.startsWith(`${room}/`)) ?? 'nowhere';

const importsOf = (file: string): string[] =>
  [
    ...source(file).matchAll(
      /^(?:import|export)\b[^;'"]* from '([^']+)';|^import '([^']+)';|\bimport\('([^']+)'\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const targetOf = (file: string, specifier: string) => relative(root, join(root, dirname(file), specifier));

describe('the house', () => {
  test('has a room for every file', () => {
    expect(files.filter((file) => roomOf(file) === 'nowhere')).toEqual([]);
  });

  test('imports only from earlier rooms', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => roomOf(target) !== roomOf(file))
        .filter(
          (target) =>
            !(may[roomOf(file)] ?? []).some((room) => target === room || target.startsWith(`${room}/`)),
        )
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('keeps packages out of the pure rooms', () => {
    const wrong = files.flatMap((file) => {
      const allowed = packages[roomOf(file)];
      return allowed === undefined
        ? []
        : importsOf(file)
            .filter((specifier) => !specifier.startsWith('.') && !allowed.test(specifier))
            .map((specifier) => `${file} -> ${specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  test('reads the environment in one place', () => {
    const reading = files.filter(
      (file) => source(file).includes('process.env') && !/^src\/(host|cli)\//.test(file),
    );
    expect(reading).toEqual(['src/config.ts']);
  });

  test('tells core the time, and lets it throw no dice', () => {
    const clocks = /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/;
    expect(files.filter((file) => /^src\/(core|simulate)\//.test(file) && clocks.test(source(file)))).toEqual(
      [],
    );
  });

  test('keeps files to about two hundred lines', () => {
    const long = files
      .map((file) => [file, source(file).split('\n').length] as const)
      .filter(([, lines]) => lines > 235);
    expect(long).toEqual([]);
  });
});
