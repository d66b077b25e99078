/** The answer of a search on its ways out: nothing steers a terminal or a spreadsheet, and nothing is left out unsaid. */
import { expect, test } from 'vitest';
import { type AnswerOptions, searchAnswer } from '../../../../src/core/find/searches/answer.ts';
import type { Found } from '../../../../src/core/find/searches/search.ts';
import { searches } from '../../../../src/core/find/searches/searches.ts';
import { noSkips } from '../../../../src/core/read/call.ts';
import { searchCsv, searchTable } from '../../../../src/core/show/terminal/searches.ts';

const rows = [
  {
    cluster: 'aks-1',
    user: '=cmd()',
    as: null,
    codes: ['403', '404'],
    percent: 12.5,
    firstSeen: '2026-10-01T08:15:00.000000Z',
    laterSuccess: true,
    requestURI: '/api/v1/namespaces/n/pods/p/exec?command=login&command=--password%3Dquietgiraffe',
  },
  {
    cluster: 'aks-1',
    user: 'bo\u001b[31mb',
    as: null,
    codes: [],
    percent: 1,
    firstSeen: null,
    laterSuccess: false,
    requestURI: null,
  },
];
const columns = Object.keys(rows[0] ?? {});

const answer = (over: Partial<Found> = {}, options: Partial<AnswerOptions> = {}) => {
  const found = (limit: number) => ({
    columns,
    rows: rows.slice(0, limit),
    total: 2,
    notes: ['a note'],
    ...over,
  });
  const seen = { lines: 3, events: 2, skipped: { ...noSkips(), 'not-json': 1 } };
  const usual = { reading: 'sound', days: null, limit: 0, reveal: false } as const;
  return searchAnswer(searches.scan, { found }, seen, { ...usual, ...options });
};

test('an answer masks what may be a secret, unless it is to be revealed', () => {
  expect(JSON.stringify(answer())).not.toContain('quietgiraffe');
  expect(answer().rows[0]?.requestURI).toContain('[redacted]');
  expect(answer({}, { reveal: true }).rows).toEqual(rows);
});

test('an answer gives the rows behind those passed over, and counts all', () => {
  const users = (limit: number, offset: number) => {
    const given = answer({}, { limit, offset });
    return [given.rows.map(({ user }) => user), given.total];
  };
  expect(users(1, 0)).toEqual([['=cmd()'], 2]);
  expect(users(1, 1)).toEqual([['bo\u001b[31mb'], 2]);
  expect(users(0, 0)[0]).toHaveLength(2);
});

test('an answer says in what it differs from Splunk, in each reading', () => {
  expect(answer({}, { notes: ['first'] })).toMatchObject({
    search: 'scan',
    reading: 'sound',
    lines: 3,
    events: 2,
    skipped: { 'not-json': 1 },
    notes: ['first', 'a note'],
  });
  expect(answer().differences).toEqual(expect.arrayContaining([...searches.scan.differences]));
  const strict = answer({}, { reading: 'strict' }).differences;
  expect(strict.length).toBeGreaterThan(0);
  expect(strict.filter((text) => answer().differences.includes(text))).toEqual([]);
});

test('a table shows rows, notes, differences and how many rows there are', () => {
  const text = searchTable(answer({}, { limit: 1 }), { width: 200 });
  expect(text).toContain('1 of 2 rows; --limit 0 shows all\nnote: a note\n');
  for (const difference of answer().differences) expect(text).toContain(difference.slice(0, 100));
  expect(text).toContain(
    'unlike Splunk’s “Kubernetes Azure scan fingerprint” (c5e5bd5c-1013-4841-8b23-e7b3253c840a):',
  );
  expect(searchTable(answer({ rows: [], total: 0 }), { width: 80 })).toMatch(/^no rows\n/);
});

test('a table leaves out the only cluster and an impersonation that nobody did', () => {
  const head = (over: Partial<Found> = {}) => searchTable(answer(over), { width: 200 }).split('\n')[0];
  expect(head()).not.toMatch(/cluster| as /);
  const others = rows.map((row, index) => ({ ...row, cluster: `aks-${index}`, as: 'root' }));
  expect(head({ rows: others })).toMatch(/cluster .* as /);
});

test('a table writes cells for people, and none of them steers a terminal', () => {
  const text = searchTable(answer({}, { reveal: true }), { width: 200 });
  expect(text).toMatch(/=cmd\(\) +403, 404 +12\.500000 +2026-10-01 08:15:00 +yes/);
  expect(text).toMatch(/1\.000000 +no/);
  expect(text).not.toContain('\u001b');
});

test('CSV has every column, a list in one cell, and no formula', () => {
  const [head, first, second] = searchCsv(answer()).split('\r\n');
  expect(head).toBe(columns.join(','));
  expect(first).toMatch(/^aks-1,'=cmd\(\),,403 \| 404,12\.5,2026-10-01T08:15:00\.000000Z,true,\/api/);
  expect(second).toMatch(/^aks-1,bo\\u\{1b\}\[31mb,,"",1,,false,$/);
});
