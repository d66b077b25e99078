/**
 * A month of people: windows of what they typed, one of each, at the same place of their files.
 * Knows sittings and times, which the files lack; refuses to know any ranking.
 */
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import type { PatternRow } from '../../../src/core/rank/pattern-row.ts';
import { type Random, randomFrom } from '../../../src/simulate/random.ts';
import { dayRows, type TimedCall } from './labelled.ts';
import { callOf, type Person, type Seat, seatOf } from './person.ts';

/** The judged day is the last. */
export const windowDays = 31;
export const commandsADay = 100;
const windowLength = windowDays * commandsADay;
export const judgedDay = '2026-10-31' as Day;

/** Windows of people with the day that follows, which they are judged with as well. */
export interface Windowed {
  readonly person: Person;
  readonly seat: Seat;
  /** Commands by day. */
  readonly days: readonly (readonly number[])[];
  readonly next: readonly number[];
  readonly random: Random;
}

/** Seeds lie evenly over the files, however many there are: multiples of the golden ratio. */
const placeOf = (seed: number): number => (seed * 0.618_033_988_749_895) % 1;

/** @throws RangeError where a file is shorter than a month and a day */
export function windowOf(person: Person, seed: number): Windowed {
  const room = person.commands.length - windowLength - commandsADay;
  if (room < 0) throw new RangeError('a person of less than 3,200 commands');
  const start = Math.floor(placeOf(seed) * (room + 1));
  const day = (at: number): readonly number[] =>
    person.commands.slice(start + at * commandsADay, start + (at + 1) * commandsADay);
  return {
    person,
    seat: seatOf(person),
    days: Array.from({ length: windowDays }, (_, at) => day(at)),
    next: day(windowDays),
    random: randomFrom(`people ${seed} ${person.name}`),
  };
}

/** Commands that somebody typed without a longer pause. */
export interface Sitting {
  readonly commands: readonly number[];
  readonly isIntruders: boolean;
}

/** Cuts commands into sittings of 10 to 40. */
export function sittingsOf(commands: readonly number[], random: Random): Sitting[] {
  const sittings: Sitting[] = [];
  for (let at = 0; at < commands.length; ) {
    const end = at + 10 + random.int(31);
    sittings.push({ commands: commands.slice(at, end), isIntruders: false });
    at = end;
  }
  return sittings;
}

/** A command every 5 to 60 seconds, and 35 to 90 minutes between sittings. */
export function timed(seat: Seat, sittings: readonly Sitting[], random: Random): TimedCall[] {
  let second = 3600 * (6 + 3 * random.next());
  return sittings.flatMap(({ commands, isIntruders }) => {
    const calls = commands.map((command) => {
      second += 5 + 55 * random.next();
      return { call: callOf(seat, command), second, isIntruders };
    });
    second += 60 * (35 + 55 * random.next());
    return calls;
  });
}

/** A day of somebody as it was. */
export const callsOn = ({ seat, days, random }: Windowed, day: number): TimedCall[] => {
  const own = random.fork(`day ${day}`);
  return timed(seat, sittingsOf(days[day] ?? [], own), own);
};

/** What somebody did on the days before the judged one, folded day by day. */
export const pastOf = (window: Windowed): PatternRow[][] =>
  window.days.slice(0, -1).map((_, day) => {
    const date = addDays(judgedDay, day - windowDays + 1);
    return foldPatterns(dayRows(date, callsOn(window, day)), 'first');
  });
