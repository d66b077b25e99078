/**
 * Ready-made queries that show the events behind a finding where they are kept: Log Analytics, Splunk, and the blobs
 * themselves. Refuses to run anything.
 */
import type { RankedCall } from '../judge/ranked-call.ts';
import { askedOf, type Subject } from './queries/asked.ts';
import { type BlobRange, blobRanges } from './queries/blob-ranges.ts';
import { aksAudit, azureDiagnostics, kql, kqlPart } from './queries/kql.ts';
import { spl, splPart } from './queries/spl.ts';

/** The same question in each language. */
export interface QueryTexts {
  /** KQL for workspaces with resource-specific tables, and for those with AzureDiagnostics. */
  readonly aksAudit: string;
  readonly azureDiagnostics: string;
  /** SPL, with the macro of the original detection. */
  readonly splunk: string;
}

/** What the actor did from there at the time of the finding: all its events are among it, and those are marked that are named. */
export interface Queries extends QueryTexts {
  /** By their ids, events of the finding that the queries above do not name; where there are more than they hold. */
  readonly parts?: readonly QueryTexts[];
  /** Events of the finding that no id names; where there are any. */
  readonly unnamed?: number;
  /** Where the lines stand in the archive, blob by blob. */
  readonly blobs: readonly BlobRange[];
}

/** Ids in a query: so it stays short enough for what is sent to sinks, and for an address that holds it. */
const idsOfFirst = 50;
const idsOfPart = 100;

/** @param all the calls of the finding, also those that it does not hold */
export function queriesFor(subject: Subject, all: readonly RankedCall[] = subject.calls): Queries {
  const asked = askedOf(subject, all);
  const [tables, diagnostics] = [aksAudit(asked), azureDiagnostics(asked)];
  const first = asked.ids.slice(0, idsOfFirst);
  const parts: QueryTexts[] = [];
  for (let at = idsOfFirst; at < asked.ids.length; at += idsOfPart) {
    const ids = asked.ids.slice(at, at + idsOfPart);
    parts.push({
      aksAudit: kqlPart(asked, tables, ids),
      azureDiagnostics: kqlPart(asked, diagnostics, ids),
      splunk: splPart(asked, ids),
    });
  }
  return {
    aksAudit: kql(asked, tables, first),
    azureDiagnostics: kql(asked, diagnostics, first),
    splunk: spl(asked, first),
    ...(parts.length > 0 ? { parts } : {}),
    ...(asked.unnamed > 0 ? { unnamed: asked.unnamed } : {}),
    blobs: blobRanges(subject.calls.flatMap((call) => call.evidence)),
  };
}
