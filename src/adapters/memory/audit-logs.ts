/** Append blobs in memory, as AKS writes them: they grow, and may be replaced. */
import type { AuditLogs, LogBlob } from '../../app/ports/audit-logs.ts';
import { logPath } from '../../core/read/path.ts';
import { ConflictError } from '../../errors.ts';

interface Stored {
  bytes: Buffer;
  created: string;
  modified: Date;
}

export interface MemoryLogs extends AuditLogs {
  append(name: string, text: string | Uint8Array, at: Date): void;
  /** Another blob under the same name. */
  replace(name: string, text: string | Uint8Array, at: Date): void;
}

/** @param chunkBytes how the bytes are cut on their way */
export function memoryLogs(chunkBytes = 65_536): MemoryLogs {
  const blobs = new Map<string, Stored>();

  const seen = (name: string): LogBlob | null => {
    const stored = blobs.get(name);
    const path = logPath(name);
    if (stored === undefined || path === null) return null;
    return { name, path, length: stored.bytes.length, created: stored.created, modified: stored.modified };
  };
  const put = (name: string, bytes: Buffer, at: Date) => {
    blobs.set(name, { bytes, created: at.toISOString(), modified: at });
  };

  return {
    append(name, text, at) {
      const stored = blobs.get(name);
      if (stored === undefined) return put(name, Buffer.from(text), at);
      stored.bytes = Buffer.concat([stored.bytes, Buffer.from(text)]);
      stored.modified = at;
    },
    replace: (name, text, at) => put(name, Buffer.from(text), at),

    find: async (name) => seen(name),

    async *bytes(blob, from, to) {
      for (let at = from; at < to; at += chunkBytes) {
        const stored = blobs.get(blob.name);
        if (stored === undefined || stored.created !== blob.created)
          throw new ConflictError('the log blob was replaced');
        yield stored.bytes.subarray(at, Math.min(to, at + chunkBytes));
      }
    },

    look: async () => (blobs.size === 0 ? 'empty' : 'filled'),

    async *homes() {
      const homes = new Set([...blobs.keys()].flatMap((name) => /^.*?\/y=/.exec(name) ?? []));
      for (const home of homes) yield home;
    },

    async *list(home, from, to) {
      for (const name of [...blobs.keys()].sort()) {
        const blob = name.startsWith(home) ? seen(name) : null;
        const day = blob?.path.hour.slice(0, 10) ?? '';
        if (blob !== null && day >= from && day <= to) yield blob;
      }
    },
  };
}
