import { expect, test } from 'vitest';
import { surpriseDefaults } from '../../../src/core/rank/options.ts';
import { judgeOf } from '../../../src/core/rank/terms.ts';
import { aDay } from '../build.ts';

test('news is counted to its end, however much there is at one sitting', () => {
  const calls = Array.from({ length: 70_000 }, (_, at) => ({
    key: String(at),
    firstSeen: null,
    actor: 'eve',
    action: `get ${at}`,
    namespace: String(at),
    clientIp: '192.0.2.66',
    agent: 'kubectl',
    breadth: 1,
  }));
  const { pieces } = judgeOf(aDay('2026-09-01'), surpriseDefaults).judge(aDay('2026-10-01'), calls);
  expect(pieces[0]).toBe(70_000);
});
