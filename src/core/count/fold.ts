/**
 * Many log blobs into one: the rows of a day, each call once, and no event twice that lies in several blobs.
 */
import { type DayRow, type Evidence, evidencePerRow, identityOf, type Row } from './row.ts';

export interface CountedRows {
  /** Blob name or file path. */
  readonly source: string;
  readonly rows: Iterable<Row>;
}

interface Folding {
  readonly row: Row;
  readonly evidence: (Evidence & { source: string })[];
  /** Identity -> nothing; made only once a second blob has the row, since most rows lie in one. */
  identities: Set<string> | null;
}

/**
 * Adds rows of the same call and day; an identity that stands in the evidence of several blobs counts once
 * (DESIGN 3.6). Sources are taken in the order of their names, so that the result does not depend on theirs.
 */
export function foldRows(parts: readonly CountedRows[]): DayRow[] {
  const folded = new Map<string, Folding>();
  const ordered = [...parts].sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
  for (const { source, rows } of ordered) {
    for (const row of rows) {
      const known = folded.get(row.key);
      if (known === undefined) folded.set(row.key, begin(row, source));
      else add(known, row, source);
    }
  }
  return [...folded.values()].map(({ row, evidence }) => ({ ...row, evidence }));
}

const begin = (row: Row, source: string): Folding => ({
  row: { ...row },
  evidence: row.evidence.map((evidence) => ({ ...evidence, source })),
  identities: null,
});

function add(into: Folding, row: Row, source: string): void {
  into.identities ??= new Set(into.evidence.map(identityOf).filter((identity) => identity !== null));
  let { events, requests } = row;
  for (const evidence of row.evidence) {
    const identity = identityOf(evidence);
    if (identity !== null && into.identities.has(identity)) {
      events--;
      if (evidence.isRequest) requests--;
      continue;
    }
    if (identity !== null) into.identities.add(identity);
    if (into.evidence.length < evidencePerRow) into.evidence.push({ ...evidence, source });
  }
  const { row: sum } = into;
  sum.events += events;
  sum.requests += requests;
  if (sum.firstSeen === null || (row.firstSeen !== null && row.firstSeen < sum.firstSeen))
    sum.firstSeen = row.firstSeen;
  if (sum.lastSeen === null || (row.lastSeen !== null && row.lastSeen > sum.lastSeen))
    sum.lastSeen = row.lastSeen;
  sum.applied ??= row.applied;
}
