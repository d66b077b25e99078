/** Ports that tell what went through them. What they do is what the ports behind them do; a measurement that fails is none. */

import type { Cursor } from '../../core/count/cursor.ts';
import { wasBrought } from '../coverage/blind-spots.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { FindingSink } from '../ports/sink.ts';
import type { Telemetry } from '../ports/telemetry.ts';

const skipsOf = ({ skipped }: Cursor): number =>
  Object.values(skipped).reduce((sum, count) => sum + count, 0);

/** What was counted is told once it is: whoever lost the race counts nothing twice here, either. */
export const measuredLedger = (ledger: Ledger, telemetry: Telemetry, clock: Clock): Ledger => ({
  ...ledger,
  async commit(open, segment) {
    const committed = await ledger.commit(open, segment);
    const { blob, cursor: before } = open;
    const { cursor: now } = segment;
    const { name, id } = blob.path.cluster;
    const measure = (metric: 'lines' | 'calls' | 'skipped' | 'salvaged', value: number): void => {
      // What nobody did needs no row in anybody's table.
      if (value > 0) telemetry.measure(metric, value, name);
    };
    measure('lines', now.lines - before.lines);
    measure('calls', now.events - before.events);
    measure('skipped', skipsOf(now) - skipsOf(before));
    measure('salvaged', now.salvaged - before.salvaged);
    const lagMs = clock().getTime() - blob.modified.getTime();
    if (now.bytes > before.bytes && !wasBrought(blob.path.hour, now.created))
      telemetry.measure('lag', Math.max(0, lagMs) / 1_000, name);
    if (open.replaced || open.damaged)
      telemetry.happened('logReplaced', {
        cluster: name,
        clusterId: id,
        hour: blob.path.hour,
        because: open.replaced ? 'replaced' : 'damaged',
        generation: now.generation,
      });
    return committed;
  },
});

/** What a sink took is told; whose finding it is, it is not. */
export const measuredSink = ({ deliver, ...sink }: FindingSink, telemetry: Telemetry): FindingSink => ({
  ...sink,
  async deliver(finding, idempotencyKey) {
    await deliver(finding, idempotencyKey);
    telemetry.happened('findingTold', {
      sink: sink.name,
      finding: finding.id,
      cluster: finding.cluster,
      clusterId: finding.clusterId,
      day: finding.day,
      severity: finding.risk.severity,
      score: finding.risk.score,
    });
  },
});

/** Does work, and tells how long it took once it came to its end: that it does is what is watched. */
export async function measuredRun<T>(
  metric: 'sweep',
  { telemetry, clock }: { readonly telemetry: Telemetry; readonly clock: Clock },
  work: () => Promise<T>,
): Promise<T> {
  const begun = clock().getTime();
  const result = await work();
  telemetry.measure(metric, (clock().getTime() - begun) / 1_000);
  return result;
}
