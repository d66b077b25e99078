/** How many calls are kept with what is stored of them. Knows sizes; refuses to know what is stored. */
import { asciiJson } from '../count/bounded.ts';
import type { RankedCall } from '../judge/ranked-call.ts';

const mostCalls = 40;
/** An entity of a table takes 1 MiB, two bytes a character, and holds more than calls. */
const mostChars = 240_000;

/** The first calls that an entity of a table has room for, the strongest being first. */
export function storedCalls(calls: readonly RankedCall[]): RankedCall[] {
  let room = mostChars;
  return calls.slice(0, mostCalls).filter((call) => {
    room -= asciiJson(call).length;
    return room >= 0;
  });
}
