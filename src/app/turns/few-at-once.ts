/** Many things, a few of them at once: no store is asked for all together, and nobody waits for one after the other. */

const atOnce = 4;

/** @returns what the work gave, in the order of the things; the first that fails ends it */
export async function fewAtOnce<T, R>(things: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < things.length; at += atOnce)
    done.push(...(await Promise.all(things.slice(at, at + atOnce).map(work))));
  return done;
}
