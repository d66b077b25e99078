import { expect, test } from 'vitest';
import { addDays } from '../../../../src/core/count/day.ts';
import { habitsOf } from '../../../../src/core/rank/model/habits.ts';
import { numberedTexts } from '../../../../src/core/rank/model/numbers.ts';
import { aDay } from '../../build.ts';

const from = aDay('2026-09-01');

/** Habits asked by name. */
function named(habits: ReturnType<typeof habitsOf>) {
  const [who, values] = [numberedTexts(), numberedTexts()];
  return {
    moveTo: habits.moveTo,
    learn: (actor: string, value: string, caller = actor) => {
      habits.learn(who.of(actor), values.of(value), who.of(caller));
    },
    bits: (actor: string, value: string, base?: number) => habits.bits(who.of(actor), values.of(value), base),
    ratio: (actor: string, value: string) => habits.ratio(who.of(actor), values.of(value)),
    of(actor: string, value: string, caller = actor) {
      const { neighbours, ...known } = habits.of(who.of(actor), values.of(value), who.of(caller));
      return { ...known, neighbours: neighbours.map(who.text) };
    },
    get callers() {
      return habits.callers;
    },
  };
}

/** Days of `[actor, value, caller]`, then the day after them. */
function learnt(
  days: readonly (readonly (readonly [actor: string, value: string, caller?: string])[])[],
  backOff: 'varied' | number = 'varied',
  halfLifeDays = 14,
) {
  const habits = named(habitsOf(from, halfLifeDays, backOff));
  days.forEach((pairs, at) => {
    habits.moveTo(addDays(from, at));
    for (const [actor, value, caller] of pairs) habits.learn(actor, value, caller);
  });
  habits.moveTo(addDays(from, days.length));
  return habits;
}

const always = Array.from(
  { length: 20 },
  () =>
    [
      ['anna', 'get pods'],
      ['ben', 'get pods'],
      ['ben', 'get secrets'],
    ] as const,
);

test('what an actor does every day surprises least, what others do more, what nobody did most', () => {
  const habits = learnt(always);
  const [usual, ofOthers, unheard] = ['get pods', 'get secrets', 'create pods'].map((value) =>
    habits.bits('anna', value),
  );
  expect(usual).toBeLessThan(0.1);
  expect(ofOthers).toBeGreaterThan(3);
  expect(unheard).toBeGreaterThan((ofOthers ?? 0) + 2);
});

test('the bits are those of the formula', () => {
  // One day: anna shows a; ben a and b. n(anna) = 1, one value of anna's, so L = 1.
  // Of three actor-days one value was seen once: unseen = (1 + ½) / (3 + 1); p(b) = ⅝ x ⅓; p(b|anna) = p(b) / 2.
  const habits = learnt(
    [
      [
        ['anna', 'a'],
        ['ben', 'a'],
        ['ben', 'b'],
      ],
    ],
    'varied',
    1e9,
  );
  expect(habits.bits('anna', 'b')).toBeCloseTo(-Math.log2(((5 / 8) * (1 / 3)) / 2), 6);
  expect(habits.bits('anna', 'c')).toBeCloseTo(-Math.log2(3 / 8 / 2), 6);
});

test('a value counts once for an actor and day', () => {
  const often = [Array.from({ length: 50 }, () => ['anna', 'a'] as const)];
  expect(learnt(often).of('anna', 'a')).toMatchObject({ ownDays: 1, actorDays: 1, others: 0 });
  expect(learnt(often).bits('anna', 'a')).toBe(learnt([[['anna', 'a']]]).bits('anna', 'a'));
});

test('older days count less', () => {
  const early = learnt([[['anna', 'a']], ...Array.from({ length: 20 }, () => [['anna', 'b']] as const)]);
  const late = learnt([...Array.from({ length: 20 }, () => [['anna', 'b']] as const), [['anna', 'a']]]);
  expect(early.bits('anna', 'a')).toBeGreaterThan(late.bits('anna', 'a') + 1);
});

test('where new values come every day, one more says little', () => {
  const churn = learnt(Array.from({ length: 20 }, (_, day) => [['anna', `10.0.0.${day}`]] as const));
  const steady = learnt(Array.from({ length: 20 }, () => [['anna', '10.0.0.1']] as const));
  expect(churn.bits('anna', '192.0.2.1')).toBeLessThan(2);
  expect(steady.bits('anna', '192.0.2.1')).toBeGreaterThan(8);
});

test('how much an actor varies decides how much the habits of others count', () => {
  const steady = Array.from(
    { length: 20 },
    () =>
      [
        ['anna', 'a'],
        ['ben', 'x'],
      ] as const,
  );
  const varied = Array.from(
    { length: 20 },
    (_, day) =>
      [
        ['anna', `a${day % 7}`],
        ['ben', 'x'],
      ] as const,
  );
  expect(learnt(varied).bits('anna', 'x')).toBeLessThan(learnt(steady).bits('anna', 'x') - 1);
  expect(learnt(varied, 5).bits('anna', 'x')).toBeCloseTo(learnt(steady, 5).bits('anna', 'x'), 6);
});

