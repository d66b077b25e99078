/** Which suppressions no longer hide anything, or soon will not? */
import { expiresSoon, isActive } from '../../core/find/suppressions/suppression.ts';
import { type Check, information, named } from './check.ts';

export const suppressing: Check = {
  id: 'suppressions',
  asks: 'whether suppressions expire',
  async ask({ suppressions, clock }) {
    const now = clock();
    const all = (await suppressions.list()).map(({ suppression }) => suppression);
    const over = all.filter((one) => !isActive(one, now)).map(({ id }) => id);
    const soon = all.filter((one) => expiresSoon(one, now)).map(({ id }) => id);
    return {
      said: [
        ...(over.length === 0
          ? []
          : [
              information(
                'suppressions-expired',
                `${over.length} suppressions have expired and hide nothing (${named(over)})`,
                'set them anew, or take them away',
              ),
            ]),
        ...(soon.length === 0
          ? []
          : [
              information(
                'suppressions-expire',
                `${soon.length} suppressions expire within a week (${named(soon)})`,
                'set them anew if they are still right',
              ),
            ]),
      ],
    };
  },
};
