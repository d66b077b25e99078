/** Which calls are kept with what is stored of them. Knows sizes and callers; refuses to know what is stored. */
import { asciiJson } from '../count/bounded.ts';
import type { RankedCall } from '../judge/ranked-call.ts';
import { inTurns } from '../rank/fair/turns.ts';
import { callerOf } from '../rank/features.ts';
import type { Finding } from './finding.ts';
import { withCalls } from './left-out.ts';

const mostCalls = 40;
/** An entity of a table takes 1 MiB, two bytes a character, and holds more than calls. */
const mostChars = 240_000;

/** The first calls that an entity of a table has room for, the strongest being first; of many callers, in turns. */
export function storedCalls(calls: readonly RankedCall[]): RankedCall[] {
  let room = mostChars;
  const kept = new Set(
    inTurns([...calls.entries()], ([, { clusterId, user, impersonatedBy }]) => ({
      caller: JSON.stringify([clusterId, callerOf({ user, impersonatedBy })]),
      user,
      isHimself: impersonatedBy === null,
    }))
      .slice(0, mostCalls)
      .filter(([, call]) => {
        room -= asciiJson(call).length;
        return room >= 0;
      })
      .map(([at]) => at),
  );
  return calls.filter((_, at) => kept.has(at));
}

/** A finding as an entity of a table has room for it. It says how many calls of it have none. */
export const storedFinding = (finding: Finding): Finding => ({
  ...finding,
  ...withCalls(finding, storedCalls(finding.calls)),
});
