import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Intrusion } from '../people/intrusion.ts';
import type { Varied } from '../vary/varied.ts';
import { replaced, sections } from './pages.ts';
import { joined } from './results.ts';

const varied: Varied[] = [1, 2, 3].map((seed) => ({
  variation: 'none',
  ranking: 'product',
  seed,
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
  toldDaysAgo: 0,
  severity: 'high',
}));
const intrusion: Intrusion = {
  of: 'commands',
  kind: 'stranger 20',
  pair: 'a b',
  possible: 12,
  p10: 0.7,
  ap: 0.6,
  chance: 0.1,
  isTold: true,
  beside: 0,
};

test('each part has its section, and what was not measured has none', () => {
  const found = sections(joined([{ varied }, { intrusions: [intrusion] }]));
  expect(Object.keys(found)).toEqual(['variations', 'severity', 'people']);
  expect(found.variations).toContain('| none | product | held-out | loud | 3 | 0.20 ± 0.00 |');
  expect(found.severity).toContain('| held-out | loud | 1 | 3 | 1.00 |');
  expect(found.people).toContain('| stranger 20 | 1 | 1 | 0.70 ± 0.00 | 0.10 ± 0.00 |');
  expect(sections(joined([]))).toEqual({});
});

test('variations have no say in how severity varies as simulated', () => {
  const slow = varied.map((one) => ({ ...one, variation: 'slow' as const, severity: null }));
  expect(sections(joined([{ varied: [...varied, ...slow] }])).severity).toBe(
    sections(joined([{ varied }])).severity,
  );
});

test('the page has a place for every section', () => {
  const page = readFileSync(new URL('../../../docs/signal/tables.md', import.meta.url), 'utf8');
  for (const name of ['results', 'programs', 'variations', 'severity', 'people'])
    expect(replaced(page, name, 'a table')).toContain(
      `<!-- ${name}:begin -->\n\na table\n\n<!-- ${name}:end -->`,
    );
  expect(() => replaced(page, 'weather', 'a table')).toThrow(RangeError);
});

test('only what is between the marks is another text', () => {
  const page = 'a\n<!-- x:begin -->\n\nold\n\n<!-- x:end -->\nb\n<!-- y:begin -->\n<!-- y:end -->\n';
  expect(replaced(page, 'x', 'new')).toBe(page.replace('old', 'new'));
});
