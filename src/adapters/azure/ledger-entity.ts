/** Cursor and rows as entities of the ledger, there and back. A change here is a change of the storage format. */
import type { Cursor } from '../../core/count/cursor.ts';
import type { Day } from '../../core/count/day.ts';
import type { Evidence, Row } from '../../core/count/row.ts';
import { type Entity, fromJsonColumns, int64, jsonColumns, withinLimits } from './table-entity.ts';

/** Sorts before every row key, which begin with `r`. */
export const cursorKey = 'cursor';

export const cursorEntity = (partitionKey: string, blob: string, cursor: Cursor): Entity =>
  withinLimits({
    partitionKey,
    rowKey: cursorKey,
    blob,
    created: cursor.created,
    generation: cursor.generation,
    sealed: cursor.sealed,
    rows: cursor.rows,
    ...(cursor.lastDay === null ? {} : { lastDay: cursor.lastDay }),
    bytes: int64(cursor.bytes),
    lines: int64(cursor.lines),
    events: int64(cursor.events),
    requests: int64(cursor.requests),
    duplicates: int64(cursor.duplicates),
    salvaged: int64(cursor.salvaged),
    folded: int64(cursor.folded),
    ...jsonColumns('skipped', cursor.skipped),
  });

export const cursorOf = (entity: Entity): Cursor => ({
  created: String(entity.created),
  generation: Number(entity.generation),
  sealed: entity.sealed === true,
  rows: Number(entity.rows),
  lastDay: textOf<Day>(entity.lastDay),
  bytes: Number(entity.bytes),
  lines: Number(entity.lines),
  events: Number(entity.events),
  requests: Number(entity.requests),
  duplicates: Number(entity.duplicates),
  salvaged: Number(entity.salvaged),
  folded: Number(entity.folded),
  skipped: fromJsonColumns('skipped', entity),
});

export const rowEntity = (partitionKey: string, row: Row): Entity =>
  withinLimits({
    partitionKey,
    rowKey: `r${row.key}`,
    events: int64(row.events),
    requests: int64(row.requests),
    folded: row.folded,
    ...(row.day === null ? {} : { day: row.day }),
    ...(row.firstSeen === null ? {} : { firstSeen: row.firstSeen }),
    ...(row.lastSeen === null ? {} : { lastSeen: row.lastSeen }),
    ...(row.applied === null ? {} : jsonColumns('applied', row.applied)),
    ...jsonColumns('call', row.call),
    ...jsonColumns('evidence', row.evidence),
  });

export const rowOf = (entity: Entity): Row => ({
  key: String(entity.rowKey).slice(1),
  day: textOf<Day>(entity.day),
  call: fromJsonColumns('call', entity),
  events: Number(entity.events),
  requests: Number(entity.requests),
  firstSeen: textOf(entity.firstSeen),
  lastSeen: textOf(entity.lastSeen),
  evidence: fromJsonColumns<Evidence[]>('evidence', entity),
  applied: entity.applied0 === undefined ? null : fromJsonColumns('applied', entity),
  folded: entity.folded === true,
});

const textOf = <T extends string = string>(value: unknown): T | null =>
  typeof value === 'string' ? (value as T) : null;
