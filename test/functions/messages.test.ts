/** What our own queues bring: a queue is a door like any other. */
import { expect, test } from 'vitest';
import { countMessage, rankMessage } from '../../functions/messages.ts';

const cluster = { id: '/subscriptions/s/managedclusters/lab', name: 'lab' };

test('a message names a blob, or a cluster and a day', () => {
  expect(countMessage({ blob: 'a/b.json', more: 1 })).toEqual({ blob: 'a/b.json' });
  expect(rankMessage({ cluster: { ...cluster, more: 1 }, day: '2026-10-10' })).toEqual({
    cluster,
    day: '2026-10-10',
  });
});

test.each(['9999-12-31', '0000-01-20', '2013-12-31'])('%s is a day that nothing is to be ranked of', (day) =>
  expect(rankMessage({ cluster, day })).toEqual({ cluster, day: null }),
);

test.each([
  null,
  'text',
  {},
  { cluster, day: 20261010 },
  { cluster, day: '2026-02-30' },
  { cluster: { id: 'x' }, day: '2026-10-10' },
  { cluster: { name: 'x' }, day: '2026-10-10' },
])('a message that is not ours is refused: %j', (message) => {
  expect(() => rankMessage(message)).toThrow('names no cluster and day');
  expect(() => countMessage(message)).toThrow('names no log blob');
});
