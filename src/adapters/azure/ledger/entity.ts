/** Cursor and rows as entities of the ledger, there and back. A change here is a change of the storage format. */
import type { Cursor } from '../../../core/count/cursor.ts';
import type { Day } from '../../../core/count/day.ts';
import type { Evidence, Row, RowKind } from '../../../core/count/row.ts';
import { type Applied, type Call, noSkips, type Said } from '../../../core/read/call.ts';
import { type Entity, int64, jsonColumns, readJsonColumns, withinLimits } from '../table-entity.ts';

/** Sorts before every row key, which begin with `r`. */
export const cursorKey = 'cursor';

/** @param isAtRest the list of blobs may have a copy of it */
export const cursorEntity = (partitionKey: string, blob: string, cursor: Cursor, isAtRest: boolean): Entity =>
  withinLimits({
    partitionKey,
    rowKey: cursorKey,
    blob,
    created: cursor.created,
    generation: cursor.generation,
    sealed: cursor.sealed,
    rows: cursor.rows,
    ...(cursor.lastDay === null ? {} : { lastDay: cursor.lastDay }),
    ...(cursor.written === null ? {} : { written: cursor.written }),
    ...(cursor.delay === null ? {} : { delay: int64(cursor.delay) }),
    bytes: int64(cursor.bytes),
    lines: int64(cursor.lines),
    events: int64(cursor.events),
    requests: int64(cursor.requests),
    duplicates: int64(cursor.duplicates),
    salvaged: int64(cursor.salvaged),
    folded: int64(cursor.folded),
    ...jsonColumns('skipped', cursor.skipped),
    ...jsonColumns('original', cursor.original),
    // Other versions leave it out: they know no list of blobs.
    listed: true,
    ...(isAtRest ? { atRest: true } : {}),
  });

/** Whether who counts on takes a copy away first. */
export const isAtRest = (entity: Entity): boolean => entity.atRest === true || entity.sealed === true;

/** @returns `null` where it is damaged: how far the blob is counted is then unknown */
export function cursorOf(entity: Entity): Cursor | null {
  const skipped = readJsonColumns<Partial<Cursor['skipped']>>('skipped', entity);
  const original = readJsonColumns<Cursor['original']>('original', entity);
  const numbers = {
    generation: Number(entity.generation),
    rows: Number(entity.rows),
    bytes: Number(entity.bytes),
    lines: Number(entity.lines),
    events: Number(entity.events),
    requests: Number(entity.requests),
    duplicates: Number(entity.duplicates),
    salvaged: Number(entity.salvaged),
    folded: Number(entity.folded),
  };
  const created = textOf(entity.created);
  if (skipped === null || original === null || created === null || !areCounts(numbers)) return null;
  return {
    ...numbers,
    created,
    original,
    sealed: entity.sealed === true,
    lastDay: textOf<Day>(entity.lastDay),
    written: textOf(entity.written),
    delay: wholeOf(entity.delay),
    // A cursor knows the reasons there were when it was written.
    skipped: { ...noSkips(), ...skipped },
  };
}

export const rowEntity = (partitionKey: string, row: Row): Entity =>
  withinLimits({
    partitionKey,
    rowKey: `r${row.key}`,
    client: row.client,
    events: int64(row.events),
    requests: int64(row.requests),
    folded: row.folded,
    ...(row.day === null ? {} : { day: row.day }),
    ...(row.firstSeen === null ? {} : { firstSeen: row.firstSeen }),
    ...(row.lastSeen === null ? {} : { lastSeen: row.lastSeen }),
    ...(row.applied === null ? {} : jsonColumns('applied', row.applied)),
    ...jsonColumns('call', row.call),
    ...jsonColumns('said', row.said),
    ...jsonColumns('evidence', row.evidence),
  });

/** @returns `null` where it is damaged */
export function rowOf(entity: Entity): Row | null {
  const call = readJsonColumns<Call>('call', entity);
  const said = readJsonColumns<Said>('said', entity);
  const evidence = readJsonColumns<Evidence[]>('evidence', entity);
  const applied = entity.applied0 === undefined ? null : readJsonColumns<Applied>('applied', entity);
  const client = kinds.find((kind) => kind === entity.client);
  if (client === undefined) return null;
  const counts = { events: Number(entity.events), requests: Number(entity.requests) };
  if (!Array.isArray(call?.groups) || !Array.isArray(call.sourceIPs) || !Array.isArray(evidence)) return null;
  if (!Array.isArray(call.impersonatedGroups) || !Array.isArray(said?.names)) return null;
  if ((applied === null && entity.applied0 !== undefined) || !areCounts(counts)) return null;
  return {
    key: String(entity.rowKey).slice(1),
    client,
    day: textOf<Day>(entity.day),
    call,
    ...counts,
    firstSeen: textOf(entity.firstSeen),
    lastSeen: textOf(entity.lastSeen),
    evidence,
    said,
    applied,
    folded: entity.folded === true,
  };
}

const kinds: readonly RowKind[] = ['kubectl', 'other', 'presence'];

const areCounts = (numbers: Readonly<Record<string, number>>): boolean =>
  Object.values(numbers).every((value) => Number.isSafeInteger(value) && value >= 0);

/** What cannot be read as a number is one that was not noted: nothing is counted by it. */
function wholeOf(value: unknown): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

const textOf = <T extends string = string>(value: unknown): T | null =>
  typeof value === 'string' ? (value as T) : null;
