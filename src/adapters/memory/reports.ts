/** Reports in memory, as blobs keep them. */
import type { Reports } from '../../app/ports/reports.ts';

export function memoryReports(): Reports {
  const kept = new Map<string, { content: string; version: string }>();
  return {
    version: async (name) => kept.get(name)?.version ?? null,
    write: async (name, _contentType, content, version) => void kept.set(name, { content, version }),
    read: async (name) => kept.get(name)?.content ?? null,
  };
}
