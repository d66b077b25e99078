import { describe, expect, test } from 'vitest';
import { startOf } from '../../../src/core/count/cursor.ts';
import type { Row } from '../../../src/core/count/row.ts';
import { segmentAfter } from '../../../src/core/count/segment.ts';
import type { Progress } from '../../../src/core/count/tally.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { anApplied, anEvent } from '../../build.ts';

const none: Progress = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};
const limits = {
  rows: 99,
  chars: 1_600_000,
  budget: { rows: 20_000, foldUri: () => '/folded', patternOf: JSON.stringify },
};
const start = startOf('2026-10-01T08:00:07.000Z', 0);

const segment = (over: Partial<typeof limits> = {}, rows: ReadonlyMap<string, Row> = new Map()) =>
  segmentAfter(start, none, rows, { ...limits, ...over });

const byKey = (rows: readonly Row[]) => new Map(rows.map((row) => [row.key, row]));

describe('a segment', () => {
  test('counts events and requests of a call on a day in one row', () => {
    const made = segment();
    made.add(anEvent({ stage: 'ResponseStarted', isRequest: false }), 0);
    made.add(anEvent({ time: '2026-10-01T09:00:00.000000Z' }), 10);
    const { rows, cursor } = made.close({ ...none, end: 20, lines: 2 }, false);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      day: '2026-10-01',
      events: 2,
      requests: 1,
      firstSeen: '2026-10-01T08:15:00.000000Z',
      lastSeen: '2026-10-01T09:00:00.000000Z',
    });
    expect(cursor).toMatchObject({ bytes: 20, lines: 2, events: 2, requests: 1, rows: 1 });
  });

  test('says how long after its newest event the blob was appended to, and keeps the least of it', () => {
    const made = segment();
    made.add(anEvent({ time: '2026-10-01T08:15:00.400000Z' }), 0);
    made.add(anEvent({ time: '2026-10-01T08:10:00.000000Z' }), 10);
    const written = new Date('2026-10-01T08:17:30Z');
    const { cursor } = made.close({ ...none, end: 20 }, false, written);
    expect(cursor).toMatchObject({ written: '2026-10-01T08:17:30.000Z', delay: 150 });
    const delayAfter = (time: string | null, looked?: Date) => {
      const next = segmentAfter(cursor, none, new Map(), limits);
      next.add(anEvent({ time }), 20);
      return next.close(none, false, looked).cursor;
    };
    const later = new Date('2026-10-01T08:40:00Z');
    expect(delayAfter('2026-10-01T08:39:00Z', later)).toMatchObject({
      written: later.toISOString(),
      delay: 60,
    });
    expect(delayAfter('2026-10-01T08:20:00Z', later).delay).toBe(150);
    expect(delayAfter('2026-10-01T08:41:00Z', later).delay).toBe(0);
    // What has no time, and a look that was not at all of it, say nothing.
    expect(delayAfter(null, later).delay).toBe(150);
    expect(delayAfter('2026-10-01T08:39:59Z')).toMatchObject({ written: cursor.written, delay: 150 });
  });

  test('keeps calls of two days, and of two outcomes, apart', () => {
    const made = segment();
    made.add(anEvent(), 0);
    made.add(anEvent({ time: '2026-10-02T00:00:00.000000Z' }), 10);
    made.add(anEvent({}, { code: 403 }), 20);
    expect(made.close(none, false).rows).toHaveLength(3);
  });

  test('gives absolute counts, and leaves the committed rows as they were', () => {
    const first = segment();
    first.add(anEvent(), 0);
    const committed = byKey(first.close(none, false).rows);
    const second = segment({}, committed);
    second.add(anEvent(), 10);
    expect(second.close(none, false).rows[0]?.events).toBe(2);
    expect([...committed.values()][0]?.events).toBe(1);
  });

  test('refuses the event that would touch one row too many, and counts nothing of it', () => {
    const made = segment({ rows: 2 });
    expect(made.add(anEvent({}, { verb: 'get' }), 0)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'list' }), 10)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'watch' }), 20)).toBe(false);
    expect(made.add(anEvent({}, { verb: 'list' }), 30)).toBe(true);
    expect(made.close(none, false).cursor).toMatchObject({ events: 3, rows: 2 });
  });

  test('takes the first event whatever its size', () => {
    const made = segment({ chars: 10 });
    expect(made.add(anEvent(), 0)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'list' }), 10)).toBe(false);
  });

  test('takes as many usual rows as one transaction may touch', () => {
    const made = segment();
    const events = Array.from({ length: 99 * 16 }, (_, i) =>
      anEvent({}, { requestURI: `/api/v1/${i % 99}` }),
    );
    expect(events.every((event, i) => made.add(event, i))).toBe(true);
    expect(made.close(none, false).rows).toHaveLength(99);
  });

  // What a caller applies is long at will: two hundred such rows in one transaction would be refused for ever.
  test('weighs what the caller chose', () => {
    const long = 'é'.repeat(300);
    const applied = anApplied({ name: long, images: [long, long, long] });
    const made = segment({ chars: 20_600 });
    expect(made.add(anEvent({ applied }, { verb: 'create' }), 0)).toBe(true);
    expect(made.add(anEvent({ applied }, { verb: 'create' }), 10)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'get' }), 20)).toBe(true);
    expect(made.add(anEvent({ applied }, { verb: 'get' }), 30)).toBe(true);
    expect(made.add(anEvent({ applied }, { verb: 'update' }), 40)).toBe(false);
  });

  test('weighs each further evidence of a row', () => {
    const made = segment({ chars: 3_490 });
    expect(made.add(anEvent({}, { verb: 'get' }), 0)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'list' }), 10)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'list' }), 20)).toBe(true);
    expect(made.add(anEvent({}, { verb: 'list' }), 30)).toBe(false);
    expect(made.close(none, false).cursor).toMatchObject({ events: 3 });
  });

  test('does not count an identity twice that a row remembers', () => {
    const made = segment();
    const twice = anEvent({ auditID: 'a' });
    made.add(twice, 0);
    made.add(twice, 10);
    made.add(anEvent({ auditID: 'a', stage: 'ResponseStarted', isRequest: false }), 20);
    const { rows, cursor } = made.close(none, false);
    expect(rows[0]).toMatchObject({ events: 2, requests: 1 });
    expect(rows[0]?.evidence.map(({ offset }) => offset)).toEqual([0, 20]);
    expect(cursor).toMatchObject({ events: 3, requests: 2, duplicates: 1 });
  });

  test('never takes an event without auditID for a duplicate', () => {
    const made = segment();
    for (const offset of [0, 10, 20]) made.add(anEvent({ auditID: null }), offset);
    expect(made.close(none, false).rows[0]?.events).toBe(3);
  });

  test('remembers the first sixteen events of a row, and counts a repeat of the seventeenth', () => {
    const made = segment();
    const events = Array.from({ length: 17 }, (_, i) => anEvent({ auditID: `id-${i}` }));
    events.forEach((event, i) => {
      made.add(event, i);
    });
    made.add(anEvent({ auditID: 'id-16' }), 99);
    made.add(anEvent({ auditID: 'id-15' }), 100);
    const { rows } = made.close(none, false);
    expect(rows[0]?.evidence).toHaveLength(16);
    expect(rows[0]?.events).toBe(18);
  });

  test('adds what the reader saw since the last commit to the cursor', () => {
    const skips = (count: number) => ({ ...noSkips(), 'not-kubectl': count });
    const cursor = {
      ...start,
      bytes: 100,
      lines: 7,
      skipped: skips(5),
      original: { lines: 9, skipped: skips(8), events: 1, requests: 1 },
    };
    const from = {
      end: 100,
      lines: 3,
      skipped: skips(3),
      salvaged: 1,
      original: { lines: 4, skipped: skips(2) },
    };
    const made = segmentAfter(cursor, from, new Map(), limits);
    const now = {
      end: 180,
      lines: 6,
      skipped: { ...skips(4), cut: 2 },
      salvaged: 1,
      original: { lines: 11, skipped: skips(6) },
    };
    expect(made.close(now, true).cursor).toMatchObject({
      bytes: 180,
      lines: 10,
      sealed: true,
      skipped: { 'not-kubectl': 6, cut: 2, 'not-json': 0 },
      original: { lines: 16, skipped: { 'not-kubectl': 12 }, events: 1, requests: 1 },
    });
  });

  test('remembers what was committed: a repeat in the next segment counts no more', () => {
    const first = segment();
    first.add(anEvent({ auditID: 'a' }), 0);
    const second = segment({}, byKey(first.close(none, false).rows));
    second.add(anEvent({ auditID: 'a' }), 10);
    second.add(anEvent({ auditID: 'b' }), 20);
    const { rows, cursor } = second.close(none, false);
    expect(rows[0]?.evidence.map(({ offset }) => offset)).toEqual([0, 20]);
    expect(cursor).toMatchObject({ duplicates: 1, rows: 1 });
  });

  test('adds to the cursor what was salvaged and counted since it began, and nothing twice', () => {
    const cursor = { ...start, salvaged: 10, events: 20, requests: 30, duplicates: 40, folded: 50 };
    const made = segmentAfter(cursor, { ...none, salvaged: 3 }, new Map(), {
      ...limits,
      budget: { rows: 0, foldUri: () => '/folded', patternOf: JSON.stringify },
    });
    made.add(anEvent({ auditID: 'a' }), 0);
    made.add(anEvent({ auditID: 'a' }), 10);
    made.add(anEvent({ isRequest: false }), 20);
    expect(made.close({ ...none, salvaged: 5 }, false).cursor).toMatchObject({
      salvaged: 12,
      events: 23,
      requests: 32,
      duplicates: 41,
      folded: 52,
      sealed: false,
    });
  });

  test('keeps the earliest and the latest time in whatever order events come', () => {
    const made = segment();
    for (const hour of ['09', '07', '11', '08'])
      made.add(anEvent({ time: `2026-10-01T${hour}:00:00.000000Z` }), 0);
    expect(made.close(none, false).rows[0]).toMatchObject({
      firstSeen: '2026-10-01T07:00:00.000000Z',
      lastSeen: '2026-10-01T11:00:00.000000Z',
    });
  });

  test('remembers the last day, in whatever order events come', () => {
    const lastDay = (...times: (string | null)[]) => {
      const made = segment();
      for (const [at, time] of times.entries()) made.add(anEvent({ time }), at);
      return made.close(none, false).cursor.lastDay;
    };
    const [first, second] = ['2026-10-01T08:00:00.000000Z', '2026-10-02T08:00:00.000000Z'];
    expect(lastDay(first, second)).toBe('2026-10-02');
    expect(lastDay(second, first)).toBe('2026-10-02');
    expect(lastDay(second, null)).toBe('2026-10-02');
    expect(lastDay(null)).toBeNull();
  });

  test('cuts what evidence holds of a log to its bounds', () => {
    const made = segment();
    const event = (audit: number, other: number) =>
      anEvent({ auditID: 'i'.repeat(audit), received: 'r'.repeat(other), stage: 's'.repeat(other) });
    made.add(event(256, 100), 0);
    made.add(event(257, 101), 10);
    made.add(anEvent({ auditID: null, received: null, stage: null }), 20);
    const evidence = made.close(none, false).rows[0]?.evidence ?? [];
    expect(evidence.map((one) => [one.auditID, one.received, one.stage])).toEqual([
      ['i'.repeat(256), 'r'.repeat(100), 's'.repeat(100)],
      [
        expect.stringMatching(/^i+….{43}$/),
        expect.stringMatching(/^r+….{43}$/),
        expect.stringMatching(/^s+….{43}$/),
      ],
      [null, null, null],
    ]);
    expect(evidence[1]?.auditID).toHaveLength(256);
  });

  test('counts an event without any time under no day', () => {
    const made = segment();
    made.add(anEvent({ time: null, received: null }), 0);
    expect(made.close(none, false).rows[0]).toMatchObject({ day: null, firstSeen: null });
  });
});

