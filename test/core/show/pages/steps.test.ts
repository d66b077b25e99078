/** The calls of a finding: in which order, which together, and how many. */
import { expect, test } from 'vitest';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { stepsOf } from '../../../../src/core/show/pages/steps.ts';
import { aCall } from '../samples.ts';

const at = (time: string | null, over: Partial<RankedCall> = {}): RankedCall =>
  aCall({ firstSeen: time === null ? null : `2026-06-03T${time}Z`, ...over });
const page = (...calls: RankedCall[]): string => htmlText(stepsOf({ calls }));
const said = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const summaries = (text: string): string[] =>
  [...text.matchAll(/<summary>(.*?)<\/summary>/gs)]
    .map(([, summary = '']) => said(summary))
    .filter((summary) => !summary.startsWith('Fields'));

test('what did the same stands together, by when it began; what has no time comes last', () => {
  const risk = { score: 90, factors: [] };
  expect(
    summaries(
      page(
        at('10:00:05', { namespace: 'a' }),
        at('10:00:01', { namespace: 'b', risk }),
        at(null, { verb: 'delete' }),
        at('10:00:03', { resource: 'pods' }),
        at('09:00:00', { outcome: 'refused' }),
      ),
    ),
  ).toEqual([
    '09:00:00 tried to read secrets in payments (refused) 1 call, risk 62',
    '10:00:01 read secrets in 2 namespaces 2 calls, risk 90',
    '10:00:03 read pods in payments 1 call, risk 62',
    '(no time) deleted secrets in payments 1 call, risk 62',
  ]);
});

test('of those together the first comes first', () => {
  const text = page(at('10:00:05', { requestURI: '/later' }), at('10:00:01', { requestURI: '/sooner' }));
  expect(text.indexOf('/sooner')).toBeLessThan(text.indexOf('/later'));
});

test('the six of the highest risk are shown in full, a hundred in rows, the rest is counted', () => {
  const of = (count: number): string =>
    page(
      ...Array.from({ length: count }, (_, index) =>
        at('10:00:00', {
          requestURI: `/${index};`,
          risk: { score: index === count - 1 ? 99 : 50, factors: [] },
        }),
      ),
    );
  const inFull = (text: string): number => text.match(/class="call"/g)?.length ?? 0;
  const inRows = (text: string): number => text.match(/<tr><td class="keep">10:00:00/g)?.length ?? 0;
  expect([inFull(of(6)), inRows(of(6))]).toEqual([6, 0]);
  expect([inFull(of(7)), inRows(of(7))]).toEqual([6, 1]);
  expect(of(7)).toMatch(/class="call"(?:(?!class="call").)*\/6;/s);
  expect([inFull(of(500)), inRows(of(500))]).toEqual([6, 100]);
  expect(said(of(106))).not.toContain('in the JSON');
  expect(said(of(107))).toMatch(/1 more call in the JSON\.$/);
});

test('user, address and cluster are said once in the card, and not with each call', () => {
  const calls = Array.from({ length: 20 }, () => at('10:00:00'));
  expect(page(...calls).match(/<th scope="col"/g)).toHaveLength(5);
  expect(page(...calls)).not.toMatch(/<th[^>]*>(?:User|From|Cluster)</);
});
