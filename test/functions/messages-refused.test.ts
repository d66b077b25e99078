/** What our queues may also bring: nothing of it is taken for a message of ours. */
import { expect, test } from 'vitest';
import { countMessage, rankMessage } from '../../functions/messages.ts';

test.each([null, undefined, 'a/PT1H.json', 7, [], {}, { blob: 7 }, { blob: null }, { Blob: 'a' }])(
  'what names no log blob is refused: %j',
  (message) => {
    expect(() => countMessage(message)).toThrow('the message names no log blob');
  },
);

const cluster = { id: '/s/shop', name: 'shop' };
test.each([
  null,
  'shop',
  {},
  { cluster },
  { day: '2026-10-31' },
  { cluster, day: '2026-10-32' },
  { cluster, day: 20261031 },
  { cluster: null, day: '2026-10-31' },
  { cluster: 'shop', day: '2026-10-31' },
  { cluster: { id: '/s/shop' }, day: '2026-10-31' },
  { cluster: { name: 'shop' }, day: '2026-10-31' },
  { cluster: { id: 1, name: 'shop' }, day: '2026-10-31' },
  { cluster: { id: '/s/shop', name: 1 }, day: '2026-10-31' },
])('what names no cluster and day is refused: %j', (message) => {
  expect(() => rankMessage(message)).toThrow('the message names no cluster and day');
});
