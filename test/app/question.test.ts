/** Questions at the edges of the calendar. Their faults name parameters, never what they held. */
import { describe, expect, test } from 'vitest';
import {
  parseCallQuestion,
  parseDayQuestion,
  parseFindingQuestion,
  parseRange,
} from '../../src/app/question.ts';

const problemOf = (asked: { readonly ok: boolean; readonly problem?: string }): string | undefined =>
  asked.problem;
const given = (parameters: Record<string, string>) => Object.entries(parameters);

describe.each(['9999-12-31', '0000-01-01', '0001-01-01', '2013-12-31', '2200-01-01'])('%s', (day) => {
  test('is refused wherever a day is asked for', () => {
    const fault = 'must be a day such as 2026-10-31, from 2014-01-01 to 2199-12-31';
    for (const parse of [parseCallQuestion, parseDayQuestion, parseFindingQuestion])
      expect(problemOf(parse(given({ day })))).toBe(`day ${fault}`);
    expect(problemOf(parseRange(given({ from: day })))).toBe(`from ${fault}`);
    expect(problemOf(parseRange(given({ to: day })))).toBe(`to ${fault}`);
  });
});

test('the first and the last day that logs can be of are taken', () => {
  for (const day of ['2014-01-01', '2199-12-31'])
    expect(parseDayQuestion(given({ day }))).toEqual({ ok: true, value: day });
});

test.each([
  parseRange,
  (parameters: [string, string][]) => parseCallQuestion([...parameters, ['ranking', 'rare']]),
])('a range runs forward and has an end', (parse) => {
  expect(problemOf(parse(given({ from: '2026-10-02', to: '2026-10-01' })))).toBe('from must not be after to');
  expect(problemOf(parse(given({ from: '2014-01-01', to: '2199-12-31' })))).toBe(
    'from and to must span at most 4000 days',
  );
  expect(parse(given({ from: '2026-10-01', to: '2026-10-01' })).ok).toBe(true);
  expect(parse(given({ from: '2020-05-05', to: '2024-11-15' })).ok).toBe(true);
});
