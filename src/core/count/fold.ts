/**
 * Many log blobs into one: the rows of a day, each call once, and no event twice that lies in several blobs.
 */
import { appliedTogether } from '../read/bodies/together.ts';
import { saidTogether } from '../read/said.ts';
import { type Budget, type Room, roomIn } from './budget.ts';
import {
  type DayRow,
  type Evidence,
  evidencePerRow,
  identityOf,
  patternRowKey,
  type Row,
  rowKey,
} from './row.ts';

export interface CountedRows {
  /** Blob name or file path. */
  readonly source: string;
  readonly rows: Iterable<Row>;
}

interface Accumulated {
  readonly row: Row;
  readonly evidence: (Evidence & { source: string })[];
  /** Identity -> nothing; made only once a second blob has the row, since most rows lie in one. */
  identities: Set<string> | null;
}

/** Blobs of a cluster on their way into one; holds the rows of none but the result. */
export interface Folding {
  add(part: CountedRows): void;
  rows(): DayRow[];
}

/**
 * Adds rows of the same call and day; an identity that stands in the evidence of several blobs counts once
 * (DESIGN 3.6).
 * @param budget what new rows are folded by once there are many, as in a blob: a day of floods is no bigger than one
 */
export function folding(budget?: Budget): Folding {
  const folded = new Map<string, Accumulated>();
  const room = budget === undefined ? null : { ...roomIn(budget), budget };
  return {
    add({ source, rows }) {
      for (const whole of rows) {
        const row = room === null || folded.has(whole.key) ? whole : rowWithin(whole, room);
        if (row === null) continue;
        const known = folded.get(row.key);
        if (known !== undefined) add(known, row, source);
        else {
          room?.take(row);
          folded.set(row.key, begin(row, source));
        }
      }
    },
    rows: () => [...folded.values()].map(({ row, evidence }) => ({ ...row, evidence })),
  };
}

/** All of them at once. Sources are taken in the order of their names, so that the result does not depend on theirs. */
export function foldRows(parts: readonly CountedRows[]): DayRow[] {
  const all = folding();
  for (const part of parts.toSorted((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0)))
    all.add(part);
  return all.rows();
}

/** @returns `null` where there is no room for it, as in a blob: that somebody was there is no call */
function rowWithin(row: Row, { budget, ...room }: Room & { readonly budget: Budget }): Row | null {
  if (row.client === 'presence') return room.hasPresence(row.call) ? row : null;
  const call = room.fitted(row);
  if (call === row.call) return row;
  const key =
    row.client === 'kubectl' ? rowKey(call, row.day) : patternRowKey(budget.patternOf(call), row.day);
  return { ...row, call, key, folded: true };
}

const begin = (row: Row, source: string): Accumulated => ({
  row: { ...row },
  evidence: row.evidence.map((evidence) => ({ ...evidence, source })),
  identities: null,
});

function add(into: Accumulated, row: Row, source: string): void {
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
  sum.said = saidTogether(sum.said, row.said);
  sum.applied = appliedTogether(sum.applied, row.applied);
}
