/**
 * What a run of tests says of a fault. Red is only a test that failed, or that the fault kept from loading: a run that
 * could not start, or broke for a reason of its own, says nothing, and must never pass for either answer.
 */
export interface Told {
  /** Test files that came to an end. */
  readonly ended: readonly TestFile[];
  /** What went wrong outside of every test, as Vitest names it. */
  readonly errors: readonly Trouble[];
}

export interface TestFile {
  readonly file: string;
  readonly passed: number;
  /** Of tests that failed, and of the file where it could not be loaded. */
  readonly failures: readonly Trouble[];
  readonly tookMs: number;
}

export interface Trouble {
  /** Where Vitest gives one: `Unhandled Rejection`, `Unhandled Error`, … */
  readonly type: string;
  readonly message: string;
}

export type Outcome =
  | { readonly is: 'green' }
  | { readonly is: 'red'; readonly by: string }
  /** An endless loop never ends by itself, nor does a wait for what never comes. */
  | { readonly is: 'no end' }
  | { readonly is: 'broken'; readonly why: string };

/** The code under test threw where no test was waiting for it: `npm test` fails by that, too. */
const thrown = new Set(['Unhandled Rejection', 'Uncaught Exception']);

/** Of the machine, or of Vite: no fault in a line of ours does this. */
const notOurs =
  /\b(ECONNREFUSED|EADDRINUSE|EMFILE|ENOMEM|ENOSPC)\b|out of memory|Transform failed|Parse failure|Failed to (load url|resolve)|Cannot find (module|package)|did not start/i;

/** A limit of Vitest's: a fault may do this, and so may a machine under load. */
const outOfTime = /^(Test|Hook) timed out in /;

/** @param wanted the test files that were asked */
export function outcomeOf(wanted: readonly string[], { ended, errors }: Told): Outcome {
  const troubles = [
    ...ended.flatMap(({ file, failures }) => failures.map((trouble) => ({ file, trouble }))),
    ...errors
      .filter(({ type }) => thrown.has(type))
      .map((trouble) => ({ file: ended.at(-1)?.file ?? '', trouble })),
  ];
  const ours = troubles.filter(({ trouble }) => !notOurs.test(trouble.message));
  const red = ours.find(({ trouble }) => !outOfTime.test(trouble.message));
  if (red !== undefined) return { is: 'red', by: red.file };
  if (ours.length > 0) return { is: 'no end' };
  const broken = errors[0] ?? troubles[0]?.trouble;
  if (broken !== undefined) return { is: 'broken', why: broken.message };
  const missing = wanted.find((file) => !ended.some((test) => test.file === file));
  if (missing !== undefined) return { is: 'broken', why: `${missing} was not run` };
  if (!ended.some(({ passed }) => passed > 0)) return { is: 'broken', why: 'no test was run' };
  return { is: 'green' };
}
