/** How Rarecall is, as numbers for whoever watches it: those of health. What could not be seen is not told. */
import type { Health } from '../health/health.ts';
import type { Metric, Telemetry } from '../ports/telemetry.ts';

const sumOf = (numbers: Readonly<Record<string, number>>): number =>
  Object.values(numbers).reduce((sum, value) => sum + value, 0);

export function tellHealth(health: Health, telemetry: Telemetry): void {
  const { sweepAge, unreadable, rankingAge, undelivered, poisoned, bounds, problems, quiet } = health;
  const numbers: Readonly<Partial<Record<Metric, number | null>>> = {
    sweepAge,
    unreadable,
    rankingAge,
    undelivered,
    poisoned: Object.keys(poisoned).length === 0 ? null : sumOf(poisoned),
    bounds: Object.keys(bounds).length === 0 ? null : sumOf(bounds),
    problems: problems.length,
  };
  for (const [metric, value] of Object.entries(numbers))
    if (value !== null) telemetry.measure(metric as Metric, value);
  for (const [cluster, hours] of Object.entries(quiet)) telemetry.measure('quiet', hours, cluster);
}
