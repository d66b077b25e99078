/** One process works on one thing once at a time: who comes second leaves, and the first one looks once more. */

/**
 * @param work done again as long as somebody came for the same name meanwhile
 * @returns what the last one returned, `null` for who came second
 */
export function oneAtATime<T>(): (
  name: string,
  work: () => Promise<T>,
  isDone?: (result: T) => boolean,
) => Promise<T | null> {
  /** Names at work, and whether somebody came meanwhile. */
  const working = new Map<string, boolean>();
  return async (name, work, isDone = () => true) => {
    if (working.has(name)) {
      working.set(name, true);
      return null;
    }
    try {
      for (;;) {
        working.set(name, false);
        const result = await work();
        if (working.get(name) !== true || !isDone(result)) return result;
      }
    } finally {
      working.delete(name);
    }
  };
}
