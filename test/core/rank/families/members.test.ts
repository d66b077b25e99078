import { expect, test } from 'vitest';
import { membersOf } from '../../../../src/core/rank/families/members.ts';
import { numberedTexts } from '../../../../src/core/rank/model/numbers.ts';

interface Touch {
  readonly actor: string;
  readonly caller: string;
  readonly family: string;
  readonly members: readonly string[];
}
/** Members asked by name. */
function named() {
  const members = membersOf();
  const [who, names] = [numberedTexts(), numberedTexts()];
  const calls = (day: readonly Touch[]) => ({
    actor: day.map(({ actor }) => who.of(actor)),
    caller: day.map(({ caller }) => who.of(caller)),
    namespace: day.map(({ family }) => names.of(family)),
    members: new Map(
      [...day.entries()].flatMap(([at, call]) =>
        call.members.length === 0 ? [] : [[at, call.members.map(names.of)] as const],
      ),
    ),
  });
  return {
    learn: (day: readonly Touch[]) => {
      members.learn(calls(day));
    },
    bits: (call: Touch) => members.bits(calls([call]), 0),
  };
}
const touch = (actor: string, ...members: readonly string[]): Touch => ({
  actor,
  caller: actor,
  family: 'tenant-{n}',
  members,
});

function learnt(days: readonly (readonly Touch[])[]) {
  const members = named();
  for (const day of days) members.learn(day);
  return members;
}
const daily = (count: number, day: (at: number) => readonly Touch[]): (readonly Touch[])[] =>
  Array.from({ length: count }, (_, at) => day(at));

test('who keeps to one member surprises with another, and not with that one', () => {
  const members = learnt(daily(20, () => [touch('anna', 'tenant-101')]));
  expect(members.bits(touch('anna', 'tenant-102'))).toBeGreaterThan(4);
  expect(members.bits(touch('anna', 'tenant-101', 'tenant-102'))).toBeGreaterThan(4);
  expect(members.bits(touch('anna', 'tenant-101'))).toBe(0);
});

test('who has another one all the time does not', () => {
  const members = learnt(daily(20, (at) => [touch('ci', `pr-${at}`)]));
  expect(members.bits(touch('ci', 'pr-999'))).toBeLessThan(0.2);
  const seldom = learnt(daily(20, (at) => [touch('anna', `pr-${Math.floor(at / 4)}`)]));
  expect(seldom.bits(touch('anna', 'pr-999'))).toBeGreaterThan(1);
  expect(seldom.bits(touch('anna', 'pr-999'))).toBeLessThan(2.5);
});

test('of somebody who was there once, it is as usual as with others who really call', () => {
  const once = [touch('anna', 'tenant-101')];
  const keep = daily(20, () => ['b', 'c', 'd'].map((who) => touch(who, `tenant-${who}`)));
  const change = daily(20, (at) => ['b', 'c', 'd'].map((who) => touch(who, `tenant-${who}${at}`)));
  const bits = (days: readonly (readonly Touch[])[]) =>
    learnt([...days, once]).bits(touch('anna', 'tenant-102'));
  expect(bits(keep)).toBeGreaterThan(2.9);
  expect(bits(change)).toBeLessThan(0.3);
  const decoys = daily(20, (at) =>
    Array.from({ length: 130 }, (_, n) => ({ ...touch(`decoy-${n}`, `tenant-${at}-${n}`), caller: 'eve' })),
  );
  expect(
    bits([...keep.slice(0, 10), ...keep.map((day, at) => [...day, ...(decoys[at] ?? [])])]),
  ).toBeGreaterThan(1.3);
});

test('who is new to the family, or has none, is no matter of members', () => {
  const members = learnt(daily(20, () => [touch('anna', 'tenant-101')]));
  expect(members.bits(touch('ben', 'tenant-102'))).toBe(0);
  expect(members.bits({ ...touch('anna'), family: '' })).toBe(0);
  expect(members.bits({ ...touch('anna', 'shop-101'), family: 'shop-{n}' })).toBe(0);
});

test('several calls of a day are one visit', () => {
  const day = [touch('anna', 'tenant-101'), touch('anna', 'tenant-101'), touch('anna', 'tenant-103')];
  const once = learnt(daily(5, () => [touch('anna', 'tenant-101', 'tenant-103')]));
  expect(learnt(daily(5, () => day)).bits(touch('anna', 'tenant-9'))).toBe(
    once.bits(touch('anna', 'tenant-9')),
  );
});
