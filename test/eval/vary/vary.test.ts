import { expect, test } from 'vitest';
import { monthOf } from '../months.ts';
import { variedCalmTable, variedTable } from './table.ts';
import { monthsOf, variations } from './variation.ts';
import { type Varied, variedBy } from './varied.ts';

const aTrial: Varied = {
  variation: 'spread',
  seed: 1,
  size: 'small',
  scenario: 'a',
  split: 'held-out',
  loudness: 'loud',
  client: 'kubectl',
  planted: 4,
  p10: 0.2,
  a10: 0.5,
  ap: 0.5,
  finding: 2,
  toldDaysAgo: 4,
  severity: 'high',
};

test('a row for each variation, side and form; who was told late or never stands below', () => {
  const text = variedTable([
    aTrial,
    { ...aTrial, seed: 2, finding: 0, toldDaysAgo: null, severity: null },
    { ...aTrial, seed: 2, loudness: 'quiet', finding: 4, toldDaysAgo: 0, severity: 'low' },
  ]);
  const rows = text.split('\n').map((line) => line.split(/ {2,}/));
  const title = (name: string): number => rows[0]?.indexOf(name) ?? -1;
  expect(rows.map((row) => row.slice(0, 4).join(' '))).toEqual([
    'variation split attacks trials',
    'spread held-out loud 2',
    'spread held-out quiet 1',
    'spread held-out all 3',
    'spread: 1 of 3 not told; first told on day -4: 1, 0: 1',
  ]);
  const [, loud, quiet] = rows;
  expect([loud?.[title('top 3')], quiet?.[title('top 3')], quiet?.[title('top 5')]]).toEqual([
    '0.50 ±6.35',
    '0.00 ±0.00',
    '1.00',
  ]);
  expect([loud?.[title('told as high+')], quiet?.[title('told as high+')]]).toEqual(['0.50', '0.00']);
});

const months = monthsOf(3, 'kubectl');

test('months are made once where they are the same', () => {
  expect(months(variations.slow)).toBe(months(variations.none));
  expect(months(variations.young).quiet[0]?.patterns).toBe(months(variations.none).quiet[0]?.patterns);
  expect(months(variations.young).quiet[0]?.history.baseline.length).toBe(3);
});

test('behind a private link everybody but the cluster itself has one address', () => {
  const ipsOf = (behindNat: boolean): Set<string | undefined> =>
    new Set(
      monthOf(3, 'interactive', { behindNat }).clusters[0]?.days.flatMap((requests) =>
        requests.map(({ sourceIPs }) => sourceIPs[0]).filter((ip) => !/^(?:127|172\.31)\./.test(ip ?? '')),
      ),
    );
  expect(ipsOf(true).size).toBe(1);
  expect(ipsOf(false).size).toBeGreaterThan(5);
});

test('attacks and days without one are measured, each day of a spread attack', () => {
  const attacks = { only: 'dump-secrets', split: '', clients: ['kubectl'], oneIn: 1 } as const;
  const { varied, calm } = variedBy(['none', 'spread'], months, attacks, 1);
  const found = varied.map(({ variation, loudness }) => `${variation} ${loudness}`);
  expect(found.slice(0, 2)).toEqual(['none loud', 'none quiet']);
  expect(found.filter((name) => name.startsWith('none')).length).toBe(found.length / 2);
  const [whole] = varied;
  const part = varied.find(({ variation }) => variation === 'spread');
  expect(part?.planted).toBeLessThan(whole?.planted ?? 0);
  expect(
    varied
      .filter(({ variation }) => variation === 'none')
      .every(({ toldDaysAgo }) => (toldDaysAgo ?? 0) === 0),
  ).toBe(true);
  // The last day of each of three clusters, once: a spread attack has the same days without it.
  expect(calm.map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'none'));
  expect(variedCalmTable(calm).split('\n').length).toBe(5);
});
