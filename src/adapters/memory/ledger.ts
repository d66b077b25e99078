/** The ledger in memory, under the same contract as the one in a table. */

import type { LogBlob } from '../../app/ports/audit-logs.ts';
import type { CountedBlob, Ledger, OpenBlob } from '../../app/ports/ledger.ts';
import { byCreation, type Cursor, startOf } from '../../core/count/cursor.ts';
import type { Row } from '../../core/count/row.ts';
import type { Cluster, Hour } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';

interface Partition {
  readonly blob: LogBlob;
  readonly cursor: Cursor;
  readonly rows: ReadonlyMap<string, Row>;
  /** Changes with every commit. */
  readonly version: number;
}

interface MemoryOpenBlob extends OpenBlob {
  readonly version: number;
}

export function memoryLedger(limits = { rows: 99, chars: 1_600_000 }): Ledger {
  /** Newest generation by blob name: older ones are never asked for. */
  const partitions = new Map<string, Partition>();
  const clusters = new Map<string, Cluster>();

  const between = (cluster: Cluster, from: Hour, to: Hour) =>
    [...partitions.values()]
      .filter(({ blob: { path } }) => path.cluster.id === cluster.id && path.hour >= from && path.hour < to)
      .sort((a, b) => (a.blob.path.hour + a.blob.name < b.blob.path.hour + b.blob.name ? -1 : 1));

  return {
    rowsPerSegment: limits.rows,
    charsPerSegment: limits.chars,

    async open(blob): Promise<MemoryOpenBlob> {
      const kept = partitions.get(blob.name);
      if (kept === undefined) {
        return {
          blob,
          cursor: startOf(blob.created, 0),
          rows: new Map(),
          replaced: false,
          damaged: false,
          version: 0,
        };
      }
      const { cursor, rows, version } = kept;
      const age = byCreation(blob.created, cursor.created);
      if (age < 0) throw new ConflictError('the log blob was replaced while it was looked at');
      if (age > 0 || blob.length < cursor.bytes) {
        const next = startOf(blob.created, cursor.generation + 1);
        return { blob, cursor: next, rows: new Map(), replaced: true, damaged: false, version };
      }
      return { blob, cursor, rows: new Map(rows), replaced: false, damaged: false, version };
    },

    async commit(open, { cursor, rows: touched }): Promise<MemoryOpenBlob> {
      const { blob, rows, version } = open as MemoryOpenBlob;
      if ((partitions.get(blob.name)?.version ?? 0) !== version)
        throw new ConflictError('the cursor has moved');
      const after = new Map(rows);
      for (const row of touched) after.set(row.key, structuredClone(row));
      clusters.set(blob.path.cluster.id, blob.path.cluster);
      partitions.set(blob.name, { blob, cursor, rows: after, version: version + 1 });
      return { blob, cursor, rows: new Map(after), replaced: false, damaged: false, version: version + 1 };
    },

    async *blobs(cluster, from, to, named) {
      for (const { blob, cursor } of between(cluster, from, to)) {
        if (named?.has(blob.name) === false) continue;
        yield { name: blob.name, hour: blob.path.hour, cursor, damaged: false } satisfies CountedBlob;
      }
    },

    rest: async () => undefined,

    async *counted(cluster, from, to) {
      for (const { blob, cursor, rows } of between(cluster, from, to)) {
        yield { name: blob.name, hour: blob.path.hour, cursor, damaged: false, rows: [...rows.values()] };
      }
    },

    clusters: async () => [...clusters.values()],

    async forget(cluster, before, deadline) {
      if (new Date() >= deadline) return 0;
      const old = between(cluster, '' as Hour, before);
      for (const { blob } of old) partitions.delete(blob.name);
      if (between(cluster, '' as Hour, '~' as Hour).length === 0) clusters.delete(cluster.id);
      return old.length;
    },
  };
}
