/** Findings, days, jobs and reports in memory: each port as its twin in Azure keeps it. */
import { createHash } from 'node:crypto';
import type { Days, Findings, Jobs, KeptFinding, Reports } from '../../app/ports.ts';
import type { Day } from '../../core/count/day.ts';
import { byStrength } from '../../core/find/told.ts';
import type { PatternRow } from '../../core/rank/pattern-row.ts';
import type { Cluster } from '../../core/read/path.ts';
import { memoryTurns } from './memory-turns.ts';

export function memoryFindings(): Findings {
  const kept = new Map<string, KeptFinding>();
  return {
    async save(day, cluster, findings, held = []) {
      const all = [...findings, ...held];
      const found = new Set(all.map(({ id }) => id));
      for (const finding of all) {
        const version = createHash('sha256').update(JSON.stringify(finding)).digest('hex').slice(0, 16);
        const isHeld = held.includes(finding);
        const { told = {}, refused = {} } = kept.get(finding.id) ?? {};
        kept.set(finding.id, { finding, version, told, refused, closed: isHeld, held: isHeld });
      }
      for (const [id, one] of kept) {
        const ours = one.finding.day === day && one.finding.clusterId === cluster.id;
        if (ours && !found.has(id)) kept.set(id, { ...one, closed: true, held: false });
      }
    },
    find: async (id) => kept.get(id) ?? null,
    async ofDay(day) {
      return [...kept.values()]
        .filter(({ finding }) => finding.day === day)
        .sort((a, b) => byStrength(a.finding, b.finding));
    },
    async told({ finding, version }, sink) {
      const now = kept.get(finding.id);
      if (now === undefined) return;
      const { [sink]: _, ...refused } = now.refused;
      kept.set(finding.id, { ...now, told: { ...now.told, [sink]: version }, refused });
    },
    async refused({ finding }, sink, refusals) {
      const now = kept.get(finding.id);
      if (now !== undefined) kept.set(finding.id, { ...now, refused: { ...now.refused, [sink]: refusals } });
    },
    async givenUp(from) {
      const isLost = ({ refused }: KeptFinding) =>
        Object.values(refused).some(({ nextAt }) => nextAt === null);
      return [...kept.values()].filter((one) => one.finding.day >= from && isLost(one));
    },
    ...memoryTurns(),
    async forget(before) {
      const old = [...kept.values()].map(({ finding }) => finding).filter(({ day }) => day < before);
      for (const { id } of old) kept.delete(id);
      return new Set(old.map(({ day }) => day)).size;
    },
  };
}

export function memoryDays(): Days {
  const kept = new Map<string, Map<Day, { fingerprint: string; patterns: readonly PatternRow[] }>>();
  const between = (cluster: Cluster, from: Day, to: Day) =>
    [...(kept.get(cluster.id) ?? [])]
      .filter(([day]) => day >= from && day <= to)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fingerprints: async (cluster, from, to) =>
      new Map(between(cluster, from, to).map(([day, { fingerprint }]) => [day, fingerprint])),
    async save(cluster, day, fingerprint, patterns) {
      const days = kept.get(cluster.id) ?? new Map();
      kept.set(cluster.id, days.set(day, { fingerprint, patterns: structuredClone(patterns) }));
    },
    async *load(cluster, day) {
      yield* kept.get(cluster.id)?.get(day)?.patterns ?? [];
    },
    async forget(cluster, before) {
      const old = between(cluster, '' as Day, before).filter(([day]) => day < before);
      for (const [day] of old) kept.get(cluster.id)?.delete(day);
      return old.length;
    },
  };
}

export interface MemoryJobs extends Jobs {
  readonly counts: { readonly blobName: string; readonly afterMs: number }[];
  readonly ranks: { readonly cluster: Cluster; readonly day: Day }[];
}

export function memoryJobs(): MemoryJobs {
  const counts: MemoryJobs['counts'] = [];
  const ranks: MemoryJobs['ranks'] = [];
  return {
    counts,
    ranks,
    count: async (blobName, afterMs = 0) => void counts.push({ blobName, afterMs }),
    rank: async (cluster, day) => void ranks.push({ cluster, day }),
    poisoned: async () => ({}),
  };
}

export function memoryReports(): Reports {
  const kept = new Map<string, { content: string; version: string }>();
  return {
    version: async (name) => kept.get(name)?.version ?? null,
    write: async (name, _contentType, content, version) => void kept.set(name, { content, version }),
    read: async (name) => kept.get(name)?.content ?? null,
  };
}
