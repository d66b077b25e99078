import { expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { withWholeDays } from '../../../src/app/ranking/days.ts';
import { ChangedDayError } from '../../../src/core/rank/day-rows.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aCluster } from '../../build.ts';

/** Work that finds the day changed so many times. */
function work(times: number) {
  let tries = 0;
  const done = withWholeDays({ days: memoryDays() }, aCluster, async () => {
    tries += 1;
    if (tries <= times) throw new ChangedDayError('the day has changed');
    return tries;
  });
  return { done, tries: () => tries };
}

test('where a day is folded while it is ranked it is ranked once more, and not for ever', async () => {
  expect(await work(1).done).toBe(2);
  const changing = work(2);
  await expect(changing.done).rejects.toThrow(ConflictError);
  expect(changing.tries()).toBe(2);
});
