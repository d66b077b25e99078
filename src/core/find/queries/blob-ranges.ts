/** Where the lines of a finding's events stand in the archive, blob by blob. */
import type { CallEvidence } from '../../rank/pattern-row.ts';

export interface BlobRange {
  /** Blob name or file path. */
  readonly source: string;
  /** Bytes, both ends included: from the first line's first byte to beyond the last line's last. */
  readonly from: number;
  readonly to: number;
}

/** A record is cut at 16 KiB before it is escaped and wrapped; few lines are longer than this. */
const lineBytes = 65_536;

/** A day of hours, and those before and after it that hold events of it. */
const maxBlobs = 50;

export function blobRanges(evidence: readonly CallEvidence[]): BlobRange[] {
  const bySource = Map.groupBy(evidence, ({ source }) => source);
  return [...bySource].slice(0, maxBlobs).map(([source, own]) => {
    const offsets = own.map(({ offset }) => offset);
    return { source, from: Math.min(...offsets), to: Math.max(...offsets) + lineBytes - 1 };
  });
}
