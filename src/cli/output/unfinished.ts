/** What is being written goes again where it does not become whole: when writing fails, and when a signal ends the command. */
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const unfinished = new Set<string>();

/** Ends as the signal would have by itself. Nothing may wait here: what is still being written would come back. */
function end(signal: NodeJS.Signals): void {
  for (const path of unfinished) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The signal is to end us whatever can be taken away.
    }
  }
  for (const one of signals) process.off(one, end);
  process.kill(process.pid, signal);
}

/**
 * @param path nobody else's, once it is begun
 * @param begin makes it in one go. What it throws leaves what was there
 * @param finish fills it, and puts it where it belongs
 */
export async function wholeOrGone<T>(
  path: string,
  begin: () => T,
  finish: (begun: T) => Promise<void>,
): Promise<void> {
  // Heard from before it is begun: what comes meanwhile waits until it is known as ours.
  if (unfinished.size === 0) for (const signal of signals) process.on(signal, end);
  try {
    const begun = begin();
    unfinished.add(path);
    await finish(begun);
  } catch (error) {
    if (unfinished.has(path)) await rm(path, { recursive: true, force: true });
    throw error;
  } finally {
    unfinished.delete(path);
    if (unfinished.size === 0) for (const signal of signals) process.off(signal, end);
  }
}
