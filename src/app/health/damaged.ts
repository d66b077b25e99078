/** Is something kept that cannot be read again? What can be made again says how. */
import { type Check, problem } from './check.ts';
import { lastDays } from './delivered.ts';

export const damaged: Check = {
  id: 'damaged',
  asks: 'whether what is kept can be read again',
  async ask({ findings, suppressions, clock }) {
    const days = lastDays(clock());
    const counts = await Promise.all(days.map(async (day) => (await findings.readDay(day)).damaged));
    const ids = await suppressions.damaged();
    return {
      said: [
        ...days.flatMap((day, at) => {
          const count = counts[at] ?? 0;
          const todo = `POST /api/days/${day}/rank makes them again`;
          return count > 0 ? [problem('damaged-findings', `damaged findings of ${day}: ${count}`, todo)] : [];
        }),
        ...ids.map((id) =>
          problem(
            'damaged-suppression',
            `suppression ${id} is damaged and hides nothing`,
            'set it again, or take it away',
          ),
        ),
      ],
      facts: { damaged: counts.reduce((sum, count) => sum + count, ids.length) },
    };
  },
};
