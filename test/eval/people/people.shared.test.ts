/** Habits of real people, beside the project: their files are read as they are described. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { intrusions } from './intrusion.ts';
import { peopleIn } from './person.ts';
import { officeIntrusions, recordsOf } from './records.ts';

const folder = join(import.meta.dirname, '../../../../shared/people');
const people = peopleIn(folder);

test('four people typed 50,976 commands, 763 different ones', () => {
  expect(people.length).toBe(4);
  expect(people.reduce((sum, { commands }) => sum + commands.length, 0)).toBe(50_976);
  expect(new Set(people.flatMap(({ commands }) => commands)).size).toBe(763);
});

test("a stranger's commands are found far better than by chance, and than one's own of the next day", () => {
  const found = intrusions(people, 3);
  const mean = (kind: string, of: 'p10' | 'chance'): number => {
    const own = found.filter((one) => one.kind === kind);
    return own.reduce((sum, one) => sum + one[of], 0) / own.length;
  };
  expect(mean('stranger 40', 'p10')).toBeGreaterThan(2 * mean('stranger 40', 'chance'));
  expect(mean('stranger 40', 'p10')).toBeGreaterThan(1.5 * mean('himself 40', 'p10'));
});

test('1,116 records of 13 users are read, and some of them are given to others', () => {
  const records = recordsOf(readFileSync(join(folder, 'records.csv'), 'utf8'));
  expect(records.length).toBe(1116);
  expect(new Set(records.map(({ user }) => user)).size).toBe(13);
  expect(officeIntrusions(records, 1).length).toBeGreaterThan(40);
});
