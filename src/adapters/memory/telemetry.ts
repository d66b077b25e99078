/** Telemetry that keeps what it was told. */
import type { EventName, Metric, Telemetry } from '../../app/ports/telemetry.ts';

export interface Measured {
  readonly metric: Metric;
  readonly value: number;
  readonly cluster?: string;
}

export function memoryTelemetry() {
  const measured: Measured[] = [];
  const told: { event: EventName; said: Readonly<Record<string, string | number>> }[] = [];
  const telemetry: Telemetry = {
    measure: (metric, value, cluster) =>
      void measured.push({ metric, value, ...(cluster === undefined ? {} : { cluster }) }),
    happened: (event, said) => void told.push({ event, said }),
  };
  return {
    ...telemetry,
    measured,
    told,
    /** The measurements of a name, added up. */
    sum: (metric: Metric): number =>
      measured.filter((one) => one.metric === metric).reduce((sum, { value }) => sum + value, 0),
  };
}
