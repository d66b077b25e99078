/** Records that a caller spoils: cut by giant URIs, without times, with times of other days. */
import { expect, test } from 'vitest';
import {
  attack,
  attackWith,
  cutLine,
  event,
  expectTold,
  findingOf,
  hunted,
  junk,
  line,
  skippedOf,
} from './month.ts';

const before = await hunted(attack);

const giant = (chars: number): string => `/api/v1/namespaces/kube-system/secrets/x?pad=${'x'.repeat(chars)}`;

test('what a URI of 16 KiB cuts off behind the user is told as unseen, as his', async () => {
  const told = await hunted(attackWith({ requestURI: giant(15_900) }, cutLine));
  const finding = findingOf(told);
  expect(finding?.message).toContain('Not all is seen');
  expect(finding?.calls.every(({ cut }) => cut)).toBe(true);
});

test('what it cuts off ahead of the user is told as of nobody known, and is not passed over', async () => {
  const nameless = attackWith({ requestURI: giant(16_400) }, cutLine);
  expect(Object.values(skippedOf(nameless)).filter((count) => count > 0)).toEqual([]);
  const told = await hunted([...attack, ...nameless]);
  expectTold(told, before);
  expect(told.ranked.calls.filter(({ user, cut }) => user === '' && cut).map(({ count }) => count)).toEqual([
    attack.length,
  ]);
});

test('many records that are cut hide no attack', async () => {
  const cuts = Array.from({ length: 2_000 }, (_, at) =>
    cutLine(
      { second: 36_000 + at },
      {
        ...event({ user: 'eve@example.com', verb: 'get', resource: 'pods' }),
        requestURI: giant(15_900 - at),
      },
    ),
  );
  expectTold(await hunted([...attack, ...cuts]), before);
});

test.each([
  ['no time of its own', { requestReceivedTimestamp: undefined, stageTimestamp: undefined }],
  ['no time that can be read', { requestReceivedTimestamp: 'yesterday', stageTimestamp: '' }],
  ['only the time of its stage', { requestReceivedTimestamp: undefined }],
])('an attack with %s is told by the next best one', async (_, over) => {
  expectTold(await hunted(attackWith(over)), before);
});

test.each(['1970-01-01', '2014-01-01', '2199-12-31', '9999-12-31'])(
  'junk with times of %s moves nothing',
  async (forged) => {
    const time = `${forged}T10:00:00.000000Z`;
    const forgeries = junk(300).map((text) => {
      const record = JSON.parse(text);
      const inner = {
        ...JSON.parse(record.properties.log),
        requestReceivedTimestamp: time,
        stageTimestamp: time,
      };
      record.properties.log = JSON.stringify(inner);
      return JSON.stringify(record);
    });
    expectTold(await hunted([...attack, ...forgeries]), before);
  },
);

test('an attack whose lines come many times over, or in another order, is told the same', async () => {
  const told = await hunted([...attack, ...attack, ...attack].toReversed());
  expectTold(told, before);
  expect(findingOf(told)?.calls.map(({ count }) => count)).toEqual(
    findingOf(before)?.calls.map(({ count }) => count),
  );
  expect(line({ second: 1 }, {})).not.toBe('');
});
