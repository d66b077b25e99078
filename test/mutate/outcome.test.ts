import { expect, test } from 'vitest';
import { type Outcome, outcomeOf, type TestFile } from './outcome.ts';

const passed: TestFile = { file: 'a.test.ts', passed: 2, failures: [], tookMs: 1 };
const failed = (message: string): TestFile => ({
  ...passed,
  file: 'b.test.ts',
  failures: [{ type: '', message }],
});
const both = ['a.test.ts', 'b.test.ts'];

test.each<[string, Parameters<typeof outcomeOf>, Outcome['is']]>([
  ['all came to an end', [['a.test.ts'], { ended: [passed], errors: [] }], 'green'],
  ['a test failed', [both, { ended: [passed, failed('expected 1 to be 2')], errors: [] }], 'red'],
  ['a test failed, and the rest was left out', [both, { ended: [failed('no')], errors: [] }], 'red'],
  [
    'a test failed before Vitest broke',
    [both, { ended: [failed('no')], errors: [{ type: 'Unhandled Error', message: 'Worker' }] }],
    'red',
  ],
  [
    'nobody waited for what was thrown',
    [both, { ended: [passed], errors: [{ type: 'Unhandled Rejection', message: 'x is not iterable' }] }],
    'red',
  ],
  ['a test waited in vain', [both, { ended: [failed('Test timed out in 30000ms.')], errors: [] }], 'no end'],
  [
    'a worker was killed',
    [both, { ended: [passed], errors: [{ type: 'Unhandled Error', message: 'Worker exited unexpectedly' }] }],
    'broken',
  ],
  [
    'the emulator was gone',
    [both, { ended: [failed('connect ECONNREFUSED 127.0.0.1:1')], errors: [] }],
    'broken',
  ],
  [
    'a file could not be read',
    [both, { ended: [failed('Transform failed with 1 error')], errors: [] }],
    'broken',
  ],
  ['a file was not run', [both, { ended: [passed], errors: [] }], 'broken'],
  ['no test was run', [['a.test.ts'], { ended: [{ ...passed, passed: 0 }], errors: [] }], 'broken'],
  ['no test was asked', [[], { ended: [], errors: [] }], 'broken'],
])('%s', (_, asked, is) => {
  expect(outcomeOf(...asked).is).toBe(is);
});

test('says which file noticed, and why a run broke', () => {
  expect(outcomeOf(both, { ended: [passed, failed('no')], errors: [] })).toEqual({
    is: 'red',
    by: 'b.test.ts',
  });
  expect(outcomeOf(both, { ended: [passed], errors: [] })).toEqual({
    is: 'broken',
    why: 'b.test.ts was not run',
  });
});
