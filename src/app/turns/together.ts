/**
 * Work that many ask for at once is done once for all of them. Whoever comes while it is being done waits for the next run:
 * what it finds is never older than the question.
 */

interface Run<T> {
  readonly now: Promise<T>;
  /** The run of all who came meanwhile. */
  next?: Promise<T>;
}

/** @returns the work of that name, shared; it throws for all of its run what it threw */
export function together<T>(): (name: string, work: () => Promise<T>) => Promise<T> {
  const runs = new Map<string, Run<T>>();

  function begin(name: string, work: () => Promise<T>): Promise<T> {
    const run: Run<T> = { now: work() };
    runs.set(name, run);
    const end = (): void => {
      if (run.next === undefined) runs.delete(name);
    };
    run.now.then(end, end);
    return run.now;
  }

  return (name, work) => {
    const run = runs.get(name);
    if (run === undefined) return begin(name, work);
    const again = () => begin(name, work);
    run.next ??= run.now.then(again, again);
    return run.next;
  };
}
