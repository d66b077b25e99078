/** What is asked for bounds what the table service walks: neither how old an archive is, nor how much is counted of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { archiveOf } from './archive.ts';
import { operations, type Taken } from './operations.ts';

type All = ReadonlyMap<string, Taken>;

/** Younger and older than anything looks back, and one with more calls. */
let young: All;
let old: All;
let busy: All;

beforeAll(async () => {
  const walks = async (days: number, rows: number) => {
    const archive = await archiveOf(days, rows);
    try {
      return await operations(archive);
    } finally {
      await archive.close();
    }
  };
  young = await walks(50, 3);
  old = await walks(70, 3);
  busy = await walks(50, 9);
}, 300_000);

const numbers = (all: All, is: (what: string) => boolean) =>
  [...all].filter(([what]) => is(what)).map(([what, { walked }]) => [what, walked]);

const health = '/api/health';

/** These read calls, or what was found of them. */
const ofCalls = [
  'what a log has grown by is counted',
  'a day is ranked',
  '/api/calls',
  health,
  // The first writes reports, of days that are ranked.
  'findings are told',
];

describe('entities that are walked', () => {
  test('are as many in an archive that is older', () => {
    const is = (what: string) => what !== health;
    expect(numbers(old, is)).toEqual(numbers(young, is));
    // Its questions are asked at once, and which of them is first to read a list is chance.
    expect(old.get(health)?.walked).toBeLessThan(1.3 * (young.get(health)?.walked ?? 0));
  });

  test('are as many where more is counted, by whatever reads no calls', () => {
    const is = (what: string) => !ofCalls.includes(what);
    expect(numbers(busy, is)).toEqual(numbers(young, is));
  });

  test.each([
    ['a sweep, nothing has grown', 0],
    ['a sweep, one log has grown', 2],
    ['/api/findings/{id}', 5],
    ['/api/findings/{id} of none', 1],
    ['/api/suppressions', 3],
  ])('are few: %s', (what, most) => {
    expect(young.get(what)?.walked).toBeLessThanOrEqual(most);
  });
});
