/**
 * Which member of a family of generated names: `tenant-101` and `tenant-102` are one pattern, and yet two tenants. Whoever
 * keeps to the same members surprises with another one; whoever has new ones all the time, as with previews of pull
 * requests, does not. Knows who touched which members; refuses to know what the names mean.
 */
import type { DayCalls } from '../features.ts';
import { noTexts, orMake } from '../maps.ts';
import { numberedPairs } from '../model/numbers.ts';

/** Days after the first, and those of them on which there was a new member. */
interface Rate {
  days: number;
  fresh: number;
}

interface Own extends Rate {
  readonly known: Set<string>;
}

/** Days of others that weigh as much as an actor's own. */
const backOff = 2;

/** What is remembered of one actor and family: beyond that a member is never new. */
const mostKnown = 5_000;

/** Family is what the names fold to: the namespace of the pattern. */
type Touched = Pick<DayCalls, 'length' | 'actor' | 'caller' | 'namespace' | 'members'>;

export function membersOf() {
  /** Actors and their families. */
  const pairs = numberedPairs();
  const own: Own[] = [];
  /** By family, how it is with those who really call. */
  const callers = new Map<number, Map<number, Rate>>();

  /** Every caller has one vote, and nobody at all half a one. */
  function usual(family: number): number {
    const rates = [...(callers.get(family)?.values() ?? [])].filter(({ days }) => days > 0);
    return rates.reduce((sum, { days, fresh }) => sum + fresh / days, 0.5) / (rates.length + 1);
  }

  const isFresh = (mine: Own, members: Iterable<string>): boolean =>
    mine.known.size < mostKnown && [...members].some((member) => !mine.known.has(member));

  /**
   * `-log2 P(a new member)` for somebody who has been with the family before, and is now with one where he never was; else
   * nothing: who is new to all of it surprises by that.
   */
  function bitsOf(actor: number, family: number, members: readonly string[]): number {
    const mine = own[pairs.find(actor, family)];
    if (mine === undefined || !isFresh(mine, members)) return 0;
    return -Math.log2((mine.fresh + backOff * usual(family)) / (mine.days + backOff));
  }

  return {
    /** A day, all of it at once. */
    learn(calls: Touched): void {
      const touched = new Map<number, { readonly at: number; readonly members: Set<string> }>();
      for (let at = 0; at < calls.length; at += 1) {
        const names = calls.members[at] ?? [];
        if (names.length === 0) continue;
        const pair = pairs.add(calls.actor[at] ?? 0, calls.namespace[at] ?? 0);
        const { members } = orMake(touched, pair, () => ({ at, members: noTexts() }));
        for (const name of names) members.add(name);
      }
      for (const [pair, { at, members }] of touched) {
        const before = own[pair];
        if (before !== undefined) {
          const rate = orMake(
            orMake(callers, calls.namespace[at] ?? 0, noRates),
            calls.caller[at] ?? 0,
            noDays,
          );
          const fresh = isFresh(before, members) ? 1 : 0;
          for (const one of [before, rate]) {
            one.days += 1;
            one.fresh += fresh;
          }
        }
        const mine = before ?? { ...noDays(), known: noTexts() };
        own[pair] = mine;
        for (const member of members) if (mine.known.size < mostKnown) mine.known.add(member);
      }
    },
    /** Bits of each call. */
    bits({ length, actor, namespace, members }: Touched): Float64Array {
      const column = new Float64Array(length);
      for (let at = 0; at < length; at += 1) {
        const names = members[at] ?? [];
        if (names.length > 0) column[at] = bitsOf(actor[at] ?? 0, namespace[at] ?? 0, names);
      }
      return column;
    },
  };
}

const noDays = (): Rate => ({ days: 0, fresh: 0 });
const noRates = (): Map<number, Rate> => new Map();