test('it is known who else ever did it', () => {
  const habits = learnt(always);
  expect(habits.of('anna', 'get secrets')).toMatchObject({ ownDays: 0, actorDays: 20, others: 1 });
  expect(habits.of('ben', 'get pods')).toMatchObject({ ownDays: 20, actorDays: 40, others: 1 });
  expect(habits.of('eve', 'get pods')).toMatchObject({ ownDays: 0, actorDays: 0, others: 2 });
  expect(habits.callers).toBe(2);
});

test('it is known since when, and by whom', () => {
  const habits = learnt([
    [['anna', 'a']],
    [['ben', 'a']],
    ...['cleo', 'dan', 'eve', 'fay'].map((actor) => [[actor, 'a']] as const),
    [['anna', 'b']],
  ]);
  const { neighbours, firstSeen, actorFirstSeen, others } = habits.of('ben', 'a');
  expect({ neighbours, firstSeen, actorFirstSeen, others }).toEqual({
    neighbours: ['anna', 'cleo', 'dan'],
    firstSeen: '2026-09-01',
    actorFirstSeen: '2026-09-02',
    others: 5,
  });
  expect(habits.of('anna', 'b')).toMatchObject({
    firstSeen: '2026-09-07',
    actorFirstSeen: '2026-09-01',
    neighbours: [],
  });
  expect(habits.of('gus', 'c')).toMatchObject({ firstSeen: null, actorFirstSeen: null, neighbours: [] });
});

test('without any past, nothing can be known', () => {
  expect(learnt([]).bits('anna', 'a')).toBe(1);
});

test('what one actor shows beyond a hundred values a day is a habit of his own alone', () => {
  const flood = Array.from({ length: 150 }, (_, at) => ['eve', `get ${at}`] as const);
  const habits = learnt([flood, [['eve', 'get 149']], [['ben', 'get 120']]]);
  expect(habits.of('ben', 'get 99')).toMatchObject({ others: 1, neighbours: ['eve'] });
  expect(habits.of('ben', 'get 100')).toMatchObject({ others: 0, firstSeen: null });
  expect(habits.of('eve', 'get 100')).toMatchObject({ ownDays: 1, others: 0 });
  expect(habits.of('eve', 'get 120')).toMatchObject({ ownDays: 1, others: 1 });
  expect(habits.of('eve', 'get 149')).toMatchObject({ ownDays: 2, others: 0, firstSeen: '2026-09-02' });
});

test('of what nobody ever did, an action has the part of the unseen that is its own', () => {
  const habits = learnt(always);
  expect(habits.bits('anna', 'create pods', 0.25)).toBeCloseTo(habits.bits('anna', 'create pods') + 2, 9);
  // What is known is known, whatever it is.
  expect(habits.bits('anna', 'get secrets', 0.25)).toBe(habits.bits('anna', 'get secrets'));
});

test('what others do daily and the actor never did is told by how much likelier it is of them', () => {
  const habits = learnt(always, 'varied', 1e9);
  // Of the others' forty days of habit half show it; anna's chance of it is what she backs off to.
  expect(habits.ratio('anna', 'get secrets')).toBeCloseTo(
    Math.log2(20 / 40) + habits.bits('anna', 'get secrets'),
    6,
  );
  expect(habits.ratio('anna', 'create pods')).toBe(0);
  expect(habits.ratio('anna', 'get pods')).toBe(0);
  expect(learnt([]).ratio('anna', 'get pods')).toBe(0);
});

test('who takes on many names is one of many, once a day, for the cluster; the names have habits of their own', () => {
  const decoys = Array.from({ length: 130 }, (_, at) => [`decoy-${at}`, 'get secrets', 'eve'] as const);
  const others = ['anna', 'ben', 'cleo', 'dan'].map((actor) => [actor, 'get pods'] as const);
  const days = Array.from({ length: 20 }, () => [...decoys, ...others]);
  const habits = learnt(days);
  const one = learnt(days.map((day) => [['eve', 'get secrets'] as const, ...day.slice(130)]));
  expect(habits.bits('anna', 'get secrets')).toBe(one.bits('anna', 'get secrets'));
  expect(habits.of('anna', 'get secrets')).toMatchObject({ others: 1, neighbours: ['decoy-0'] });
  expect(habits.of('decoy-9', 'get secrets', 'eve')).toMatchObject({ ownDays: 20, others: 0 });
  expect(habits.callers).toBe(5);
});

test('what one caller does once teaches nobody that new things are usual', () => {
  const others = ['anna', 'ben', 'cleo', 'dan'].map((actor) => [actor, 'get pods'] as const);
  const junk = (day: number) => Array.from({ length: 90 }, (_, at) => ['eve', `get ${day}-${at}`] as const);
  const calm = learnt(Array.from({ length: 20 }, () => others));
  const flooded = learnt(Array.from({ length: 20 }, (_, day) => [...others, ...junk(day)]));
  expect(flooded.bits('anna', 'delete nodes')).toBeGreaterThan(calm.bits('anna', 'delete nodes') - 1);
  // Where several bring new things up, they are usual.
  const lively = learnt(
    Array.from({ length: 20 }, (_, day) =>
      ['anna', 'ben', 'cleo', 'dan'].flatMap((actor) => [
        [actor, 'get pods'] as const,
        [actor, `get ${actor}-${day}`] as const,
      ]),
    ),
  );
  expect(lively.bits('anna', 'delete nodes')).toBeLessThan(calm.bits('anna', 'delete nodes') - 3);
});
