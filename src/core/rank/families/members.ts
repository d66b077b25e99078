/**
 * Which member of a family of generated names: `tenant-101` and `tenant-102` are one pattern, and yet two tenants. Whoever
 * keeps to the same members surprises with another one; whoever has new ones all the time, as with previews of pull
 * requests, does not. Knows who touched which members; refuses to know what the names mean.
 */
import type { DayCalls } from '../features.ts';
import { orMake } from '../maps.ts';
import { numberedPairs } from '../model/numbers.ts';

/** Days of others that weigh as much as an actor's own. */
const backOff = 2;

/** What is remembered of one actor and family: beyond that a member is never new. */
const mostKnown = 5_000;

/** The family is that of the namespace. */
type Touching = Pick<DayCalls, 'actor' | 'caller' | 'namespace' | 'members'>;

/** Days after the first, and those of them on which there was a new member. */
const rates = () => ({ days: [] as number[], fresh: [] as number[] });

function countDay(of: ReturnType<typeof rates>, at: number, isFresh: boolean): void {
  of.days[at] = (of.days[at] ?? 0) + 1;
  of.fresh[at] = (of.fresh[at] ?? 0) + (isFresh ? 1 : 0);
}

export function membersOf() {
  /** Actors with families, and these with members. */
  const owns = numberedPairs();
  const known = numberedPairs();
  const own = { ...rates(), known: [] as number[] };
  /** Families with those who really call. */
  const votes = numberedPairs();
  const voted = rates();
  const byFamily = new Map<number, { callers: number; shares: number }>();

  const shareOf = (vote: number): number => (voted.fresh[vote] ?? 0) / (voted.days[vote] ?? 1);

  /** Every caller has one vote, and nobody at all half a one. */
  function usual(family: number): number {
    const { callers = 0, shares = 0 } = byFamily.get(family) ?? {};
    return (shares + 0.5) / (callers + 1);
  }

  function voteOn(family: number, caller: number, isFresh: boolean): void {
    const sum = orMake(byFamily, family, () => ({ callers: 0, shares: 0 }));
    const vote = votes.add(family, caller);
    if (voted.days[vote] === undefined) sum.callers += 1;
    else sum.shares -= shareOf(vote);
    countDay(voted, vote, isFresh);
    sum.shares += shareOf(vote);
  }

  const isNew = (at: number, members: Iterable<number>): boolean =>
    (own.known[at] ?? 0) < mostKnown && [...members].some((member) => known.find(at, member) < 0);

  function remember(at: number, members: Iterable<number>): void {
    for (const member of members) {
      if ((own.known[at] ?? 0) >= mostKnown) return;
      const before = known.size;
      known.add(at, member);
      own.known[at] = (own.known[at] ?? 0) + known.size - before;
    }
  }

  return {
    /** A day, all of it at once. */
    learn({ actor, caller, namespace, members }: Touching): void {
      const touched = new Map<number, { readonly place: number; readonly members: Set<number> }>();
      for (const [place, some] of members) {
        const at = owns.add(actor[place] ?? 0, namespace[place] ?? 0);
        const all = orMake(touched, at, () => ({ place, members: new Set() })).members;
        for (const member of some) all.add(member);
      }
      for (const [at, { place, members: all }] of touched) {
        if (own.known[at] !== undefined) {
          const isFresh = isNew(at, all);
          countDay(own, at, isFresh);
          voteOn(namespace[place] ?? 0, caller[place] ?? 0, isFresh);
        }
        remember(at, all);
      }
    },
    /**
     * `-log2 P(a new member)` for somebody who has been with the family before, and is now with one where he never was; else
     * nothing: who is new to all of it surprises by that.
     */
    bits({ actor, namespace, members }: Touching, place: number): number {
      const some = members.get(place);
      if (some === undefined) return 0;
      const family = namespace[place] ?? 0;
      const at = owns.find(actor[place] ?? 0, family);
      if (at < 0 || !isNew(at, some)) return 0;
      return -Math.log2(((own.fresh[at] ?? 0) + backOff * usual(family)) / ((own.days[at] ?? 0) + backOff));
    },
  };
}
