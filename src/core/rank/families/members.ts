/**
 * Which member of a family of generated names: `tenant-101` and `tenant-102` are one pattern, and yet two tenants. Whoever
 * keeps to the same members surprises with another one; whoever has new ones all the time, as with previews of pull
 * requests, does not. Knows who touched which members; refuses to know what the names mean.
 */
import type { Featured } from '../features.ts';
import { noTexts, orMake } from '../habits.ts';

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

type Touched = Pick<Featured, 'actor' | 'caller' | 'family' | 'members'>;

export function membersOf() {
  const own = new Map<string, Map<string, Own>>();
  /** By family, how it is with those who really call. */
  const callers = new Map<string, Map<string, Rate>>();

  /** Every caller has one vote, and nobody at all half a one. */
  function usual(family: string): number {
    const rates = [...(callers.get(family)?.values() ?? [])].filter(({ days }) => days > 0);
    return rates.reduce((sum, { days, fresh }) => sum + fresh / days, 0.5) / (rates.length + 1);
  }

  const ownOf = ({ actor, family }: Touched): Own | undefined => own.get(actor)?.get(family);

  const isFresh = (call: Touched): boolean => {
    const mine = ownOf(call);
    return (
      mine !== undefined &&
      mine.known.size < mostKnown &&
      call.members.some((member) => !mine.known.has(member))
    );
  };

  return {
    /** A day, all of it at once. */
    learn(calls: Iterable<Touched>): void {
      const touched = new Map<string, { readonly call: Touched; readonly members: Set<string> }>();
      for (const call of calls) {
        if (call.family === '') continue;
        const key = JSON.stringify([call.actor, call.family]);
        const { members } = orMake(touched, key, () => ({ call, members: new Set() }));
        for (const member of call.members) members.add(member);
      }
      for (const { call, members } of touched.values()) {
        const { actor, caller, family } = call;
        const before = ownOf(call);
        if (before !== undefined) {
          const rate = orMake(orMake(callers, family, noRates), caller, noDays);
          const fresh = isFresh({ ...call, members: [...members] }) ? 1 : 0;
          for (const one of [before, rate]) {
            one.days += 1;
            one.fresh += fresh;
          }
        }
        const { known } = before ?? orMake(orMake(own, actor, noOwns), family, nothingKnown);
        for (const member of members) if (known.size < mostKnown) known.add(member);
      }
    },
    /**
     * `-log2 P(a new member)` for somebody who has been with the family before, and is now with one where he never was; else
     * nothing: who is new to all of it surprises by that.
     */
    bits(call: Touched): number {
      const mine = call.family === '' ? undefined : ownOf(call);
      if (mine === undefined || !isFresh(call)) return 0;
      return -Math.log2((mine.fresh + backOff * usual(call.family)) / (mine.days + backOff));
    },
  };
}

const noDays = (): Rate => ({ days: 0, fresh: 0 });
const noRates = (): Map<string, Rate> => new Map();
const noOwns = (): Map<string, Own> => new Map();
const nothingKnown = (): Own => ({ ...noDays(), known: noTexts() });
