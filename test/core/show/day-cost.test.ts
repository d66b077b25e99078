/** What a day costs is reckoned as the document says, and a month of such days comes to what its table says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { costPhrase, dayCost, monthly } from '../../../src/core/show/day-cost.ts';

const document = readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8');
const rows = document.split('\n').filter((line) => line.startsWith('|'));
const cells = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('the prices are those of the document', () => {
  const told = rows.map(cells).map(([what = '', , , dollars = '']) => [what, Number(dollars)] as const);
  const of = (what: string, nth = 0): number | undefined =>
    told.filter(([one]) => one.startsWith(what))[nth]?.[1];
  expect(monthly).toEqual({
    sweep: of('a sweep, without clusters'),
    sweepOfCluster: of('… and for each cluster', 0),
    counted: of('what a log has grown by'),
    ranked: of('a day is ranked'),
    told: of('what is not delivered'),
    watched: of('… and how it is is told'),
    watchedOfCluster: of('… and for each cluster', 2),
    host: of('the Functions host itself'),
  });
});

test.each([1, 10, 100])('a month of days of %i clusters comes to the table', (clusters) => {
  const row = rows.map(cells).find(([first]) => first === String(clusters));
  const month = (730 / 24) * dayCost({ clusters, logs: 24 * clusters });
  expect(Math.abs(month / Number(row?.[1]) - 1)).toBeLessThan(0.02);
});

test('it is told to the tenth of a cent', () => {
  expect(costPhrase(dayCost({ clusters: 1, logs: 24 }))).toBe('$0.012');
});
