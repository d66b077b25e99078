/**
 * A process that keeps Vitest warm and answers one question after the other (`tests.ts` asks them). Vitest itself starts
 * once; each test file still has a process of its own, so that no fault outlives its run.
 */
import { join, relative } from 'node:path';
import { createVitest, type Reporter, type TestModule, type TestSpecification } from 'vitest/node';
import type { TestFile, Told, Trouble } from './outcome.ts';

export type Question =
  | { readonly ask: 'related'; readonly file: string }
  | { readonly ask: 'all' }
  | { readonly ask: 'run'; readonly tests: readonly string[]; readonly changed: string | null };

export type Answer =
  | { readonly is: 'tests'; readonly tests: readonly string[] }
  | { readonly is: 'told'; readonly told: Told }
  /** Something came to an end: it is not stuck. */
  | { readonly is: 'beat' };

const root = process.cwd();
const say = (answer: Answer): void => {
  process.send?.(answer);
};
process.once('disconnect', () => process.exit());

let ended: TestFile[] = [];
let since = 0;

const reporter: Reporter = {
  onTestCaseResult: () => say({ is: 'beat' }),
  onHookEnd: () => say({ is: 'beat' }),
  onTestModuleCollected: () => say({ is: 'beat' }),
  onTestModuleEnd(module) {
    say({ is: 'beat' });
    ended.push(testFileOf(module, performance.now() - since));
    since = performance.now();
  },
};

/** As they were asked: the order is no matter of Vitest's, which would take the slowest first. */
class AsAsked {
  sort(specifications: TestSpecification[]): TestSpecification[] {
    return specifications;
  }
  shard(specifications: TestSpecification[]): TestSpecification[] {
    return specifications;
  }
}

const vitest = await createVitest('test', {
  root,
  project: ['unit', 'azurite'],
  watch: false,
  bail: 1,
  cache: false,
  fileParallelism: false,
  reporters: [reporter],
  sequence: { sequencer: AsAsked },
});

let written: string | null = null;

// What fails here ends the process: whoever asked hears of that.
process.on('message', (question: Question) => {
  void (question.ask === 'run' ? run(question) : testsOf(question)).then(say);
});

async function testsOf(question: Question & { ask: 'all' | 'related' }): Promise<Answer> {
  if (question.ask === 'related') vitest.config.related = [join(root, question.file)];
  const found = await vitest.getRelevantTestSpecifications();
  delete vitest.config.related;
  return { is: 'tests', tests: found.map(nameOf) };
}

async function run({ tests, changed }: Question & { ask: 'run' }): Promise<Answer> {
  // The last one has been put back since.
  for (const file of [written, changed]) if (file !== null) vitest.invalidateFile(join(root, file));
  written = changed;
  const known = new Map(
    (await vitest.globTestSpecifications()).map((specification) => [nameOf(specification), specification]),
  );
  const wanted = tests.flatMap((name) => known.get(name) ?? []);
  // Nothing of an earlier run may be taken for one of this.
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  ended = [];
  since = performance.now();
  const { unhandledErrors } = await vitest.runTestSpecifications(wanted);
  return { is: 'told', told: { ended, errors: unhandledErrors.map(troubleOf) } };
}

const nameOf = ({ moduleId }: TestSpecification): string => relative(root, moduleId);

function testFileOf(module: TestModule, tookMs: number): TestFile {
  const tests = [...module.children.allTests()];
  const suites = [...module.children.allSuites()];
  return {
    file: relative(root, module.moduleId),
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failures: [
      ...module.errors(),
      ...suites.flatMap((suite) => suite.errors()),
      ...tests.flatMap((test) => test.result().errors ?? []),
    ].map(troubleOf),
    tookMs,
  };
}

function troubleOf(error: unknown): Trouble {
  const { type, message, cause } = error as { type?: string; message?: string; cause?: { message?: string } };
  return {
    type: type ?? '',
    message: cause?.message === undefined ? `${message}` : `${message}: ${cause.message}`,
  };
}
