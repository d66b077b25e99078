/**
 * Faults in the text of the product itself: the exactly-once path is bundled anew with one change, and races as the
 * real one does. A wrapped port shows that a fault would be seen; this shows that it is seen where it would be made.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caught, endsWellWhenLate, type Product, raced, right, takesStale } from './race.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-mutant-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Change {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly by: string;
}

const changing = ({ file, text, by }: Change): Plugin => ({
  name: 'changed',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path !== join(root, file)) return undefined;
      const parts = (await readFile(path, 'utf8')).split(text);
      if (parts.length !== 2)
        throw new Error(`what is to be changed stands ${parts.length - 1} times in ${file}`);
      return { contents: parts.join(by), loader: 'ts' };
    });
  },
});

let made = 0;

async function productWith(change: Change): Promise<Product> {
  const built = await build({
    stdin: {
      contents: `export { ledgerTable } from './src/adapters/azure/ledger/ledger.ts'; export { ingest } from './src/app/ingest.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    plugins: [changing(change)],
  });
  const path = join(folder, `mutant-${++made}.cjs`);
  await writeFile(path, built.outputFiles[0]?.contents ?? '');
  const loaded = (await import(pathToFileURL(path).href)) as { default: Product };
  return loaded.default;
}

const table = 'src/adapters/azure/ledger/ledger.ts';

/** A fault may also end a worker with an error, which is as good as seen. */
const isSeen = async (change: Change): Promise<boolean> => {
  const product = await productWith(change);
  return !(await endsWellWhenLate(product)) || (await caught({ product }).catch(() => true));
};

test('the text as it is counts each line once', async () => {
  const product = await productWith({ file: table, text: '{ etag: from.etag }', by: '{ etag: from.etag }' });
  expect(await takesStale(product)).toBe(false);
  expect(await endsWellWhenLate(product)).toBe(true);
  expect(await raced(1, { product })).toEqual(right);
});

test.each<[string, Change]>([
  ['any ETag is taken', { file: table, text: '{ etag: from.etag }', by: "{ etag: '*' }" }],
  [
    'the first commit takes no look',
    { file: table, text: "['create', cursor]", by: "['upsert', cursor, 'Replace']" },
  ],
  [
    'rows are not written',
    { file: table, text: '...segment.rows.map(', by: '...segment.rows.slice(0, 0).map(' },
  ],
  [
    'a lost race goes on as if it were won',
    { file: 'src/adapters/azure/table-error.ts', text: 'status === 412', by: 'status === 999' },
  ],
  [
    'what is counted is counted again',
    { file: 'src/core/count/growing-row.ts', text: '  row.events++;', by: '  row.events += 2;' },
  ],
  [
    'the cursor forgets what it has counted',
    {
      file: 'src/core/count/tally.ts',
      text: 'events: cursor.events + tally.events',
      by: 'events: tally.events',
    },
  ],
])('it would be seen if %s', async (_fault, change) => {
  expect(await isSeen(change)).toBe(true);
});
