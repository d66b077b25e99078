/**
 * Several archives as one: AKS archives to an account in the cluster's own region. Refuses to know what an archive is made of.
 * A name that is in two of them, since a cluster changed its archive, counts where it is found first.
 */
import { failureOf } from '../failure.ts';
import type { AuditLogs, LogBlob } from './ports/audit-logs.ts';
import type { Clock } from './ports/clock.ts';

/** As long as this, an archive that did not answer is not asked again for blobs: waiting for it would hold up the others. */
const restMs = 5 * 60_000;

/** @param archives in the order in which they are asked; one at least */
export function allLogs(archives: readonly AuditLogs[], clock: Clock): AuditLogs {
  const [only] = archives;
  if (only === undefined) throw new Error('there is no archive');
  return archives.length === 1 ? only : several(archives, asking(clock));
}

function several(archives: readonly AuditLogs[], ask: ReturnType<typeof asking>): AuditLogs {
  /** Home -> the archives it is in, as far as homes were looked for: what is listed nowhere else costs no request there. */
  const known = new Map<string, Set<AuditLogs>>();
  const archiveOf = new WeakMap<LogBlob, AuditLogs>();
  const from = (archive: AuditLogs, blob: LogBlob): LogBlob => {
    archiveOf.set(blob, archive);
    return blob;
  };

  return {
    async find(name) {
      const failed: unknown[] = [];
      for (const archive of archives) {
        const found = await ask.unlessAway(archive, async function* () {
          yield await archive.find(name);
        });
        const [blob] = found.values;
        if (blob !== undefined && blob !== null) return from(archive, blob);
        failed.push(...found.failed);
      }
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

    // All at once: however many do not answer, they are waited for as long as one.
    async *homes() {
      const answers = await Promise.all(
        archives.map((archive) => ask.always(archive, () => archive.homes())),
      );
      const told = new Set<string>();
      for (const [at, archive] of archives.entries())
        for (const home of answers[at]?.values ?? []) {
          known.set(home, (known.get(home) ?? new Set()).add(archive));
          if (!told.has(home)) yield home;
          told.add(home);
        }
      const failed = answers.flatMap((answer) => answer.failed);
      if (failed.length > 0) throw failed[0];
    },

    async *list(home, first, last) {
      const homes = known.get(home);
      const names = new Map<string, LogBlob>();
      const failed: unknown[] = [];
      for (const archive of archives.filter((archive) => homes?.has(archive) ?? true)) {
        const answer = await ask.unlessAway(archive, () => archive.list(home, first, last));
        for (const blob of answer.values)
          if (!names.has(blob.name)) names.set(blob.name, from(archive, blob));
        failed.push(...answer.failed);
      }
      for (const name of [...names.keys()].sort()) {
        const blob = names.get(name);
        if (blob !== undefined) yield blob;
      }
      if (failed.length > 0) throw failed[0];
    },
  };
}

/** What came, and what ended it where that was a failure. */
interface Got<T> {
  readonly values: readonly T[];
  readonly failed: readonly unknown[];
}

/** Asks archives, and remembers for a while of which there was no answer at all. */
function asking(clock: Clock) {
  const away = new Map<AuditLogs, { readonly until: number; readonly error: unknown }>();

  async function always<T>(archive: AuditLogs, work: () => AsyncIterable<T>): Promise<Got<T>> {
    const values: T[] = [];
    try {
      for await (const value of work()) values.push(value);
      away.delete(archive);
      return { values, failed: [] };
    } catch (error) {
      // Who refuses is quick, and answers.
      if (failureOf(error).status === null) away.set(archive, { until: clock().getTime() + restMs, error });
      return { values, failed: [error] };
    }
  }

  return {
    always,
    async unlessAway<T>(archive: AuditLogs, work: () => AsyncIterable<T>): Promise<Got<T>> {
      const before = away.get(archive);
      if (before !== undefined && clock().getTime() < before.until)
        return { values: [], failed: [before.error] };
      return await always(archive, work);
    },
  };
}
