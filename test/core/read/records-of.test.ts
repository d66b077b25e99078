/** A replay takes the same records out of a file as a reader finds in it. */
import { expect, test } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { maxLineBytes } from '../../../src/core/read/sift/survey.ts';
import { recordsOf } from '../../../src/core/read/styles/records-of.ts';
import { readAll } from './reading.ts';
import { bytes, event, lineOf } from './records.ts';

const found = (text: string) =>
  [...recordsOf(bytes(text))].map((one) =>
    one.kind === 'log' ? one.record : Buffer.from(one.bytes).toString(),
  );
const [kubectl, other] = [lineOf(), lineOf({ userAgent: 'curl/8' })];
const plain = JSON.stringify(event);
const row = { Category: 'kube-audit', log_s: plain };
const log = { category: 'kube-audit', resourceId: null, time: null, pod: null, log: plain };
const at = '2026-10-01T08:00:00Z';

test.each<[string, string, unknown[]]>([
  ['lines', `\ufeff${kubectl}\r\n${other}\n`, [`${kubectl}\r`, other]],
  ['a last line without an end', `${kubectl}\n${other}`, [kubectl, other]],
  ['a message on a line', `${kubectl}\n{"records":[${other},${kubectl}]}\n`, [kubectl, other, kubectl]],
  ['a list', `[${kubectl},\n${other}]`, [kubectl, other]],
  ['a list of bodies', `[{"body":${JSON.stringify(event)}}]`, [plain]],
  ['a list of rows', JSON.stringify([row]), [log]],
  ['rows as CSV', `Category,log_s\nkube-audit,"${plain.replaceAll('"', '""')}"\n`, [log]],
  ['a row of another kind', `a,log_s\n1,\n`, [{ ...log, category: null, log: '' }]],
  ['a line in pieces', `${at} stdout P ${plain.slice(0, 9)}\n${at} stdout F ${plain.slice(9)}\n`, [plain]],
  ['a line whose end is missing', `${at} stdout P ${plain}\n`, [plain]],
  [
    'scraps',
    `${plain}
,${plain},
]
`,
    [plain, plain],
  ],
  ['nonsense', `nonsense\n${kubectl}\n`, ['nonsense', kubectl]],
])('of %s', (_, text, records) => {
  expect(found(text)).toEqual(records);
});

test('a row or line that is too long is no record, and none of its neighbours is lost', () => {
  const long = 'x'.repeat(maxLineBytes + 1);
  expect(found(`log_s\n${long}\n{}\n`)).toMatchObject([{ log: '{}' }]);
  expect(found(`${kubectl}\n${long}\n${kubectl}\n`)).toEqual([kubectl, long, kubectl]);
});

test('as many lines are counted as records are found', () => {
  const texts = [`${kubectl}\n${other}\nnonsense\n`, `{"records":[${kubectl},${other}]}`, `[${kubectl}]`];
  for (const text of texts) {
    const options = { ...defaultReadOptions, plain: true };
    expect(found(text)).toHaveLength(readAll(documentReader(options), [bytes(text)]).reader.lines);
  }
});
