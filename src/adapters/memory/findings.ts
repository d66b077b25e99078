/** Findings in memory, as the table keeps them. */
import type { Findings, KeptFinding } from '../../app/ports/findings.ts';
import type { Day } from '../../core/count/day.ts';
import { byRisk } from '../../core/find/told.ts';
import { versionOf } from '../../core/find/version.ts';
import { memoryTurns } from './turns.ts';

export function memoryFindings(): Findings {
  const kept = new Map<string, KeptFinding>();
  const ofDay = async (day: Day) =>
    [...kept.values()]
      .filter(({ finding }) => finding.day === day)
      .sort((a, b) => byRisk(a.finding, b.finding));
  return {
    async save(day, cluster, findings, held = []) {
      const all = [...findings, ...held];
      const found = new Set(all.map(({ id }) => id));
      for (const finding of all) {
        const version = versionOf(finding);
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
    campaigns: async ({ id }, days) =>
      [...kept.values()]
        .filter(({ finding, closed }) => !closed && finding.clusterId === id && days.includes(finding.day))
        .flatMap(({ finding }) => finding.campaign ?? []),
    ofDay,
    readDay: async (day) => ({ kept: await ofDay(day), damaged: 0 }),
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
    async forget(before, deadline) {
      if (new Date() >= deadline) return 0;
      const old = [...kept.values()].map(({ finding }) => finding).filter(({ day }) => day < before);
      for (const { id } of old) kept.delete(id);
      return new Set(old.map(({ day }) => day)).size;
    },
  };
}
