/**
 * Measurements and events as Application Insights takes them. Measurements of one name add up until they are taken, so that
 * what is sent grows with the number of names and clusters, not with the work. Pure; refuses to know how it is sent.
 * Source: microsoft/ApplicationInsights-dotnet, Schema/PublicSchema (Envelope, MetricData, EventData).
 */
import type { EventName, Metric } from '../../app/ports/telemetry.ts';

export interface Envelope {
  readonly name: string;
  readonly time: string;
  readonly iKey: string;
  readonly sampleRate: 100;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

/** Who says it. */
export interface Teller {
  readonly key: string;
  readonly role: string;
  readonly instance: string;
}

interface Sum {
  readonly metric: Metric;
  readonly cluster: string | undefined;
  value: number;
  count: number;
  min: number;
  max: number;
}

/** What may wait between two takes: beyond it the newest is dropped, and counted. */
const most = { sums: 5_000, events: 1_000 };

/** Application Insights cuts longer texts. */
const longestText = 1_024;

export function envelopes(teller: Teller, clock: () => Date) {
  let sums = new Map<string, Sum>();
  let told: Envelope[] = [];
  let dropped = 0;

  const enveloped = (kind: 'Metric' | 'Event', baseData: Readonly<Record<string, unknown>>): Envelope => ({
    name: `Microsoft.ApplicationInsights.${kind}`,
    time: clock().toISOString(),
    iKey: teller.key,
    sampleRate: 100,
    tags: { 'ai.cloud.role': teller.role, 'ai.cloud.roleInstance': teller.instance },
    data: { baseType: `${kind}Data`, baseData: { ver: 2, ...baseData } },
  });

  return {
    get waiting(): number {
      return sums.size + told.length;
    },
    /** How many were dropped since the process began. */
    get dropped(): number {
      return dropped;
    },

    add(metric: Metric, value: number, cluster?: string): void {
      if (!Number.isFinite(value)) return;
      const key = JSON.stringify([metric, cluster]);
      const sum = sums.get(key);
      if (sum === undefined) {
        if (sums.size < most.sums)
          sums.set(key, { metric, cluster, value, count: 1, min: value, max: value });
        else dropped++;
        return;
      }
      sum.value += value;
      sum.count++;
      sum.min = Math.min(sum.min, value);
      sum.max = Math.max(sum.max, value);
    },

    tell(event: EventName, said: Readonly<Record<string, string | number>>): void {
      if (told.length >= most.events) {
        dropped++;
        return;
      }
      const properties: Record<string, string> = {};
      const measurements: Record<string, number> = {};
      for (const [key, value] of Object.entries(said))
        if (typeof value === 'number') measurements[key] = value;
        else properties[key] = value.slice(0, longestText);
      told.push(enveloped('Event', { name: `rarecall.${event}`, properties, measurements }));
    },

    /** All that waits; nothing waits any more. */
    take(): Envelope[] {
      const taken = [
        ...[...sums.values()].map(({ metric, cluster, ...numbers }) =>
          enveloped('Metric', {
            metrics: [{ name: `rarecall.${metric}`, ...numbers }],
            properties: cluster === undefined ? {} : { cluster: cluster.slice(0, longestText) },
          }),
        ),
        ...told,
      ];
      sums = new Map();
      told = [];
      return taken;
    },
  };
}
