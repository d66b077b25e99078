/** The suppressions that hide now, the shipped ones among them. */
import { hidingNow } from '../../core/find/suppressions/shipped.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import type { Clock } from '../ports/clock.ts';
import type { Suppressions } from '../ports/suppressions.ts';

export const activeSuppressions = async (ports: {
  readonly suppressions: Suppressions;
  readonly clock: Clock;
}): Promise<Suppression[]> =>
  hidingNow(
    (await ports.suppressions.list()).map(({ suppression }) => suppression),
    ports.clock(),
  );
