import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../../src/simulate/random.ts';
import { intrusions, kinds } from './intrusion.ts';
import { intrudedDay } from './labelled.ts';
import { callOf, namespaceOf, peopleIn, personOf, resourceOf, seatOf, verbOf } from './person.ts';
import { blocksOf, officeIntrusions, recordsOf } from './records.ts';
import { peopleOf } from './run.ts';
import { intrusionLines } from './table.ts';
import { callsOn, judgedDay, sittingsOf, windowOf } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rarecall-people-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Somebody who has thirty commands of his own and ten that everybody has, line by line. */
function madeUp(number: number): string {
  const random = randomFrom(`made up ${number}`);
  const word = (): number => (random.chance(0.3) ? random.int(10) : 100 * number + random.int(30));
  return Array.from({ length: 250 }, () => Array.from({ length: 14 }, word).join(' ')).join('\n');
}
for (const number of [1, 2, 3, 4]) writeFileSync(join(folder, `person${number}.txt`), madeUp(number));
const people = peopleIn(folder);
const [first] = people;
if (first === undefined) throw new RangeError('four people were made up');

describe('a person', () => {
  test('is a file of numbers, in order', () => {
    expect(people.map(({ name }) => name)).toEqual(['person1', 'person2', 'person3', 'person4']);
    expect(personOf('somebody', '3 1\n2\n').commands).toEqual([3, 1, 2]);
    expect(() => personOf('somebody', '3 x')).toThrow(RangeError);
  });

  test('makes the same call of a command whoever types it, from a place of his own', () => {
    const calls = people.map((person) => callOf(seatOf(person), 7));
    expect(
      new Set(calls.map(({ verb, resource, namespace }) => `${verb} ${resource} ${namespace}`)).size,
    ).toBe(1);
    expect(new Set(calls.map(({ user, sourceIPs }) => `${user} ${sourceIPs}`)).size).toBe(4);
  });

  test('has verbs in their shares, a hundred resources and 24 namespaces', () => {
    const percent = Array.from({ length: 100 }, (_, at) => verbOf(at));
    const shares = Object.fromEntries(
      [...Map.groupBy(percent, (verb) => verb)].map(([verb, own]) => [verb, own.length]),
    );
    expect(shares).toEqual({ get: 35, list: 25, create: 10, patch: 10, delete: 10, watch: 5, update: 5 });
    expect(new Set(percent.map((_, at) => resourceOf(at))).size).toBe(100);
    expect(new Set(Array.from({ length: 24 }, (_, at) => namespaceOf(at))).size).toBe(24);
  });
});

describe('a window', () => {
  const window = windowOf(first, 1);

  test('is a month of a hundred commands a day, and the day after', () => {
    const start = first.commands.join(' ').indexOf(window.days.flat().join(' '));
    expect(start).toBeGreaterThanOrEqual(0);
    expect(window.days.map((day) => day.length)).toEqual(Array.from({ length: 31 }, () => 100));
    expect(first.commands.join(' ').slice(start)).toContain(
      [...window.days.flat(), ...window.next].join(' '),
    );
    expect(windowOf(first, 2).days).not.toEqual(window.days);
    expect(() => windowOf({ ...first, commands: first.commands.slice(0, 3199) }, 1)).toThrow(RangeError);
  });

  test('has sittings of 10 to 40 commands with pauses between them, within the day', () => {
    const sittings = sittingsOf(window.days[3] ?? [], randomFrom('sittings'));
    expect(sittings.flatMap(({ commands }) => commands)).toEqual(window.days[3]);
    for (const { commands } of sittings.slice(0, -1)) {
      expect(commands.length).toBeGreaterThanOrEqual(10);
      expect(commands.length).toBeLessThanOrEqual(40);
    }
    const seconds = callsOn(window, 3).map(({ second }) => second);
    const pauses = seconds.slice(1).map((second, at) => second - (seconds[at] ?? 0));
    expect(pauses.every((pause) => (pause >= 5 && pause <= 60) || pause >= 35 * 60)).toBe(true);
    expect(pauses.filter((pause) => pause > 60).length).toBeGreaterThan(0);
    expect(Math.max(...seconds)).toBeLessThan(86_400);
  });
});

test('a hit is what only the intruder did by that name', () => {
  const seat = seatOf(first);
  const at = (command: number, second: number, isIntruders: boolean) => ({
    call: callOf(seat, command),
    second,
    isIntruders,
  });
  const history = {
    cluster: { id: 'c', name: 'c' },
    day: judgedDay,
    baseline: [],
    unfoldedBaseline: () => [],
  };
  const day = intrudedDay(history, [at(1, 10, false), at(1, 20, true), at(2, 30, true), at(3, 40, false)]);
  expect(day.patterns.length).toBe(3);
  expect(day.attackPatterns.size).toBe(1);
  expect(day.patterns.find(({ key }) => day.attackPatterns.has(key))?.resource).toBe(
    callOf(seat, 2).resource,
  );
});

test('strange commands are found where people differ, and the own ones of the next day are not', () => {
  const found = intrusions(people, 1);
  const of = (kind: string): number => {
    const own = found.filter((one) => one.kind === kind);
    return own.reduce((sum, { p10 }) => sum + p10, 0) / own.length;
  };
  const strangers = found.filter(({ kind }) => kind === 'stranger 20');
  expect(new Set(strangers.map(({ pair }) => pair)).size).toBe(12);
  expect(of('stranger 20')).toBeGreaterThan(0.8);
  expect(of('stranger 20')).toBeGreaterThan(4 * (strangers[0]?.chance ?? 1));
  expect(of('colleague 20')).toBeGreaterThan(0.6);
  const himself = found.filter(({ kind }) => kind === 'himself 20');
  expect(himself.length).toBeLessThan(strangers.length + 1);
  for (const one of himself) expect(one.possible).toBeLessThan(20);
  expect(intrusions(people, 1)).toEqual(found);
  expect(intrusionLines('commands', found).length).toBe(1 + kinds.length);
  expect(intrusionLines('records', found).length).toBe(1);
  expect(peopleOf(folder, { first: 1, seeds: 1 })).toEqual(found);
});

describe('records of an office suite', () => {
  const head = 'day,second,user,operation,kind,service,object,address,agent';
  const random = randomFrom('office');
  // Users 1 and 2, each with operations, a place and days of their own.
  const lines = Array.from({ length: 34 }, (_, day) =>
    [1, 2].flatMap((user) =>
      Array.from({ length: 20 }, () => [
        day,
        random.int(86_400),
        user,
        40 * user + random.int(12),
        0,
        user,
        1,
        user,
        user,
      ]),
    ),
  ).flat();
  const records = recordsOf([head, ...lines.map((line) => line.join())].join('\n'));

  test('are judged in blocks of enough records, each after thirty days', () => {
    expect(blocksOf(records)).toEqual([
      { from: 32, to: 33 },
      { from: 30, to: 31 },
    ]);
    expect(() => recordsOf('day,user\n1,2')).toThrow(RangeError);
    expect(() => recordsOf(`${head}\n1,2,3,4,5,6,7,8,x`)).toThrow(RangeError);
  });

  test("given to another are found, from the own place and from the robbed one's", () => {
    const found = officeIntrusions(records, 1);
    expect(new Set(found.map(({ pair }) => pair))).toEqual(new Set(['1 2', '2 1']));
    for (const place of ['own place', "the robbed one's place"]) {
      const own = found.filter(({ kind }) => kind === place);
      expect(own.length).toBe(12);
      for (const { p10, chance } of own) expect(p10).toBeGreaterThan(chance);
    }
  });
});
