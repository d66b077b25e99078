/** Tests of one checkout, asked of a process that is kept warm (`asked.ts`), and started anew when it is stuck or dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Question } from './asked.ts';
import { type Outcome, outcomeOf, type TestFile } from './outcome.ts';

export interface Run {
  readonly outcome: Outcome;
  /** What came to an end, in its order. */
  readonly ended: readonly TestFile[];
  /** The longest time in which nothing came to an end. */
  readonly longestMs: number;
}

export interface Tests {
  /** All test files. */
  all(): Promise<readonly string[]>;
  /** Those that import this file, by whatever way. */
  related(file: string): Promise<readonly string[]>;
  /**
   * Runs these in their order, up to the first that fails; once more, in a process that is new, where they broke or did
   * not end: a machine under load does that, too. No tests are green.
   * @param changed the file with a fault, `null` without one
   * @param quietMs when nothing comes to an end for so long, nothing ever will
   */
  run(tests: readonly string[], changed: string | null, quietMs: number): Promise<Run>;
  /** Ends the process, and whatever tests started. */
  end(): void;
}

/** @param folder the checkout, with `test/mutate` and `node_modules` */
export function testsOf(folder: string): Tests {
  let child: ChildProcess | null = null;

  const end = (): void => {
    if (child?.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended already.
    }
    child = null;
  };

  /** What it answers, or why it does not. */
  function ask(question: Question, quietMs: number): Promise<Exchange> {
    // A group of its own: workers and whatever tests started end with it.
    const asked =
      child ?? fork(join(folder, 'test/mutate/asked.ts'), { cwd: folder, detached: true, stdio: 'pipe' });
    child = asked;
    return new Promise((resolve) => {
      let said = '';
      let longestMs = 0;
      let last = performance.now();
      let timer: NodeJS.Timeout;
      const beat = (): void => {
        longestMs = Math.max(longestMs, performance.now() - last);
        last = performance.now();
        clearTimeout(timer);
        timer = setTimeout(() => over({ is: 'quiet' }), quietMs);
      };
      const hear = (text: Buffer): void => {
        said = `${said}${text}`.slice(-2000);
      };
      const over = (answer: Exchange['answer']): void => {
        clearTimeout(timer);
        asked.removeAllListeners();
        asked.stdout?.off('data', hear);
        asked.stderr?.off('data', hear);
        if (answer.is === 'quiet' || answer.is === 'gone') end();
        resolve({ answer, longestMs });
      };
      asked.stdout?.on('data', hear);
      asked.stderr?.on('data', hear);
      asked.on('error', (error) => over({ is: 'gone', why: error.message }));
      asked.on('exit', (code, signal) => over({ is: 'gone', why: `${signal ?? `exit ${code}`}: ${said}` }));
      asked.on('message', (answer: Answer) => {
        beat();
        if (answer.is !== 'beat') over(answer);
      });
      beat();
      asked.send(question);
    });
  }

  async function list(question: Question): Promise<readonly string[]> {
    const { answer } = await ask(question, startMs);
    if (answer.is === 'tests') return answer.tests;
    throw new Error(`tests cannot be listed: ${answer.is === 'gone' ? answer.why : answer.is}`);
  }

  async function runOnce(tests: readonly string[], changed: string | null, quietMs: number): Promise<Run> {
    const { answer, longestMs } = await ask({ ask: 'run', tests, changed }, quietMs);
    if (answer.is === 'told')
      return { outcome: outcomeOf(tests, answer.told), ended: answer.told.ended, longestMs };
    const outcome: Outcome = answer.is === 'gone' ? { is: 'broken', why: answer.why } : { is: 'no end' };
    return { outcome, ended: [], longestMs };
  }

  return {
    all: () => list({ ask: 'all' }),
    related: (file) => list({ ask: 'related', file }),
    async run(tests, changed, quietMs) {
      if (tests.length === 0) return { outcome: { is: 'green' }, ended: [], longestMs: 0 };
      const run = await runOnce(tests, changed, quietMs);
      if (run.outcome.is === 'green' || run.outcome.is === 'red') return run;
      end();
      return await runOnce(tests, changed, quietMs);
    },
    end,
  };
}

/** To start Vitest and read all imports, on a machine under load. */
const startMs = 300_000;

interface Exchange {
  readonly answer: Answer | { readonly is: 'quiet' } | { readonly is: 'gone'; readonly why: string };
  readonly longestMs: number;
}
