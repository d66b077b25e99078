/** What suppressions hid: of a ranking, of a day, of all clusters. Refuses to know what one matches. */
import type { RankedCall } from '../../judge/ranked-call.ts';
import { compareTexts } from '../../rank/order.ts';
import { storedCalls } from '../stored-calls.ts';
import { toldSessions } from '../told.ts';
import { expiresSoon, hiderOf, type Suppression } from './suppression.ts';

/** What a suppression hid on a day: who said so, how many calls, and the first of them. */
export interface HiddenCalls {
  readonly suppression: Omit<Suppression, 'match'>;
  /** Calls it hid. */
  readonly hits: number;
  /** Those of them that are kept to be looked at, strongest first. */
  readonly calls: readonly RankedCall[];
  /** What is kept of them cannot be read: how many there were is left. */
  readonly damaged?: true;
}

/**
 * Parts the calls of a ranking. Only a call that would stand in a finding can be hidden; it counts for the first
 * suppression that matches, by id. What is left is told if it is worth it by itself.
 */
export function hide(
  calls: readonly RankedCall[],
  suppressions: readonly Suppression[],
): { readonly shown: RankedCall[]; readonly hidden: HiddenCalls[] } {
  const shown: RankedCall[] = [];
  const hidden = new Map<Suppression, RankedCall[]>();
  const told = new Set(toldSessions(calls).flat());
  const hider = hiderOf(suppressions);
  for (const call of calls) {
    const by = told.has(call) ? hider(call) : null;
    if (by === null) {
      shown.push(call);
      continue;
    }
    const before = hidden.get(by);
    if (before === undefined) hidden.set(by, [call]);
    else before.push(call);
  }
  return { shown, hidden: [...hidden].map(hiddenBy).sort(byId) };
}

const byId = (a: HiddenCalls, b: HiddenCalls): number => compareTexts(a.suppression.id, b.suppression.id);

const hiddenBy = ([{ match: _, ...suppression }, calls]: readonly [
  Suppression,
  readonly RankedCall[],
]): HiddenCalls => ({ suppression, hits: calls.length, calls: storedCalls(calls) });

/** What stands at the foot of a report. */
export interface SuppressedCalls extends HiddenCalls {
  /** Within seven days: time to look whether it is still right. */
  readonly expiresSoon: boolean;
}

/** What was hidden in all clusters, one entry a suppression, ordered by id. */
export const suppressedCalls = (parts: readonly HiddenCalls[], now: Date): SuppressedCalls[] =>
  [...Map.groupBy(parts, ({ suppression }) => suppression.id).values()]
    .map((same) => same.reduce(together))
    .map((hidden) => ({ ...hidden, expiresSoon: expiresSoon(hidden.suppression, now) }))
    .sort(byId);

const together = (a: HiddenCalls, b: HiddenCalls): HiddenCalls => ({
  suppression: a.suppression,
  hits: a.hits + b.hits,
  calls: storedCalls([...a.calls, ...b.calls]),
  ...(a.damaged === true || b.damaged === true ? { damaged: true as const } : {}),
});
