/** The comparison itself: it says nothing of what is right, and names whatever is wrong. */
import { beforeEach, describe, expect, test } from 'vitest';
import { aLine } from '../build.ts';
import { differences, isSettled, type Kept } from './look.ts';
import { type Truth, truthOf } from './truth.ts';

const text = [aLine(), aLine({ verb: 'list' }), aLine({ userAgent: 'kubelet/v1' }), ''].join('\n');

type Entity = Record<string, unknown>;
let truth: Truth;
let cursor: Entity;
let rows: [Entity, ...Entity[]];
let listed: Entity | undefined;
const kept = (): Kept => ({ cursor, rows, listed, partitions: ['p'] });

beforeEach(() => {
  truth = truthOf(Buffer.from(text), []);
  listed = {};
  const { bytes, lines, events, requests, duplicates, skipped } = truth;
  cursor = {
    bytes,
    lines,
    events,
    requests,
    duplicates,
    rows: truth.rows.size,
    generation: 0,
    sealed: true,
    skipped0: JSON.stringify({ ...skipped, cut: 0 }),
  };
  const [first, ...rest] = [...truth.rows.values()].map(
    ({ day, call, events, requests, firstSeen, lastSeen, evidence }): Entity => ({
      day,
      // Long texts lie in several columns.
      call0: JSON.stringify(call).slice(0, 20),
      call1: JSON.stringify(call).slice(20),
      events,
      requests,
      firstSeen,
      lastSeen,
      evidence0: JSON.stringify(evidence),
    }),
  );
  if (first === undefined) throw new Error('the log has no rows');
  rows = [first, ...rest];
});

test('what is right differs in nothing', () => {
  expect(truth).toMatchObject({ lines: 3, events: 2, requests: 2, skipped: { 'not-kubectl': 1 } });
  expect(differences(truth, kept(), 0)).toEqual([]);
});

describe('a difference is named', () => {
  test('where nothing is counted', () => {
    expect(differences(truth, undefined, 0)).toEqual(['nothing is counted']);
  });

  test.each(['bytes', 'lines', 'events', 'requests', 'duplicates', 'rows'])(
    'in the %s of the cursor',
    (name) => {
      cursor[name] = Number(cursor[name]) + 1;
      expect(differences(truth, kept(), 0)).toEqual([expect.stringMatching(new RegExp(`^${name} is `))]);
    },
  );

  test('in what was skipped', () => {
    cursor.skipped0 = '{"not-kubectl":2}';
    expect(differences(truth, kept(), 0)).toEqual([expect.stringMatching(/^skipped is /)]);
  });

  test('in a generation that no replacement explains', () => {
    cursor.generation = 1;
    expect(differences(truth, kept(), 1)).toEqual([]);
    expect(differences(truth, kept(), 0)).toEqual(['generation is 1, replaced 0 times']);
  });

  test.each([
    ['events', 2],
    ['requests', 0],
    ['firstSeen', 'never'],
    ['lastSeen', 'never'],
    ['evidence0', '[]'],
  ])('in the %s of a row', (name, value) => {
    rows[0][name] = value;
    expect(differences(truth, kept(), 0)).toEqual([expect.stringMatching(/ of a row is /)]);
  });

  test('in rows too many, twice, or missing', () => {
    const [first, ...rest] = rows;
    rows = [first, first, ...rest];
    expect(differences(truth, kept(), 0)).toEqual(['a row that no line stands behind, or a row twice']);
    rows = [first];
    expect(differences(truth, kept(), 0)).toEqual(['1 rows are missing']);
    rows = [{ ...first, day: '2026-01-01' }, ...rest];
    expect(differences(truth, kept(), 0)).toHaveLength(2);
  });
});

test('the list of blobs knows it, and has no copy that is old', () => {
  listed = { sealed: true, bytes: cursor.bytes };
  expect(differences(truth, kept(), 0)).toEqual([]);
  listed = { sealed: true, bytes: 1n };
  expect(differences(truth, kept(), 0)).toEqual([expect.stringMatching(/^bytes in the list of blobs is 1/)]);
  listed = undefined;
  expect(differences(truth, kept(), 0)).toEqual(['the list of blobs does not know it']);
});

test('a blob is settled when all of it is counted and it is closed', () => {
  expect(isSettled(kept(), truth.bytes)).toBe(true);
  expect(isSettled(kept(), truth.bytes + 1)).toBe(false);
  expect(isSettled({ ...kept(), cursor: { ...cursor, sealed: false } }, truth.bytes)).toBe(false);
  expect(isSettled(undefined, truth.bytes)).toBe(false);
});
