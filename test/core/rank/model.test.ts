import { expect, test } from 'vitest';
import { modelOf } from '../../../src/core/rank/model.ts';
import { surpriseDefaults } from '../../../src/core/rank/options.ts';
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
  const { pieces } = modelOf(aDay('2026-09-01'), surpriseDefaults).score(aDay('2026-10-01'), calls);
  expect(pieces[0]).toBe(70_000);
});
