import { expect, test } from 'vitest';
import { cursorEntity, cursorOf, rowEntity, rowOf } from '../../../../src/adapters/azure/ledger/entity.ts';
import type { Day } from '../../../../src/core/count/day.ts';
import { noSkips } from '../../../../src/core/read/call.ts';
import { anApplied, aRow } from '../../../build.ts';

/** As the service gives back what was written: whole numbers of 64 bits as big integers. */
const stored = (entity: object) =>
  ({
    ...Object.fromEntries(
      Object.entries(entity).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null && 'type' in value ? BigInt(value.value) : value,
      ]),
    ),
  }) as Parameters<typeof rowOf>[0];

test('a cursor comes back as it was written, each number in its place', () => {
  const cursor = {
    bytes: 2 ** 40,
    created: '2026-10-01T08:00:07.000Z',
    generation: 2,
    lines: 11,
    skipped: { ...noSkips(), loopback: 3 },
    events: 12,
    requests: 13,
    original: { lines: 18, skipped: { ...noSkips(), cut: 19 }, events: 20, requests: 21 },
    duplicates: 14,
    salvaged: 15,
    rows: 16,
    lastDay: '2026-10-31' as Day,
    folded: 17,
    sealed: true,
    written: '2026-10-01T08:59:30.000Z',
    delay: 22,
  };
  for (const one of [cursor, { ...cursor, sealed: false, lastDay: null, written: null, delay: null }])
    expect(cursorOf(stored(cursorEntity('p', 'a/PT1H.json', one, true)))).toEqual(one);
  expect(cursorEntity('p', 'a/PT1H.json', cursor, true)).toMatchObject({
    partitionKey: 'p',
    rowKey: 'cursor',
    blob: 'a/PT1H.json',
  });
});

test('a row comes back as it was written, with what is missing', () => {
  const evidence = {
    auditID: 'id-1',
    received: null,
    time: '2026-10-01T08:15:00.000000Z',
    stage: 'ResponseComplete',
    isRequest: true,
    offset: 2 ** 35,
  };
  const full = aRow({
    events: 7,
    requests: 5,
    evidence: [evidence],
    applied: anApplied({ name: 'é', images: ['x'], dangerous: ['privileged'] }),
    folded: true,
  });
  const bare = aRow({ day: null, firstSeen: null, lastSeen: null });
  for (const row of [full, bare]) expect(rowOf(stored(rowEntity('p', row)))).toEqual(row);
  expect(rowEntity('p', full)).toMatchObject({ partitionKey: 'p', rowKey: `r${full.key}` });
});
