import { expect, test } from 'vitest';
import { parseWork } from '../../../../src/core/find/work/work-parser.ts';

const by = 'anna@example.com';

test.each<[object, object]>([
  [{ status: 'acknowledged' }, { status: 'acknowledged' }],
  [{ status: 'new' }, { status: 'new' }],
  [{ verdict: 'expected' }, { status: 'closed', verdict: 'expected' }],
  [
    { status: 'closed', verdict: 'false-positive' },
    { status: 'closed', verdict: 'false-positive' },
  ],
  [{ owner: ' bob ' }, { owner: 'bob' }],
  [{ owner: null }, { owner: null }],
  [{ note: ' two\nlines \ud800 ' }, { note: 'two\nlines \ufffd' }],
])('%j is a change', (given, change) => {
  expect(parseWork({ ...given, by })).toEqual({ ok: true, change, by });
});

test.each<[unknown, string]>([
  [{ by }, 'changes nothing'],
  [{ by, status: 'closed' }, 'closing needs a verdict: one of attack, expected'],
  [{ by, status: 'new', verdict: 'attack' }, 'a verdict closes'],
  [{ by, status: 'acknowledged', verdict: 'attack' }, 'a verdict closes'],
  [{ by, status: 'done' }, 'status must be one of new, acknowledged, closed'],
  [{ by, verdict: 'true' }, 'verdict must be one of'],
  [{ by, verdict: null, status: 'closed' }, 'verdict must be one of'],
  [{ by, note: ' ' }, 'note must be a text that is not blank'],
  [{ by, note: null }, 'note must be a text'],
  [{ by, note: 'x'.repeat(2_001) }, 'of at most 2000 characters'],
  [{ by, owner: '' }, 'owner must be a text'],
  [{ by, owner: 'x'.repeat(257) }, 'of at most 256 characters'],
  [{ by, owner: 7 }, 'owner must be a text'],
  [{ by: 'x'.repeat(257), note: 'x' }, 'by must be'],
  [{ note: 'x' }, 'by must be a text'],
  [{ by, note: 'x', history: [] }, 'a field that is not known'],
  [{ by, note: 'x', __proto__: null, at: 'x' }, 'a field that is not known'],
  [[], 'must be a JSON object'],
  [null, 'must be a JSON object'],
  ['x', 'must be a JSON object'],
  [undefined, 'must be a JSON object'],
])('%j is none', (given, problem) => {
  expect(parseWork(given)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

test('a fault never repeats what was sent, and all faults are named', () => {
  const parsed = parseWork({ status: '<script>', verdict: '<script>', '<script>': 1, owner: ['<script>'] });
  expect(parsed).toEqual({ ok: false, problem: expect.not.stringContaining('script') });
  expect(parsed).toMatchObject({ problem: expect.stringMatching(/known.*status.*verdict.*owner.*by/s) });
});

test('whoever is signed in is who did it, whatever else is said', () => {
  expect(parseWork({ note: 'x', by: 'somebody else' }, by)).toMatchObject({ ok: true, by });
  expect(parseWork({ note: 'x' }, by)).toMatchObject({ ok: true, by });
});
