/**
 * Who comes first where not all have room: everybody in turn, so that nobody crowds out anybody but himself.
 * Knows whose a thing is; refuses to know what it is and how much room there is.
 */
import { orMake } from '../maps.ts';

/** Whose a thing is: who really calls, and the name he called by, as texts or as numbers of them. */
export interface Owner {
  readonly caller: string | number;
  readonly user: string | number;
  /** He called by his own name. */
  readonly isHimself: boolean;
}

/**
 * The things, given the best first, in turns: the best of every caller, then the second of every caller, and so on. Of one
 * caller what he does by his own name and what under others take turns, and the names he takes on as well. So who takes on a
 * hundred names has one turn, and behind an access proxy, by which all call, one user does not crowd out the others.
 */
export function inTurns<T>(things: readonly T[], ownerOf: (thing: T) => Owner): T[] {
  const callers = new Map<
    Owner['caller'],
    { readonly own: number[]; readonly names: Map<Owner['user'], number[]> }
  >();
  for (const [place, thing] of things.entries()) {
    const { caller, user, isHimself } = ownerOf(thing);
    const { own, names } = orMake(callers, caller, () => ({ own: [], names: new Map() }));
    if (isHimself) own.push(place);
    else orMake(names, user, noPlaces).push(place);
  }
  const ofCallers = [...callers.values()].map(({ own, names }) => dealt([own, dealt([...names.values()])]));
  return dealt(ofCallers).flatMap((place) => things.slice(place, place + 1));
}

const noPlaces = (): number[] => [];

/** Lists of places as one: turn by turn, in each turn by place. */
function dealt(lists: readonly (readonly number[])[]): readonly number[] {
  const turns: number[][] = [];
  for (const list of lists)
    for (const [turn, place] of list.entries()) {
      const places = turns[turn];
      if (places === undefined) turns[turn] = [place];
      else places.push(place);
    }
  return turns.flatMap((places) => places.sort((a, b) => a - b));
}
