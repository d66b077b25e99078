/**
 * The plain way to read a blob: all of it at once, split at newlines, every line parsed as a whole.
 * What the fast readers give must equal what comes out here.
 */

import { noSkips } from '../../src/core/read/call.ts';
import type { ReadOptions } from '../../src/core/read/options.ts';
import type { EventAt, PresenceAt } from '../../src/core/read/reader.ts';
import { readRecord } from '../../src/core/read/record.ts';
import { maxLineBytes } from '../../src/core/read/sift/survey.ts';
import type { Read } from '../core/read/reading.ts';

export function plainRead(blob: Buffer, options: ReadOptions): Read {
  const skipped = noSkips();
  const original = { lines: 0, skipped: noSkips() };
  const events: EventAt[] = [];
  const presences = new Map<string, PresenceAt>();
  let lines = 0;
  let salvaged = 0;
  for (let from = 0; from < blob.length; ) {
    const newline = blob.indexOf(0x0a, from);
    const to = newline < 0 ? blob.length : newline;
    const end = newline < 0 ? to : to + 1;
    const hasBom = from === 0 && blob.subarray(0, 3).equals(Buffer.from('\ufeff'));
    const line = blob.subarray(hasBom ? 3 : from, to);
    if (to - from > maxLineBytes) {
      skipped['too-long'] += 1;
      original.skipped['too-long'] += 1;
      lines += 1;
      original.lines += 1;
    } else if (!/^[ \t\r]*$/.test(line.toString('latin1'))) {
      const reading = readRecord(line, options);
      lines += 1;
      original.lines += 1;
      if (reading.original !== null && reading.original !== 'beside') original.skipped[reading.original] += 1;
      if (!reading.ok) {
        skipped[reading.reason] += 1;
        const key = JSON.stringify(reading.presence);
        if (reading.presence !== null && !presences.has(key))
          presences.set(key, { presence: reading.presence, offset: from, end });
      } else {
        events.push({ event: reading.event, offset: from, end });
        if (reading.event.salvaged) salvaged += 1;
      }
    }
    from = end;
  }
  return {
    events,
    presences: [...presences.values()],
    reader: { end: blob.length, lines, skipped, salvaged, original, pending: 0 },
  };
}
