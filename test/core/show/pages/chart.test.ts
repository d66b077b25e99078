/** Small pictures by their numbers; how they look on a page is in the golden page. */
import { expect, test } from 'vitest';
import { htmlText } from '../../../../src/core/show/html.ts';
import {
  bitBars,
  dayChart,
  fullBitsOf,
  severityStrip,
} from '../../../../src/core/show/pages/pictures/chart.ts';

const attributes = (page: string, pattern: RegExp): string[][] =>
  [...page.matchAll(pattern)].map((match) => match.slice(1));

test('bars are as long as their share, the most surprising term first, the total below', () => {
  const page = htmlText(bitBars({ total: 12, a: 2, b: 8 }, 16));
  expect(attributes(page, /<dt>(\w+)<\/dt>|class="fill" width="([\d.]+)"/g)).toEqual([
    ['b', undefined],
    [undefined, '50.00'],
    ['a', undefined],
    [undefined, '12.50'],
  ]);
  expect(page).toContain('<dt class="whole">surprise</dt><dd></dd><dd class="number whole">12.0 bits</dd>');
  expect(
    htmlText(bitBars({ a: Number.NaN, b: -1, c: Infinity }, 1)).match(/class="fill" width="0.00"/g),
  ).toHaveLength(3);
  expect(htmlText(bitBars({ a: 1 }, 1))).not.toContain('surprise');
});

test('a full bar is the longest term, one bit at least', () => {
  expect(fullBitsOf([{ bits: { total: 99, a: 3 } }, { bits: { total: 9, a: 7, b: Infinity } }])).toBe(7);
  expect(fullBitsOf([{ bits: { total: 99, a: 0.5 } }])).toBe(1);
  expect(fullBitsOf([])).toBe(1);
});

test('a strip shows severities by their share, the worst first', () => {
  const page = htmlText(severityStrip(['low', 'critical', 'low', 'high']));
  expect(attributes(page, /<rect class="(\w+)" x="([\d.]+)" width="([\d.]+)" height="10"/g)).toEqual([
    ['critical', '0.00', '25.00'],
    ['high', '25.00', '25.00'],
    ['low', '50.00', '50.00'],
  ]);
  expect(attributes(page, /<\/i>([^<]+)</g).flat()).toEqual(['1 critical', '1 high', '2 low']);
});

test('a day has a column an hour, as high as its requests; what is rare has a mark that can be seen', () => {
  const page = htmlText(
    dayChart([
      { hour: 0, requests: 1_000, rare: 0 },
      { hour: 6, requests: 500, rare: 250 },
      { hour: 23, requests: 2, rare: 1 },
    ]) ?? expect.fail('there is something to draw'),
  );
  expect(
    attributes(page, /<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
  ).toEqual([
    ['requests', '46.00', '16.00', '37.08', '96.00'],
    ['requests', '292.50', '64.00', '37.08', '48.00'],
    ['rare', '292.50', '88.00', '37.08', '24.00'],
    ['requests', '990.92', '111.81', '37.08', '0.19'],
    ['rare', '990.92', '108.00', '37.08', '4.00'],
  ]);
  expect(attributes(page, /<circle class="rare" cx="([\d.]+)" cy="([\d.]+)" r="3.5"/g)).toEqual([
    ['311.04', '57.00'],
    ['1009.46', '101.00'],
  ]);
  expect(attributes(page, /<title>([^<]+)</g).flat()).toEqual([
    '00:00 UTC: 1,000 requests, 0 in findings',
    '06:00 UTC: 500 requests, 250 in findings',
    '23:00 UTC: 2 requests, 1 in findings',
  ]);
  expect(page).toContain(
    'aria-label="requests by hour, at most 1,000 an hour; those in findings: 06:00, 23:00"',
  );
  expect(
    attributes(
      page,
      /<line x1="(\d+)" x2="(\d+)" y1="(\d+)" y2="(\d+)"\/><text x="(\d+)" y="(\d+)" text-anchor="end">([^<]+)</g,
    ),
  ).toEqual([
    ['44', '1030', '16', '16', '38', '20', '1,000'],
    ['44', '1030', '112', '112', '38', '116', '0'],
  ]);
  expect(attributes(page, /<text x="([\d.]+)" y="128" text-anchor="middle">([^<]+)</g)).toEqual([
    ['44.00', '00:00'],
    ['290.50', '06:00'],
    ['537.00', '12:00'],
    ['783.50', '18:00'],
    ['1030.00', '24:00'],
  ]);
});

test('a day without requests has no picture, one without findings says so', () => {
  expect(dayChart([])).toBeNull();
  expect(dayChart([{ hour: 1, requests: 0, rare: 0 }])).toBeNull();
  const calm = dayChart([{ hour: 1, requests: 1, rare: 0 }]);
  expect(calm === null ? '' : htmlText(calm)).toContain('those in findings: none"');
});
