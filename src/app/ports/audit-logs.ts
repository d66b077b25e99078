/** The log blobs that AKS writes, as we find them. Refuses to know what stands in them. */
import type { Day } from '../../core/count/day.ts';
import type { LogPath } from '../../core/read/path.ts';

/** A log blob as it was when we looked. */
export interface LogBlob {
  readonly name: string;
  readonly path: LogPath;
  readonly length: number;
  /** Creation time, ISO 8601: another one means another blob under the same name. `''` where the store does not say. */
  readonly created: string;
  readonly modified: Date;
}

export interface AuditLogs {
  /** The blob as it is now, `null` when it is gone or is no AKS hour blob. */
  find(name: string): Promise<LogBlob | null>;
  /** Its bytes `[from, to)`; each piece may be gone when the next is asked for. @throws ConflictError when the blob was replaced since `find`. */
  bytes(blob: LogBlob, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Whether there are logs at all: `absent` where their container is not there, `empty` where nothing is in it. */
  look(): Promise<'absent' | 'empty' | 'filled'>;
  /** Where clusters put their logs: each prefix, to be given to `list`. An archive of several that fails throws after all others. */
  homes(): AsyncIterable<string>;
  /** The hour blobs of one home whose path lies in the days `[from, to]`, in path order. */
  list(home: string, from: Day, to: Day): AsyncIterable<LogBlob>;
}
