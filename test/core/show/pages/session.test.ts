/** The picture of a session by its numbers; how it looks on a page is in the golden page. */
import { expect, test } from 'vitest';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { sessionBounds, sessionPicture } from '../../../../src/core/show/pages/pictures/session.ts';
import { aCall } from '../samples.ts';

const at = (first: string, last: string, over: Partial<RankedCall> = {}): RankedCall =>
  aCall({
    firstSeen: `2026-06-03T${first}Z`,
    lastSeen: `2026-06-03T${last}Z`,
    evidence: [],
    count: 1,
    ...over,
  });
const known = (own: number, there = 3) => ({
  ...aCall().baseline,
  known: {
    action: { ownDays: own, others: 0, neighbours: [], firstSeen: null },
    namespace: { ownDays: there, others: 0, neighbours: [], firstSeen: null },
  },
});
const page = (...calls: RankedCall[]): string => {
  const picture = sessionPicture({ calls });
  return picture === null ? expect.fail('there is something to draw') : htmlText(picture);
};
const lanes = (text: string): string[] => text.split('<div class="lane').slice(1, -1);
const marks = (lane: string): string[] =>
  [...lane.matchAll(/<use href="#mark-(\w+)" class="(\w+)" x="([\d.]+%)" y="11"\/>/g)].map(([, ...parts]) =>
    parts.join(' '),
  );

test('a lane for each thing done, by when it began; a mark where it was, by what became of it', () => {
  const text = page(
    at('10:00:50', '10:01:40', { baseline: known(0) }),
    at('10:00:25', '10:00:25', { verb: 'list', outcome: 'refused', baseline: known(2) }),
    at('10:00:00', '10:00:00', { resource: 'pods', dryRun: true, baseline: known(2, 0) }),
  );
  expect(lanes(text).map((lane) => /<span>(.*?)<\/span>/.exec(lane)?.[1])).toEqual([
    'tried to read pods in payments (dry run)',
    'tried to list secrets in payments (refused)',
    'read secrets in payments',
  ]);
  expect(lanes(text).map(marks)).toEqual([
    ['open new 1.50%'],
    ['refused usual 25.75%'],
    ['allowed new 50.00%', 'allowed new 98.50%'],
  ]);
  expect(text).toContain('aria-label="10:00:50 to 10:01:40, 1 time, allowed, new"');
  expect(text).toContain('aria-label="10:00:25, 1 time, refused, usual"');
});

test('only what is there has a key', () => {
  const keys = (text: string): string[] =>
    [...text.matchAll(/<\/svg>([^<]+)<\/li>/g)].map(([, key = '']) => key);
  expect(keys(page(at('10:00:00', '10:00:00', { baseline: known(0) })))).toEqual([
    'allowed, new for the caller',
  ]);
  expect(
    keys(
      page(
        at('10:00:00', '10:00:00', { outcome: 'refused', baseline: known(1) }),
        at('10:00:01', '10:00:01', { outcome: 'failed', baseline: known(0) }),
      ),
    ),
  ).toEqual(['refused, usual', 'failed, tried or not known, new for the caller']);
});

test('what lies on each other is one mark, of what is new and of what is usual', () => {
  const calls = [0, 1].flatMap((own) =>
    Array.from({ length: 200 }, (_, index) =>
      at(`10:${String(index % 60).padStart(2, '0')}:00`, '10:59:59', {
        namespace: `n${index}`,
        baseline: known(own),
      }),
    ),
  );
  const drawn = marks(page(...calls));
  expect(drawn.length).toBeGreaterThan(100);
  expect(drawn.length).toBeLessThan(2 * (sessionBounds.steps + 1) + 2);
});

test('times are those of the evidence, too, and what is no time is passed over', () => {
  const evidence = ['2026-06-03T10:00:30Z', 'June 1', '1', null].map((time) => ({
    auditID: null,
    time,
    source: '',
    offset: 0,
  }));
  const text = page(at('10:00:00', '10:01:00', { evidence }));
  expect(lanes(text).map(marks)).toEqual([['allowed new 1.50%', 'allowed new 50.00%', 'allowed new 98.50%']]);
  expect(sessionPicture({ calls: [aCall({ firstSeen: null, lastSeen: 'x 1', evidence: [] })] })).toBeNull();
});

test('ticks are round and few, with seconds where these matter', () => {
  const ticks = (first: string, last: string): string[] =>
    [...page(at(first, last)).matchAll(/class="(?:first|inner|last)">([\d:]+)</g)].map(
      ([, label = '']) => label,
    );
  expect(ticks('10:00:00', '10:00:00')).toEqual(['10:00:00']);
  expect(ticks('10:00:01', '10:00:04')).toEqual(['10:00:01', '10:00:02', '10:00:03', '10:00:04']);
  expect(ticks('10:01:10', '10:09:59')).toEqual(['10:02', '10:04', '10:06', '10:08']);
  expect(ticks('00:00:00', '23:59:59')).toEqual(['00:00', '06:00', '12:00', '18:00']);
});

test('five hundred calls and a hundred things done make no long picture', () => {
  const calls = Array.from({ length: 500 }, (_, index) =>
    at(`10:${String(index % 60).padStart(2, '0')}:00`, '10:59:59', {
      resource: `widgets${index % 100}`,
      risk: { score: index % 100, factors: [] },
    }),
  );
  const text = page(...calls);
  expect(lanes(text)).toHaveLength(sessionBounds.lanes);
  expect(text).toContain('widgets99 in');
  expect(text).toContain('80 more things were done, which are not drawn');
  expect(text.length).toBeLessThan(60_000);
});
