import { expect, test } from 'vitest';
import { nothingTyped, readWorkForm } from '../../../../src/core/find/work/work-form.ts';
import { aWorkForm } from '../../../build.ts';

const filled = (over: Readonly<Record<string, string>>): string => aWorkForm({ tag: '3', ...over });

test.each<[Record<string, string>, object]>([
  [{ owner: ' Bob ' }, { owner: 'Bob' }],
  [{ nobody: 'yes' }, { owner: null }],
  [{ status: 'acknowledged' }, { status: 'acknowledged' }],
  [
    { verdict: 'expected', note: 'Ours.' },
    { status: 'closed', verdict: 'expected', note: 'Ours.' },
  ],
  [{ note: 'two\r\nlines & 100 % \u{1f600}' }, { note: 'two\nlines & 100 % \u{1f600}' }],
  [{ note: 'x\r\n'.repeat(1_000).slice(0, -2) }, { note: 'x\n'.repeat(1_000).slice(0, -1) }],
])('%j says %j, by who has a link', (over, change) => {
  expect(readWorkForm(filled(over))).toMatchObject({
    tag: '3',
    parsed: { ok: true, change, by: '(by link) Anna' },
  });
});

test('what was typed is kept as it was, whatever it is', () => {
  const typed = { by: ' ', owner: '<b>', nobody: 'yes', status: 'x', verdict: 'y', note: ' \n z' };
  expect(readWorkForm(filled(typed))).toMatchObject({ typed, parsed: { ok: false } });
  expect(readWorkForm('')).toMatchObject({ typed: nothingTyped, tag: '', parsed: { ok: false } });
});

test.each<[string, string]>([
  [filled({}), 'it changes nothing'],
  [filled({ by: '', note: 'x' }), 'by must be a text'],
  [filled({ by: '...', note: 'x' }), 'by must be a text'],
  [filled({ by: 'x'.repeat(247), note: 'x' }), 'of at most 246 characters'],
  [filled({ owner: ' ' }), 'owner must be a text'],
  [filled({ owner: 'Bob', nobody: 'yes' }), 'an owner, or it is nobody’s'],
  [filled({ status: 'closed' }), 'closing needs a verdict'],
  [filled({ status: 'new', verdict: 'attack' }), 'a verdict closes'],
  [filled({ note: 'x'.repeat(2_001) }), 'note must be a text'],
  [filled({ history: '[]', note: 'x' }), 'a field that is not known'],
  [`${filled({ note: 'x' })}&__proto__=1`, 'a field that is not known'],
  [`${filled({ note: 'x' })}&constructor=1`, 'a field that is not known'],
  [`${filled({ owner: 'Bob' })}&owner=Eve`, 'more than once'],
  [`${filled({ owner: 'Bob' })}&owner=`, 'more than once'],
  [`tag=4&${filled({ owner: 'Bob' })}`, 'more than once'],
  ['{"status":"new"}', 'a field that is not known'],
  ['%', 'a field that is not known'],
])('%s is refused: %s', (body, problem) => {
  expect(readWorkForm(body).parsed).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
});

test('a name takes the room that its mark leaves', () => {
  const { parsed } = readWorkForm(filled({ by: 'x'.repeat(246), note: 'x' }));
  expect(parsed).toMatchObject({ ok: true, by: `(by link) ${'x'.repeat(246)}` });
});
