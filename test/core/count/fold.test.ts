import { describe, expect, test } from 'vitest';
import { folding, foldRows } from '../../../src/core/count/fold.ts';
import type { Evidence } from '../../../src/core/count/row.ts';
import { anApplied, aRow } from '../../build.ts';

const seen = (auditID: string | null, over: Partial<Evidence> = {}): Evidence => ({
  auditID,
  received: '2026-10-01T08:15:00.000000Z',
  time: '2026-10-01T08:15:00.000000Z',
  stage: 'ResponseComplete',
  isRequest: true,
  offset: 0,
  ...over,
});

describe('folding blobs into a day', () => {
  test('adds the counts of the same call and keeps others apart', () => {
    const folded = foldRows([
      { source: 'a', rows: [aRow({ events: 3, requests: 2 }), aRow({}, { verb: 'list' })] },
      { source: 'b', rows: [aRow({ events: 4, requests: 4 })] },
    ]);
    expect(folded.map(({ call, events, requests }) => [call.verb, events, requests])).toEqual([
      ['get', 7, 6],
      ['list', 1, 1],
    ]);
  });

  test('counts an identity that stands in the evidence of several blobs once', () => {
    const one = seen('id-1');
    const [row] = foldRows([
      { source: 'a', rows: [aRow({ evidence: [one] })] },
      { source: 'b', rows: [aRow({ evidence: [one] })] },
      {
        source: 'c',
        rows: [aRow({ events: 2, requests: 1, evidence: [one, seen('id-2', { isRequest: false })] })],
      },
    ]);
    expect(row).toMatchObject({ events: 2, requests: 1 });
    expect(row?.evidence.map(({ source, auditID }) => [source, auditID])).toEqual([
      ['a', 'id-1'],
      ['c', 'id-2'],
    ]);
  });

  test('never takes events without auditID for one', () => {
    const [row] = foldRows([
      { source: 'a', rows: [aRow({ evidence: [seen(null)] })] },
      { source: 'b', rows: [aRow({ evidence: [seen(null)] })] },
    ]);
    expect(row?.events).toBe(2);
  });

  test('finds a repeat though the folded evidence is full', () => {
    const many = Array.from({ length: 16 }, (_, i) => seen(`id-${i}`));
    const late = seen('late');
    const [row] = foldRows([
      { source: 'a', rows: [aRow({ events: 16, requests: 16, evidence: many })] },
      { source: 'b', rows: [aRow({ evidence: [late] })] },
      { source: 'c', rows: [aRow({ evidence: [late] })] },
    ]);
    expect(row).toMatchObject({ events: 17, requests: 17 });
    expect(row?.evidence).toHaveLength(16);
  });

  test('gives the same whatever the order of the blobs, and leaves their rows as they were', () => {
    const a = {
      source: 'a',
      rows: [aRow({ evidence: [seen('x', { offset: 5 })], firstSeen: '2026-10-01T07:00:00.000000Z' })],
    };
    const b = {
      source: 'b',
      rows: [aRow({ evidence: [seen('y')], lastSeen: '2026-10-01T23:00:00.000000Z' })],
    };
    const folded = foldRows([a, b]);
    expect(foldRows([b, a])).toEqual(folded);
    expect(foldRows([a, b])).toEqual(folded);
    expect(folded[0]).toMatchObject({
      firstSeen: '2026-10-01T07:00:00.000000Z',
      lastSeen: '2026-10-01T23:00:00.000000Z',
    });
  });

  test('keeps the earliest and the latest time, whichever blob knows them', () => {
    const time = (hour: number) => `2026-10-01T0${hour}:00:00.000000Z`;
    const seen = (first: string | null, last: string | null) => aRow({ firstSeen: first, lastSeen: last });
    const times = (...rows: ReturnType<typeof aRow>[]) => {
      const [row] = foldRows(rows.map((row, at) => ({ source: String(at), rows: [row] })));
      return [row?.firstSeen, row?.lastSeen];
    };
    expect(times(seen(time(3), time(4)), seen(time(1), time(2)))).toEqual([time(1), time(4)]);
    expect(times(seen(time(1), time(2)), seen(time(3), time(4)))).toEqual([time(1), time(4)]);
    expect(times(seen(null, null), seen(time(3), time(4)))).toEqual([time(3), time(4)]);
    expect(times(seen(time(3), time(4)), seen(null, null))).toEqual([time(3), time(4)]);
    expect(times(seen(null, null), seen(null, null))).toEqual([null, null]);
  });

  test('keeps what was applied, the worst of it', () => {
    const applied = (name: string, ...dangerous: string[]) => anApplied({ name, dangerous });
    const [row] = foldRows([
      { source: 'a', rows: [aRow()] },
      { source: 'b', rows: [aRow({ applied: applied('one') })] },
      { source: 'c', rows: [aRow({ applied: applied('two', 'privileged') })] },
    ]);
    expect(row?.applied?.name).toBe('two');
  });

  test('takes sources in the order of their names', () => {
    const parts = ['c', 'a', 'b', 'a'].map((source) => ({
      source,
      rows: [aRow({ evidence: [seen(source)] })],
    }));
    expect(foldRows(parts)[0]?.evidence.map(({ source }) => source)).toEqual(['a', 'b', 'c']);
  });

  test('folds new rows by the budget as a blob does, and known ones never', () => {
    const all = folding({ rows: 2, foldUri: () => '/folded', patternOf: JSON.stringify });
    const rows = ['/a', '/b', '/c', '/a'].map((requestURI) => {
      const over = { requestURI };
      return aRow({ key: requestURI, evidence: [seen(null)] }, over);
    });
    all.add({ source: 'one', rows: rows.slice(0, 2) });
    all.add({ source: 'two', rows: rows.slice(2) });
    expect(all.rows().map(({ call, events, folded }) => [call.requestURI, events, folded])).toEqual([
      ['/a', 2, false],
      ['/folded', 1, true],
      ['(folded)', 1, true],
    ]);
  });
});
