/**
 * A day, row by row: what is compared of each goes into columns. Of a day that is learnt nothing else is kept; of the one that is
 * ranked the rows as well, as long as they are few, and of a larger one those that are looked at are read once more. Refuses to
 * know how surprising they are.
 */
import type { Counted } from './fair/crowd.ts';
import type { Owner } from './fair/turns.ts';
import { callerOf, type DayCalls, type DayFeatures, type FeatureTexts, type KnownOf } from './features.ts';
import { orMake } from './maps.ts';
import { integers, smalls, written } from './model/columns.ts';
import { numberedTexts } from './model/numbers.ts';
import { compareTexts } from './order.ts';
import type { Past } from './past.ts';
import type { PatternRow } from './pattern-row.ts';

/** What was read of a day the second time is not what it was. */
export class ChangedDayError extends RangeError {}

export type Today = ReturnType<typeof todayOf>;

/** Rows that are kept: most days have fewer. */
const mostKept = 2_000;

/**
 * A day that is learnt: its calls, and the presences at addresses that are not the cluster's own, which is known once all of the
 * day was seen.
 * @param features where its calls are, until another day's are put there
 */
export function pastDayOf(features: DayFeatures, before: Past) {
  features.clear();
  const presences: PatternRow[] = [];
  return {
    add(row: PatternRow): void {
      before.learn(row);
      if (row.client === 'presence') presences.push(row);
      else features.add(row, before.isProxied(row));
    },
    calls(): DayCalls {
      before.endDay();
      for (const row of presences) if (before.isStrange(row)) features.add(row, before.isProxied(row));
      return features.calls();
    },
  };
}

/**
 * The day that is ranked.
 * @param features as above
 * @param looked how many rows are looked at
 */
export function todayOf(features: DayFeatures, texts: FeatureTexts, before: Past, looked: number) {
  const most = Math.min(mostKept, looked);
  features.clear();
  let kept: PatternRow[] | null = [];
  const presences: PatternRow[] = [];
  const users = numberedTexts();
  const owners = { caller: integers(), user: integers(), isHimself: smalls() };
  const folded = integers();
  const sight = { first: written(), key: written() };

  function add(row: PatternRow): void {
    features.add(row, before.isProxied(row));
    kept?.push(row);
    if (kept !== null && kept.length > most) kept = null;
    owners.caller.push(texts.who.of(callerOf(row)));
    owners.user.push(users.of(row.user));
    owners.isHimself.push(row.impersonatedBy === null ? 1 : 0);
    folded.push(row.folded);
    sight.first.push(row.firstSeen);
    sight.key.push(row.key);
  }

  return {
    add(row: PatternRow): void {
      before.look(row);
      if (row.client === 'presence') presences.push(row);
      else add(row);
    },
    /** All rows were added. A presence is worth a look only where the cluster itself does not call from. */
    calls(): DayCalls {
      before.endLook();
      for (const row of presences.splice(0)) if (before.isStrange(row)) add(row);
      return features.calls();
    },
    /** The rows at these places: those that were kept, or to be seen once more. */
    rowsAt(places: readonly number[]): RowsSought {
      const rows = kept;
      if (rows === null) return rowsSought(places.map((at) => sight.key.at(at) ?? ''));
      return { see: null, rowAt: (place) => found(rows[places[place] ?? 0]) };
    },
    /** Whose each call is, and its rank where it is among the first. */
    *counted({ length, caller }: DayCalls, ranks: ReadonlyMap<number, number>): Generator<Counted> {
      const foldedAt = folded.view();
      for (let at = 0; at < length; at += 1)
        yield {
          caller: texts.who.text(caller[at] ?? 0),
          folded: foldedAt[at] ?? 0,
          rank: ranks.get(at) ?? null,
        };
    },
    owners(): (at: number) => Owner {
      const [caller, user, isHimself] = [owners.caller.view(), owners.user.view(), owners.isHimself.view()];
      return (at) => ({ caller: caller[at] ?? 0, user: user[at] ?? 0, isHimself: isHimself[at] === 1 });
    },
    /** The order of calls whose surprise is the same: by what was seen first, then by the pattern's key: never by volume. */
    bySight: (a: number, b: number): number =>
      compareTexts(sight.first.at(a), sight.first.at(b)) || compareTexts(sight.key.at(a), sight.key.at(b)),
  };
}

interface RowsSought {
  /** Takes a row, if it is one of them; `null`: all are there. */
  readonly see: ((row: PatternRow) => void) | null;
  /** Of the given ones the first, the second, … @throws ChangedDayError where it was not seen: the day is not what it was */
  rowAt(place: number): PatternRow;
}

function rowsSought(keys: readonly string[]): RowsSought {
  const rows: (PatternRow | undefined)[] = keys.map(() => undefined);
  const places = new Map<string, number[]>();
  for (const [place, key] of keys.entries()) orMake(places, key, () => []).push(place);
  return {
    see(row) {
      // As bytes a key is well-formed, whatever it was.
      const place = places.get(row.key.toWellFormed())?.shift();
      if (place !== undefined) rows[place] = row;
    },
    rowAt: (place) => found(rows[place]),
  };
}

function found(row: PatternRow | undefined): PatternRow {
  if (row === undefined) throw new ChangedDayError('the day has changed while it was ranked');
  return row;
}

/** Of some calls what their habits are asked by. */
export function pickedCalls(calls: DayCalls, places: readonly number[]): KnownOf {
  const picked = (column: ArrayLike<number>) => Int32Array.from(places, (at) => column[at] ?? 0);
  const { actor, caller, learnt, action, namespace, clientIp, agent } = calls;
  return {
    actor: picked(actor),
    caller: picked(caller),
    learnt: picked(learnt),
    action: picked(action),
    namespace: picked(namespace),
    clientIp: picked(clientIp),
    agent: picked(agent),
  };
}
