import { expect, test } from 'vitest';
import { findingsCsv } from '../../../../src/core/show/csv.ts';
import { htmlText } from '../../../../src/core/show/html.ts';
import { findingWithNames } from '../../../../src/core/show/names.ts';
import { storyOf } from '../../../../src/core/show/pages/story.ts';
import { findingsTable } from '../../../../src/core/show/terminal/text.ts';
import { aFinding, aStory } from '../samples.ts';

const shown = (over: Parameters<typeof aStory>[0] = {}): string => {
  const story = storyOf(aFinding({ id: 'a1', campaign: aStory(over) }));
  return story === null ? '' : htmlText(story);
};
const textOf = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

test('a page tells the days in order, with the steps and phases of each, and days that were only odd', () => {
  expect(textOf(shown())).toBe(
    'The story 5 days from 2026-05-28 to 2026-06-03: discovery, persistence, credential access. 7 more steps are left out. ' +
      'Campaign 0123456789abcdef0123456789abcdef ' +
      '2026-05-28 get pods/log in payments; 12 bits more than usual, not told ' +
      '2026-05-29 odd by where it came from; 5 bits more than usual, not told ' +
      '2026-05-31 Time (UTC) Phase What was done 09:00:00 discovery list rolebindings in payments (refused) ' +
      '2026-06-02 Time (UTC) Phase What was done (no time) persistence create rolebindings (me) ' +
      '2026-06-03 this day Time (UTC) Phase What was done 09:00:00 credential access get secrets in payments (stripe)',
  );
});

test('what belongs to no phase is not named as one', () => {
  expect(shown({ phases: ['other', 'Discovery'] })).toContain('2026-06-03: discovery. ');
  expect(shown({ phases: ['other'] })).toContain('5 days from 2026-05-28 to 2026-06-03. ');
});

test('one day alone is no story, nor is a finding without one', () => {
  expect(shown({ days: 1, untold: [] })).toBe('');
  expect(storyOf(aFinding())).toBeNull();
});

test('what a caller wrote stays text', () => {
  const [step] = aStory().steps;
  if (step === undefined) throw new Error('there is no step');
  const wild = '<script>alert(1)</script>\u202e';
  const [odd] = aStory().untold;
  if (odd === undefined) throw new Error('there is no odd day');
  const page = shown({ steps: [{ ...step, what: wild }], untold: [{ ...odd, act: wild, namespace: wild }] });
  expect(page).not.toMatch(/<script|\u202e/);
  expect(page.match(/&lt;script&gt;/g)).toHaveLength(3);
});

test('a terminal gets it in one line, above what was done, of no more than its width', () => {
  const table = findingsTable([aFinding({ campaign: aStory() }), aFinding()], { width: 100 });
  const lines = table.split('\n');
  expect(
    lines.filter((line) => line.includes('Story of 5 days from 2026-05-28 to 2026-06-03: discovery')),
  ).toHaveLength(1);
  const narrow = findingsTable([aFinding({ campaign: aStory() })], { width: 40 }).split('\n');
  expect(narrow.filter((line) => line.includes('Story of'))).toHaveLength(1);
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(findingsTable([aFinding()], { width: 100 })).not.toContain('Story');
});

test('a spreadsheet gets its id, first day, days and phases', () => {
  const [head, row, bare] = findingsCsv([aFinding({ campaign: aStory() }), aFinding()]).split('\r\n');
  expect(head).toMatch(/,campaign\.id,campaign\.firstDay,campaign\.days,campaign\.phases,/);
  expect(row).toMatch(
    /,0123456789abcdef0123456789abcdef,2026-05-28,5,Discovery \| Persistence \| Credential Access,/,
  );
  expect(bare).toMatch(/,,,,$/);
});

test('names stand beside ids in it', () => {
  const [step] = aStory().steps;
  if (step === undefined) throw new Error('there is no step');
  const id = 'c0ffee00-1111-4222-8333-444455556666';
  const campaign = aStory({ steps: [{ ...step, what: `get pods as ${id}` }] });
  const named = findingWithNames(aFinding({ campaign }), new Map([[id, 'Anna']]));
  expect(named.campaign?.steps[0]?.what).toBe(`get pods as Anna (${id})`);
});
