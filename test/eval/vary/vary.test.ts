import { expect, test } from 'vitest';
import { monthOf } from '../months.ts';
import { varyMonth } from './run.ts';
import { spreads } from './severity.ts';
import { toldNotes, variedCalmLines, variedLines } from './table.ts';
import { monthsOf, variations } from './variation.ts';
import type { Varied } from './varied.ts';

const aTrial: Varied = {
  variation: 'spread',
  ranking: 'product',
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
  const varied: Varied[] = [
    aTrial,
    { ...aTrial, seed: 2, finding: 0, toldDaysAgo: null, severity: null },
    { ...aTrial, seed: 2, loudness: 'quiet', finding: 4, toldDaysAgo: 0, severity: 'low' },
  ];
  const rows = variedLines(varied);
  const title = (name: string): number => rows[0]?.indexOf(name) ?? -1;
  expect(rows.map((row) => row.slice(0, 5).join(' '))).toEqual([
    'variation ranking split attacks trials',
    'spread product held-out loud 2',
    'spread product held-out quiet 1',
    'spread product held-out all 3',
  ]);
  expect(toldNotes(varied)).toEqual(['spread: 1 of 3 not told; first told on day -4: 1, 0: 1']);
  const [, loud, quiet] = rows;
  expect([loud?.[title('top 3')], quiet?.[title('top 3')], quiet?.[title('top 5')]]).toEqual([
    '0.50 ± 6.35',
    '0.00 ± 0.00',
    '1.00',
  ]);
  expect([loud?.[title('told as high+')], quiet?.[title('told as high+')]]).toEqual(['0.50', '0.00']);
});

test('severity is compared with the median of the same attack; who is not told is far from it', () => {
  const over = (...all: Varied['severity'][]): Varied[] =>
    all.map((severity, seed) => ({ ...aTrial, seed, severity }));
  const [one] = spreads(over('low', 'medium', 'medium', 'critical', null));
  expect(one).toMatchObject({ attack: 'a/loud', months: 5, median: 2, near: 0.6, bands: [1, 0, 1, 2, 0, 1] });
  const [even] = spreads(over('low', 'medium', 'low', 'medium'));
  expect(even).toMatchObject({ median: 1.5, near: 1 });
  const [never] = spreads(over(null, null, null));
  expect(never).toMatchObject({ median: null, near: 0 });
  // Base lines have no severity.
  expect(spreads(over('low', 'low', 'low').map((one) => ({ ...one, ranking: 'first seen' })))).toEqual([]);
  // Two months say nothing of how much it varies.
  expect(spreads(over('low', 'critical'))).toEqual([]);
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
  const wanted = { attacks, calmDays: 1, rankings: ['new terms'] };
  const { varied: all, variedCalm: calm } = varyMonth(
    [
      { name: 'none', ...wanted },
      { name: 'spread', ...wanted },
    ],
    months,
  );
  const plain = all.filter(({ ranking }) => ranking !== 'product');
  const varied = all.filter(({ ranking }) => ranking === 'product');
  expect(plain.length).toBe(varied.length);
  for (const one of plain) expect(one).toMatchObject({ finding: null, severity: null });
  // What nobody did by that name before is new, the attack among much else.
  expect(plain[0]?.p10).toBeGreaterThan(0.02);
  expect(plain[0]?.p10).toBeLessThan(0.9);
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
  expect(variedCalmLines(calm).length).toBe(5);
});
