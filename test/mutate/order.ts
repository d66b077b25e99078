/** Which tests are asked about a file, and in which order: whoever is likeliest to notice first, the slow last. */
import { basename, dirname, join } from 'node:path';

/** Rooms whose tests need the storage emulator. */
const onAzurite = /^(functions|src\/adapters\/azure|src\/compose)/;

/** What is built of these is tested beside them, by a test that imports none. */
const bundled = /^functions\//;

/** Whole hosts and long races say little about one line, and take minutes. */
const tooLong = /^test\/(faults|host|cli)\/.*\.azurite\./;

/**
 * A test that takes so many times as long as the one in the middle is not asked, unless it is named like the file: a
 * survivor waits for all of them. Times, not seconds, since a machine under load is slow for all.
 */
const nearLimit = 25;
const farLimit = 5;

export interface Asking {
  /** The file with the fault. */
  readonly file: string;
  /** Test files that import it. */
  readonly related: readonly string[];
  /** All test files. */
  readonly all: readonly string[];
  /** Asks no test of another folder, where its own has one. */
  readonly nearOnly: boolean;
  /** Of a run without a fault, where it is known. */
  readonly tookMs: ReadonlyMap<string, number>;
}

export function orderOf({ file, related, all, nearOnly, tookMs }: Asking): string[] {
  const folder = nearestFolder(file, all);
  const near = (bundled.test(file) ? all : related).filter(
    (test) => folder !== null && test.startsWith(`${folder}/`),
  );
  const own = basename(file, '.ts');
  const takes = (test: string): number => tookMs.get(test) ?? 0;
  const middle = [...tookMs.values()].sort((a, b) => a - b)[Math.floor(tookMs.size / 2)] ?? 0;
  const isOwn = (test: string): boolean =>
    basename(test).startsWith(`${own}.`) || basename(test).startsWith(`${own}-`);
  const isQuick = (test: string): boolean =>
    takes(test) <= middle * (near.includes(test) ? nearLimit : farLimit);
  const lateness = (test: string): number => (isOwn(test) ? 0 : near.includes(test) ? 1 : 2);
  const asked = (nearOnly && near.length > 0 ? near : [...new Set([...near, ...related])]).filter(
    (test) => !tooLong.test(test) && (onAzurite.test(file) || !test.includes('.azurite.')),
  );
  const quick = asked.filter((test) => isOwn(test) || isQuick(test));
  return (quick.length > 0 ? quick : asked).sort(
    (a, b) => lateness(a) - lateness(b) || takes(a) - takes(b) || (a < b ? -1 : 1),
  );
}

/** The folder of tests that is nearest to the file's own, `null` where that is the folder of all. */
function nearestFolder(file: string, all: readonly string[]): string | null {
  for (let own = dirname(file).replace(/^src(\/|$)/, ''); own !== '' && own !== '.'; own = dirname(own)) {
    const folder = join('test', own);
    if (all.some((test) => test.startsWith(`${folder}/`))) return folder;
  }
  return null;
}
