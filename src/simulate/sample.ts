/**
 * The sample month of the demo: two small clusters in October 2026, simulated, with attacks on the last day.
 * The attacks are known by `sampleLabels`; the log itself does not tell them.
 */
import type { Day } from '../core/count/day.ts';
import { scenarioNamed } from './attacks/scenarios.ts';
import { randomFrom } from './random.ts';
import { logPathOf, recordLine } from './record.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

/** One blob of the sample: its path in the container, and its lines, each with its line end. */
export interface SampleBlob {
  readonly path: string;
  readonly lines: readonly string[];
}

const shop = { name: 'aks-shop-prod', people: 12, teams: 3, robots: 3, machinery: 9, pace: 0.22 };
const data = {
  name: 'aks-data-test',
  people: 7,
  teams: 2,
  robots: 2,
  machinery: 8,
  pace: 0.3,
  crlf: true,
  open: true,
};

export const sampleOptions: SimulationOptions = {
  seed: 20261031,
  from: '2026-10-01' as Day,
  days: 31,
  clusters: [shop, data],
  busyWeekends: ['2026-10-31' as Day],
  attacks: [
    {
      cluster: shop.name,
      day: 30,
      scenario: scenarioNamed('privileged-pod'),
      loudness: 'loud',
      pace: 'typed',
      hour: 2.4,
      victim: ({ role }) => role === 'platform',
    },
    {
      cluster: shop.name,
      day: 30,
      scenario: scenarioNamed('dump-secrets'),
      loudness: 'quiet',
      pace: 'typed',
      hour: 13.7,
      victim: ({ role }) => role === 'operator',
    },
    {
      cluster: data.name,
      day: 30,
      scenario: scenarioNamed('exec-elsewhere'),
      loudness: 'living',
      pace: 'typed',
      victim: ({ role }) => role === 'developer',
      hour: 10.2,
    },
  ],
};

/** The blobs of the sample month, ordered by path; lines in the order in which they arrived. */
export function* sampleMonth(options: SimulationOptions = sampleOptions): Generator<SampleBlob> {
  const blobs = new Map<string, string[]>();
  for (const event of simulate(options)) {
    const path = logPathOf(event);
    const lines = blobs.get(path);
    if (lines === undefined) blobs.set(path, [recordLine(event)]);
    else lines.push(recordLine(event));
  }
  const crlf = new Set(
    options.clusters.filter((cluster) => cluster.crlf === true).map(({ name }) => name.toUpperCase()),
  );
  for (const path of [...blobs.keys()].sort()) {
    const lines = blobs.get(path) ?? [];
    const name = /MANAGEDCLUSTERS\/([^/]+)/.exec(path)?.[1] ?? '';
    const end = crlf.has(name) ? '\r\n' : '\n';
    // Some blobs end without a line end, as seen in real ones.
    const open = randomFrom(path).chance(0.04);
    yield { path, lines: lines.map((line, i) => (open && i === lines.length - 1 ? line : line + end)) };
  }
}

/** The ground truth of the sample: the events of attacks, by audit id and stage. */
export function sampleLabels(
  options: SimulationOptions = sampleOptions,
): { auditID: unknown; cluster: string; label: string }[] {
  const labels = [];
  for (const { event, cluster, label } of simulate(options)) {
    if (label !== null) labels.push({ auditID: event.auditID, cluster, label });
  }
  return labels;
}
