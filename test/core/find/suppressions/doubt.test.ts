/** From which share on somebody must say once more that findings may be hidden; and what finds room in a table. */
import { expect, test } from 'vitest';
import { storedCalls } from '../../../../src/core/find/stored-calls.ts';
import { doubtOf, type TrialOfDays } from '../../../../src/core/find/suppressions/trial.ts';
import { aCall, aFinding } from '../../show/samples.ts';

const touchedOf = (count: number): TrialOfDays['touched'] =>
  Array.from({ length: count }, () => ({
    id: 'a',
    day: aFinding().day,
    title: '',
    severity: 'low',
    calls: 1,
    hidden: [],
    vanishes: false,
  }));
const doubt = (touched: number, findings: number, together = { touched: 0, findings: 0 }): string | null =>
  doubtOf({
    from: aFinding().day,
    to: aFinding().day,
    calls: 0,
    hidden: 0,
    vanished: 0,
    suppressions: [],
    findings,
    touched: touchedOf(touched),
    together,
  });

test.each([
  [3, 12, false],
  [4, 12, true],
  [2, 8, false],
  [9, 9, false],
  [3, 10, true],
  [2, 10, false],
  [0, 10, false],
])('new suppressions that touch %i of %i findings', (touched, findings, isMuch) => {
  expect(doubt(touched, findings) !== null).toBe(isMuch);
});

test.each([
  [5, 10, false],
  [6, 10, true],
  [9, 9, false],
  [6, 12, false],
  [7, 12, true],
])('all suppressions together, that touch %i of %i', (touched, findings, isMuch) => {
  expect(doubt(1, 10, { touched, findings }) !== null).toBe(isMuch);
  expect(doubt(0, 10, { touched, findings })).toBeNull();
});

test('says the numbers', () => {
  expect(doubt(4, 12, { touched: 9, findings: 12 })).toBe(
    'it would have hidden something of 4 of the 12 findings of the last 30 days, more than a quarter',
  );
  expect(doubt(1, 12, { touched: 9, findings: 12 })).toBe(
    'with what is suppressed already, something of 9 of 12 findings of the last 30 days would have been hidden, more than half',
  );
});

test('forty calls find room, in 240,000 characters', () => {
  expect(storedCalls(Array.from({ length: 41 }, () => aCall()))).toHaveLength(40);
  const chars = (explanation: string) => JSON.stringify(aCall({ explanation })).length;
  const filling = (more: number) =>
    storedCalls([aCall({ explanation: 'x'.repeat(240_000 - chars('') + more) }), aCall()]).length;
  expect([filling(0), filling(1)]).toEqual([1, 0]);
});
