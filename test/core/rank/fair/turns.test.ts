import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTurns } from '../../../../src/core/rank/fair/turns.ts';

interface Thing {
  readonly caller: string;
  readonly user: string;
  readonly isHimself: boolean;
  readonly at: number;
}
const things = (...owners: readonly string[]): Thing[] =>
  owners.map((owner, at) => {
    const [caller = '', user = caller] = owner.split('/');
    return { caller, user, isHimself: user === caller, at };
  });
const order = (...owners: readonly string[]): string =>
  inTurns(things(...owners), (thing) => thing)
    .map(({ at }) => at)
    .join(' ');

test('everybody in turn, the best of a turn first', () => {
  expect(order('a', 'a', 'a', 'b', 'c', 'b')).toBe('0 3 4 1 5 2');
  expect(order('a', 'a')).toBe('0 1');
  expect(order()).toBe('');
});

test('whoever takes on many names has one turn', () => {
  expect(order('eve/u1', 'eve/u2', 'eve/u3', 'bob', 'bob')).toBe('0 3 1 4 2');
});

test('what somebody does by his own name and what in names that cost nothing take turns', () => {
  expect(order('eve/u1', 'eve/u2', 'eve/u3', 'bob', 'eve', 'eve', 'eve')).toBe('0 3 4 1 5 2 6');
});

test('behind one who calls for all, users take turns', () => {
  expect(order('proxy/eve', 'proxy/eve', 'proxy/eve', 'proxy/bob', 'ann')).toBe('0 4 3 1 2');
});

const many = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('u', 'v', 'w')).map((parts) => parts.join('/')),
  { maxLength: 60 },
);

test('nothing is lost or made up, and of one user the order stays', () => {
  fc.assert(
    fc.property(many, (owners) => {
      const given = things(...owners);
      const turns = inTurns(given, (thing) => thing);
      expect(turns.toSorted((a, b) => a.at - b.at)).toEqual(given);
      for (const own of Map.groupBy(turns, ({ caller, user }) => `${caller}/${user}`).values())
        expect(own.map(({ at }) => at)).toEqual(own.map(({ at }) => at).sort((a, b) => a - b));
    }),
  );
});

test('what others add moves nobody behind more than as many of theirs as he has himself', () => {
  fc.assert(
    fc.property(many, fc.nat(200), (owners, junk) => {
      const given = things(...owners, 'victim');
      const flood = Array.from({ length: junk }, (_, at) => ({
        caller: 'eve',
        user: `${at}`,
        isHimself: false,
        at: -1,
      }));
      const place = (all: readonly Thing[]) =>
        inTurns(all, (thing) => thing).findIndex(({ caller }) => caller === 'victim');
      expect(place([...flood, ...given])).toBeLessThanOrEqual(place(given) + 1);
    }),
  );
});
