/** When a command that serves is to end, and how its process goes. */
import { readFileSync } from 'node:fs';
import { environment } from '../config.ts';

const lookMs = 250;
const lingerMs = 500;

/**
 * Settles at the first SIGINT or SIGTERM. Further ones mean the same: npm hands on what the terminal has sent already.
 * Also settles when the npm that started us has gone: it tells only the shell between us, which does not tell us.
 */
export function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(undefined));
    if (environment().npm_lifecycle_event === undefined) return;
    const before = ancestors();
    const timer = setInterval(() => {
      if (ancestors() === before) return;
      clearInterval(timer);
      resolve(undefined);
    }, lookMs).unref();
  });
}

/** Parent and, where the system tells, its parent: a process whose parent ends gets another one. */
function ancestors(): string {
  const { ppid } = process;
  try {
    // Linux, proc(5): the parent is the second field behind the name, which is in brackets and may hold anything.
    const [, parent] = readFileSync(`/proc/${ppid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${ppid} ${parent}`;
  } catch {
    return `${ppid}`;
  }
}

/** Ends the process, should anything that was not waited for keep it up. */
export function leave(): void {
  setTimeout(() => process.exit(), lingerMs).unref();
}
