/** Runs a search over records, by the way that files go: read, then asked. */
import { actOfEvent } from '../../../../src/core/find/searches/act.ts';
import { type Memory, sharedMemory } from '../../../../src/core/find/searches/memory.ts';
import type { SearchName } from '../../../../src/core/find/searches/names.ts';
import type { Found, SearchRow } from '../../../../src/core/find/searches/search.ts';
import { searches } from '../../../../src/core/find/searches/searches.ts';
import type { CallEvent } from '../../../../src/core/read/call.ts';
import { documentReader } from '../../../../src/core/read/file-reader.ts';
import { defaultReadOptions } from '../../../../src/core/read/options.ts';
import { aLine } from '../../../build.ts';

type Fields = Readonly<Record<string, unknown>>;

export const reason = 'authorization.k8s.io/reason';
export const decision = 'authorization.k8s.io/decision';

/** Each later by a minute than the one before it. */
export const at = (minute: number): string => `2026-10-01T08:${String(minute).padStart(2, '0')}:00.000000Z`;

/** A record whose user agent is nobody's in particular. */
export const aRecord = (minute: number, fields: Fields, envelope: Record<string, unknown> = {}): string =>
  aLine({ userAgent: 'thing/1', requestReceivedTimestamp: at(minute), ...fields }, envelope);

export function eventsOf(lines: readonly string[]): CallEvent[] {
  const reader = documentReader({ ...defaultReadOptions, clients: 'all', plain: true });
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  return [...reader.push(bytes), ...reader.finish()].flatMap((found) =>
    'event' in found ? [found.event] : [],
  );
}

export function strictly(name: SearchName, events: readonly CallEvent[], limit = 50): Found {
  const tally = searches[name].strict(sharedMemory());
  for (const event of events) tally.add(event);
  return tally.found(limit);
}

export function soundly(
  name: SearchName,
  events: readonly CallEvent[],
  limit = 50,
  memory: Memory = sharedMemory(),
): Found {
  const tally = searches[name].sound(memory);
  for (const event of events) {
    const act = actOfEvent(event, 'aks-1', 'first');
    if (act !== null) tally.add(act);
  }
  return tally.found(limit);
}

/** The rows as lists of the cells of some columns. */
export const cellsOf = ({ rows }: { readonly rows: readonly SearchRow[] }, ...columns: readonly string[]) =>
  rows.map((row) => columns.map((column) => row[column]));
