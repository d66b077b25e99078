import { expect, test, vi } from 'vitest';
import { tableStyle, wantsColour } from '../../src/cli/output/style.ts';

test.each([
  [true, {}, true],
  [false, {}, false],
  [undefined, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: 'x' }, false],
])('terminal %s under %j: colours %s', (isTTY, env, wanted) => {
  expect(wantsColour({ isTTY }, env)).toBe(wanted);
});

test('a file that is named for output is never coloured', () => {
  vi.stubEnv('FORCE_COLOR', '1');
  vi.stubEnv('NO_COLOR', undefined);
  try {
    expect(tableStyle()).toMatchObject({ colour: true });
    expect(tableStyle(true)).toMatchObject({ colour: false });
  } finally {
    vi.unstubAllEnvs();
  }
});
