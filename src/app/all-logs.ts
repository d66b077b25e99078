/**
 * Several archives as one: AKS archives to an account in the cluster's own region. Refuses to know what an archive is made of.
 * A name that is in two of them, since a cluster changed its archive, counts where it is found first.
 */
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';

/** @param archives in the order in which they are asked; one at least */
export function allLogs(archives: readonly AuditLogs[]): AuditLogs {
  const [only] = archives;
  if (only === undefined) throw new Error('there is no archive');
  return archives.length === 1 ? only : several(archives);
}

function several(archives: readonly AuditLogs[]): AuditLogs {
  /** Home -> the archives it is in, as far as homes were looked for: what is listed nowhere else costs no request there. */
  const known = new Map<string, Set<AuditLogs>>();
  const archiveOf = new WeakMap<LogBlob, AuditLogs>();
  const from = (archive: AuditLogs, blob: LogBlob): LogBlob => {
    archiveOf.set(blob, archive);
    return blob;
  };

  return {
    async find(name) {
      const { failed, value } = await firstOf(archives, (archive) => archive.find(name));
      const [archive, blob] = value ?? [];
      if (archive !== undefined && blob !== undefined) return from(archive, blob);
      // It may be in the one that did not answer.
      if (failed.length > 0) throw failed[0];
      return null;
    },

    async *bytes(blob, at, to) {
      const archive = archiveOf.get(blob);
      if (archive === undefined) throw new Error('the log blob was found in another archive');
      yield* archive.bytes(blob, at, to);
    },

    async look() {
      const states = await Promise.all(archives.map((archive) => archive.look()));
      return (['absent', 'empty'] as const).find((state) => states.includes(state)) ?? 'filled';
    },

    async *homes() {
      const failed: unknown[] = [];
      const told = new Set<string>();
      for (const archive of archives) {
        try {
          for await (const home of archive.homes()) {
            known.set(home, (known.get(home) ?? new Set()).add(archive));
            if (!told.has(home)) yield home;
            told.add(home);
          }
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length > 0) throw failed[0];
    },

    async *list(home, first, last) {
      const homes = known.get(home);
      const asked = archives.filter((archive) => homes?.has(archive) ?? true);
      const names = new Map<string, LogBlob>();
      for (const archive of asked) {
        for await (const blob of archive.list(home, first, last)) {
          from(archive, blob);
          if (asked.length === 1) yield blob;
          else if (!names.has(blob.name)) names.set(blob.name, blob);
        }
      }
      for (const name of [...names.keys()].sort()) {
        const blob = names.get(name);
        if (blob !== undefined) yield blob;
      }
    },
  };
}

/** The first archive that has it, and what others that were asked before failed with. */
async function firstOf<T>(
  archives: readonly AuditLogs[],
  ask: (archive: AuditLogs) => Promise<T | null>,
): Promise<{ readonly value: readonly [AuditLogs, T] | null; readonly failed: readonly unknown[] }> {
  const failed: unknown[] = [];
  for (const archive of archives) {
    try {
      const value = await ask(archive);
      if (value !== null) return { value: [archive, value], failed };
    } catch (error) {
      failed.push(error);
    }
  }
  return { value: null, failed };
}
