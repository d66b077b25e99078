/**
 * The three ways in which a hurried hand would write the exactly-once file (house rule: each must be caught), against
 * the real ledger in a table.
 */
import type { TransactionAction } from '@azure/data-tables';
import { describe, expect, test } from 'vitest';
import { ConflictError } from '../../src/errors.ts';
import { caught, type Mutant, raced, right } from './race.ts';

describe('three workers on one table, that cut differently, race and die', () => {
  test.each([1, 2, 3])('count each line once (seed %i)', async (seed) => {
    expect(await raced(seed)).toEqual(right);
  });

  test('would not, if the ETag were dropped', async () => {
    const unguarded: Mutant = {
      transaction: (submit) => (actions) =>
        submit(
          (actions as TransactionAction[]).map(
            ([, entity]) => ['upsert', entity, 'Replace'] as TransactionAction,
          ),
        ),
    };
    expect(await caught(unguarded)).toBe(true);
  });

  test('would not, if counts and cursor were written one after the other', async () => {
    const torn: Mutant = {
      transaction: (submit, die) => async (actions) => {
        const [cursor, ...rows] = actions as TransactionAction[];
        if (rows.length > 0) await submit(rows);
        die();
        return await submit(cursor === undefined ? [] : [cursor]);
      },
    };
    expect(await caught(torn)).toBe(true);
  });

  test('would not, if a lost race were taken for a won one', async () => {
    const careless: Mutant = {
      ledger: (ledger) => ({
        ...ledger,
        async commit(open, segment) {
          try {
            return await ledger.commit(open, segment);
          } catch (error) {
            if (!(error instanceof ConflictError)) throw error;
            return { ...open, cursor: segment.cursor };
          }
        },
      }),
    };
    expect(await caught(careless)).toBe(true);
  });
});
