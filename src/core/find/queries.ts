/**
 * Ready-made queries that show the events behind a finding where they are kept: Log Analytics, Splunk, and the blobs
 * themselves. Refuses to run anything.
 */
import { askedOf, type Subject } from './queries/asked.ts';
import { type BlobRange, blobRanges } from './queries/blob-ranges.ts';
import { aksAudit, azureDiagnostics, kql } from './queries/kql.ts';
import { spl } from './queries/spl.ts';

export interface Queries {
  /** KQL for workspaces with resource-specific tables, and for those with AzureDiagnostics. */
  readonly aksAudit: string;
  readonly azureDiagnostics: string;
  /** SPL, with the macro of the original detection. */
  readonly splunk: string;
  /** Where the lines stand in the archive, blob by blob. */
  readonly blobs: readonly BlobRange[];
}

export function queriesFor(subject: Subject): Queries {
  const asked = askedOf(subject);
  return {
    aksAudit: kql(asked, aksAudit),
    azureDiagnostics: kql(asked, azureDiagnostics),
    splunk: spl(asked),
    blobs: blobRanges(subject.calls.flatMap((call) => call.evidence)),
  };
}
