/**
 * Who comes first where not all have room: everybody in turn, so that nobody crowds out anybody but himself.
 * Knows whose a thing is; refuses to know what it is and how much room there is.
 */
import { orMake } from '../maps.ts';

/** Whose a thing is: who really calls, and the name he called by. */
export interface Owner {
  readonly caller: string;
  readonly user: string;
  /** He called by his own name. */
  readonly isHimself: boolean;
}

/**
 * The things, given the best first, in turns: the best of every caller, then the second of every caller, and so on; of one
 * caller first the best by his own name, then the users he calls as take turns in the same way. So who takes on a hundred names has one turn, and behind an
 * access proxy, by which all call, one user does not crowd out the others.
 */
export function inTurns<T>(things: readonly T[], ownerOf: (thing: T) => Owner): T[] {
  const callers = new Map<string, Map<string, Placed<T>[]>>();
  const himself = new Map<string, Placed<T>>();
  for (const placed of things.entries()) {
    const { caller, user, isHimself } = ownerOf(placed[1]);
    if (isHimself && !himself.has(caller)) himself.set(caller, placed);
    orMake(orMake(callers, caller, noLists<T>), user, noList<T>).push(placed);
  }
  const ofCallers = [...callers].map(([caller, users]) => {
    const own = himself.get(caller);
    const all = dealt([...users.values()]);
    return own === undefined || own === all[0] ? all : [own, ...all.filter((placed) => placed !== own)];
  });
  return dealt(ofCallers).map(([, thing]) => thing);
}

type Placed<T> = readonly [at: number, thing: T];
const noList = <T>(): Placed<T>[] => [];
const noLists = <T>(): Map<string, Placed<T>[]> => new Map();

/** Lists as one: turn by turn, in each turn by place. */
function dealt<T>(lists: readonly (readonly Placed<T>[])[]): readonly Placed<T>[] {
  const turns: Placed<T>[][] = [];
  for (const list of lists)
    for (const [turn, placed] of list.entries()) {
      const places = turns[turn];
      if (places === undefined) turns[turn] = [placed];
      else places.push(placed);
    }
  return turns.flatMap((places) => places.sort(([a], [b]) => a - b));
}
