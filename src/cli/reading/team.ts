/**
 * Stretches read by this thread and by others, their steps taken in order: the same, however many there are. Memory is
 * bounded: a thread waits for who takes its steps, and none begins far ahead of him.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type ReadWindow, readWindow } from '../../core/read/gate/window.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import { errorOf, type Posted, type PostedStep, posted } from './posted.ts';
import type { Told } from './reading-thread.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Stretch } from './stretch.ts';

export interface Begun {
  readonly stretch: Stretch;
  /** To be taken to their end before those of what was begun later. */
  readonly steps: AsyncIterable<Step>;
  /** Nobody needs its steps. */
  passOver(): Promise<void>;
}

export interface Team {
  /** Has a stretch read, behind all that were begun before. */
  begin(stretch: Stretch): Begun;
  end(): Promise<void>;
}

export interface TeamOptions {
  readonly read: ReadOptions;
  /** Threads beside this one. */
  readonly helpers: number;
  readonly onBytes: (bytes: number) => void;
}

/** Stretches, for each thread, that may be read and not taken. */
const ahead = 3;

interface Job {
  readonly stretch: Stretch;
  readonly posted: PostedStep[];
  /** `null`: nobody reads it yet. */
  reader: Worker | 'here' | null;
  /** Called when something is posted. */
  wake: () => void;
}

export function team({ read, helpers, onBytes }: TeamOptions): Team {
  /** In order; a job is taken away when all its steps are. */
  const jobs: Job[] = [];
  const idle: Worker[] = [];
  const reading = new Map<Worker, Job>();
  let failure: Error | null = null;
  let window: ReadWindow | null = null;

  const nextJob = (): Job | undefined =>
    jobs.slice(0, (helpers + 1) * ahead).find(({ reader }) => reader === null);

  function handOut(): void {
    while (idle.length > 0) {
      const job = nextJob();
      const thread = job === undefined ? undefined : idle.pop();
      if (job === undefined || thread === undefined) return;
      job.reader = thread;
      reading.set(thread, job);
      thread.postMessage({ kind: 'stretch', stretch: job.stretch } satisfies Told);
    }
  }

  function startThread(): Worker {
    // Of a bundle it is a file of its own, too.
    const thread = new Worker(new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url), {
      workerData: { read },
    });
    thread.on('error', (error) => {
      failure ??= error instanceof Error ? error : new Error(String(error));
      for (const job of jobs) job.wake();
    });
    thread.on('message', (one: Posted) => {
      if (one.kind === 'bytes') onBytes(one.bytes);
      else if (one.kind === 'ready') {
        idle.push(thread);
        handOut();
      } else {
        const job = reading.get(thread);
        job?.posted.push(one);
        job?.wake();
      }
    });
    return thread;
  }

  function readHere(job: Job): AsyncGenerator<Step> {
    job.reader = 'here';
    window ??= readWindow(read);
    return stepsOf(job.stretch, { read, window, onBytes });
  }

  /** Reads ahead rather than to wait. @returns false where there is nothing short enough to be held */
  async function readAhead(): Promise<boolean> {
    const job = nextJob();
    if (job === undefined || job.stretch.ends === null) return false;
    for await (const one of posted(readHere(job))) job.posted.push(one);
    return true;
  }

  async function* handedOver(job: Job): AsyncGenerator<Step> {
    for (;;) {
      if (failure !== null) throw failure;
      const one = job.posted.shift();
      if (one === undefined) {
        if (!(await readAhead()) && job.posted.length === 0)
          await new Promise<void>((resolve) => {
            job.wake = resolve;
          });
      } else if (one.kind === 'done') return;
      else if (one.kind === 'failed') throw errorOf(one);
      else {
        yield one;
        if (one.kind === 'found' && job.reader instanceof Worker)
          job.reader.postMessage({ kind: 'taken', events: one.found.length } satisfies Told);
      }
    }
  }

  function leave(job: Job): void {
    jobs.splice(jobs.indexOf(job), 1);
    handOut();
  }

  async function* stepsIn(job: Job): AsyncGenerator<Step> {
    try {
      yield* job.reader === null ? readHere(job) : handedOver(job);
    } finally {
      leave(job);
    }
  }

  const threads = Array.from({ length: helpers }, startThread);
  return {
    begin(stretch) {
      const job: Job = { stretch, posted: [], reader: null, wake: () => {} };
      jobs.push(job);
      handOut();
      const steps = stepsIn(job);
      return {
        stretch,
        steps,
        async passOver() {
          if (job.reader === null) return leave(job);
          try {
            for await (const _ of steps);
          } catch {
            // Nobody asked for it, so nobody is told what became of it.
          }
        },
      };
    },
    async end() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
