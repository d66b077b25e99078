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
  'src/app/ports': ['src/core'],
  'src/app': ['src/app/ports', 'src/core', 'src/errors.ts', 'src/failure.ts'],
  'src/adapters': [
    'src/app/ports',
    'src/core',
    'src/errors.ts',
    'src/failure.ts',
    'src/config.ts',
    'src/connection.ts',
    'src/insights.ts',
  ],
  'src/config.ts': [
    'src/connection.ts',
    'src/errors.ts',
    'src/insights.ts',
    'src/setting.ts',
    'src/settings.ts',
  ],
  'src/settings.ts': ['src/setting.ts'],
  'src/connection.ts': [],
  'src/insights.ts': [],
  'src/setting.ts': [],
  'src/errors.ts': [],
  'src/failure.ts': ['src/errors.ts'],
  'src/world.ts': ['src/config.ts', 'src/app', 'src/adapters', 'src/core'],
  'src/questions.ts': ['src/world.ts', 'src/app', 'src/core'],
  'src/compose.ts': [
    'src/questions.ts',
    'src/world.ts',
    'src/config.ts',
    'src/app',
    'src/adapters',
    'src/core',
    'src/errors.ts',
    'src/failure.ts',
    'src/settings.ts',
  ],
  'src/host': [
    'src/compose.ts',
    'src/config.ts',
    'src/connection.ts',
    'src/app',
    'src/core',
    'src/adapters',
    'src/errors.ts',
    'src/failure.ts',
  ],
  'src/cli': [
    'src/host',
    'src/compose.ts',
    'src/config.ts',
    'src/connection.ts',
    'src/app',
    'src/core',
    'src/adapters',
    'src/errors.ts',
    'src/failure.ts',
    'src/simulate',
  ],
  functions: [
    'src/compose.ts',
    'src/config.ts',
    'src/app',
    'src/core',
    'src/adapters',
    'src/errors.ts',
    'src/failure.ts',
  ],
};

/** Packages a room may use; rooms not named may use none but Node's own. */
const packages: Readonly<Record<string, RegExp>> = {
  'src/core/read': /^ipaddr\.js$/,
  'src/core/count': /^node:crypto$/,
  'src/core/rank': /^(node:crypto|ipaddr\.js)$/,
  'src/core/judge': /^$/,
  'src/core/find': /^node:crypto$/,
  'src/core/show': /^node:crypto$/,
  'src/simulate': /^node:crypto$/,
  'src/app/ports': /^$/,
  'src/app': /^node:(crypto|zlib)$/,
};

const files = ['src', 'functions'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** The evaluation is as big as a room, and kept like one. */
const sized = [
  ...files,
  ...readdirSync(join(root, 'test/eval'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('test/eval', name)),
];

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

/** File -> the files it imports, types included. */
type Graph = ReadonlyMap<string, readonly string[]>;

/** The shortest way along imports, both ends in it; `null` where none leads there. */
function wayBetween(graph: Graph, from: string, to: string): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]]);
  // A map's keys are walked in the order in which they came, those set on the way among them.
  for (const file of cameFrom.keys()) {
    for (const next of graph.get(file) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  if (!cameFrom.has(to)) return null;
  const way: string[] = [];
  for (let at: string | null = to; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at);
  return way;
}

/** `a.ts -> b.ts -> a.ts`, the shortest circle through each import that is in one; told once, wherever one enters it. */
function circlesIn(graph: Graph): string[] {
  const circles = new Set<string>();
  for (const [file, targets] of graph) {
    for (const target of targets) {
      const way = wayBetween(graph, target, file);
      if (way === null) continue;
      const start = way.indexOf(way.toSorted()[0] ?? '');
      circles.add([...way.slice(start), ...way.slice(0, start + 1)].join(' -> '));
    }
  }
  return [...circles].sort();
}

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

  test('no file imports itself back', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => targetOf(file, specifier)),
      ]),
    );
    expect(circlesIn(graph)).toEqual([]);
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

  test('reads and sets the environment in one place', () => {
    expect(files.filter((file) => source(file).includes('process.env'))).toEqual(['src/config.ts']);
  });

  test('tells core the time, and lets it throw no dice', () => {
    const clocks = /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/;
    expect(files.filter((file) => /^src\/(core|simulate)\//.test(file) && clocks.test(source(file)))).toEqual(
      [],
    );
  });

  test('keeps folders to about twenty files beside their folders', () => {
    const inFolder = Map.groupBy(sized, dirname);
    expect([...inFolder].filter(([, own]) => own.length > 22).map(([folder]) => folder)).toEqual([]);
  });

  test('keeps files to about two hundred lines', () => {
    const long = sized
      .map((file) => [file, source(file).split('\n').length] as const)
      .filter(([, lines]) => lines > 235);
    expect(long).toEqual([]);
  });
});

describe('the search for circles', () => {
  const graphOf = (imports: Readonly<Record<string, readonly string[]>>): Graph =>
    new Map(Object.entries(imports));

  test('finds none where imports only go one way', () => {
    expect(circlesIn(graphOf({ 'door.ts': ['hall.ts', 'yard.ts'], 'hall.ts': ['yard.ts'] }))).toEqual([]);
  });

  test('tells each circle once, with its whole way', () => {
    const imports = {
      'way-in.ts': ['c.ts'],
      'c.ts': ['a.ts', 'dead-end.ts'],
      'a.ts': ['b.ts'],
      'b.ts': ['c.ts', 'd.ts'],
      'd.ts': ['b.ts'],
      'self.ts': ['self.ts'],
    };
    expect(circlesIn(graphOf(imports))).toEqual([
      'a.ts -> b.ts -> c.ts -> a.ts',
      'b.ts -> d.ts -> b.ts',
      'self.ts -> self.ts',
    ]);
  });
});
