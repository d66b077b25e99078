import { expect, test } from 'vitest';
import { featured } from '../../../src/core/rank/features.ts';
import { sittingsOf } from '../../../src/core/rank/sitting.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aPattern } from '../build.ts';

const pauses = { pauseMinutes: 30, commandSeconds: 2 };
const at = (time: string | null, call: Partial<Call> = {}) =>
  aPattern(
    { requestURI: `/api/v1/${time}`, ...call },
    { firstSeen: time === null ? null : `2026-10-01T${time}.000000Z` },
  );
const commandsOf = (...patterns: ReturnType<typeof at>[]) =>
  sittingsOf(featured(patterns), pauses).map(({ commands }) => commands);

test('calls within two seconds are one command, within half an hour one sitting', () => {
  expect(
    commandsOf(
      at('08:00:00'),
      at('08:00:02'),
      at('08:00:04'),
      at('08:00:07'),
      at('08:30:07'),
      at('09:00:08'),
    ),
  ).toEqual([[[0, 1, 2], [3], [4]], [[5]]]);
});

test('every actor and every client IP sits alone', () => {
  const calls = [
    at('08:00:00'),
    at('08:00:00', { user: 'ben' }),
    at('08:00:00', { sourceIPs: ['198.51.100.7'] }),
  ];
  expect(
    commandsOf(...calls)
      .flat(2)
      .sort(),
  ).toEqual([0, 1, 2]);
  expect(commandsOf(...calls)).toHaveLength(3);
});

test('the order of the calls does not matter', () => {
  expect(commandsOf(at('08:10:00'), at('08:00:00'))).toEqual([[[1], [0]]]);
});

test('calls without a time are a command apart', () => {
  expect(commandsOf(at(null), at('08:00:00'), at(null, { verb: 'list' }))).toEqual([
    [[1]],
    [expect.arrayContaining([0, 2])],
  ]);
});

test('machines with generated names sit together', () => {
  const runner = (name: string) =>
    at('08:00:00', { user: `system:serviceaccount:ci:runner-${name}`, verb: name });
  expect(commandsOf(runner('x7x9k'), runner('b2b4c'))).toHaveLength(1);
});
