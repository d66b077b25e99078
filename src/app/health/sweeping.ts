/** Does the sweep run? Without it only the beginning of each hour is read. */
import { type Check, hourMs, problem } from './check.ts';

const defaultHours = 1;
const todo = 'is the function sweepLogs switched on? Its errors say why it ends early';

export const sweeping: Check = {
  id: 'sweep-late',
  asks: 'whether the sweep runs',
  async ask({ runs, clock }, { sweepHours = defaultHours }) {
    const now = clock();
    const isLate = (at: Date): boolean => now.getTime() - at.getTime() > sweepHours * hourMs;
    const last = await runs.last('sweep');
    if (last !== null) {
      const what = `no sweep has come to its end since ${last.toISOString()}`;
      const sweepAge = Math.max(0, Math.round((now.getTime() - last.getTime()) / 1_000));
      return { said: isLate(last) ? [problem('sweep-late', what, todo)] : [], facts: { sweepAge } };
    }
    // A new app has had no sweep: it gets its time from the first look on.
    const asked = await runs.last('asked');
    if (asked === null) await runs.note('asked', now);
    const isMissing = asked !== null && isLate(asked);
    return { said: isMissing ? [problem('sweep-late', 'no sweep has ever come to its end', todo)] : [] };
  },
};