describe('the cardinality budget', () => {
  const flood = (count: number, change: (i: number) => Parameters<typeof anEvent>[1]) => {
    const made = segment({
      rows: 1e9,
      chars: 1e12,
      budget: { rows: 100, foldUri: () => '/folded', patternOf: JSON.stringify },
    });
    for (let i = 0; i < count; i++) made.add(anEvent({}, change(i)), i);
    return made.close(none, false);
  };

  test('folds the URI of new rows beyond it, counts every event and says how many were folded', () => {
    const { rows, cursor } = flood(1_000, (i) => ({ requestURI: `/api/${i}` }));
    expect(rows).toHaveLength(51);
    expect(rows.filter(({ folded }) => folded).map(({ call, events }) => [call.requestURI, events])).toEqual([
      ['/folded', 950],
    ]);
    expect(cursor).toMatchObject({ events: 1_000, rows: 51, folded: 950 });
  });

  test('keeps counting a row that was there before the budget was used up', () => {
    const { rows } = flood(1_000, (i) => ({ requestURI: `/api/${i % 500 === 0 ? 0 : i}` }));
    expect(rows[0]).toMatchObject({ events: 2, folded: false });
  });

  test.each([
    ['agents', (i: number) => ({ userAgent: `kubectl-${i}` })],
    ['forwarded addresses', (i: number) => ({ sourceIPs: [`10.0.${i >> 8}.${i & 255}`, '10.0.0.1'] })],
    ['namespaces', (i: number) => ({ namespace: `n${i}` })],
    ['users', (i: number) => ({ user: `u${i}` })],
    ['verbs', (i: number) => ({ verb: `v${i}` })],
  ])('bounds the rows that a flood of %s can make', (_what, change) => {
    const { rows, cursor } = flood(5_000, change);
    expect(rows.length).toBeLessThanOrEqual(201);
    expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(5_000);
    expect(cursor.events).toBe(5_000);
  });

  test('shortens a call that is too long for an entity, and still tells two of them apart', () => {
    const made = segment();
    made.add(anEvent({}, { requestURI: `/a${'x'.repeat(200_000)}` }), 0);
    made.add(anEvent({}, { requestURI: `/a${'x'.repeat(200_001)}` }), 10);
    const { rows } = made.close(none, false);
    expect(rows).toHaveLength(2);
    expect(rows.map(({ call }) => call.requestURI?.length)).toEqual([2_000, 2_000]);
    expect(rows.every(({ folded }) => folded)).toBe(true);
  });
});
