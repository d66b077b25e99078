/**
 * How fast an attacker goes: within seconds, as one types, or over days so that no day shows much.
 * Knows times of commands; refuses to know what they are.
 */
import type { Random } from '../random.ts';
import type { Request } from '../request.ts';
import { hour, type Today } from '../time.ts';

/**
 * `typed`: half a minute between commands. `scripted`: all within seconds, as fast as a daily loop's. `patient`: a command
 * every two hours or so, by night as well, the last one in the evening of the day. `spread`: some each day, typed, over
 * five days of which the day is the last.
 */
export const paces = ['typed', 'scripted', 'patient', 'spread'] as const;
export type Pace = (typeof paces)[number];

const spreadDays = 5;

/** Days before the last one from which on the attacker is in: his address is the one of that day. */
export const daysBefore: Readonly<Record<Pace, number>> = {
  typed: 0,
  scripted: 0,
  patient: 2,
  spread: spreadDays - 1,
};

const daylong = 24 * hour;

/** Start of each command, in order; some of them on days before. */
function starts(
  pace: 'patient' | 'spread',
  commands: readonly (readonly Request[])[],
  random: Random,
  today: Today,
): number[] {
  const times: number[] = [];
  if (pace === 'patient') {
    let at = today.midnight + Math.round((18 + 5.5 * random.next()) * hour);
    for (let i = commands.length; i > 0; i--) {
      times.unshift(at);
      at -= Math.round((1.2 + 1.6 * random.next()) * hour);
    }
    return times;
  }
  for (let day = 0; day < spreadDays; day++) {
    const from = Math.floor((day * commands.length) / spreadDays);
    const to = Math.floor(((day + 1) * commands.length) / spreadDays);
    let at = today.midnight + Math.round((day + 1 - spreadDays) * daylong + (7 + 9 * random.next()) * hour);
    for (const command of commands.slice(from, to)) {
      times.push(at);
      const last = command.at(-1)?.at ?? 0;
      at += Math.min(last - (command[0]?.at ?? 0), hour / 6) + Math.round(random.exponential(25_000_000));
    }
  }
  return times;
}

/** The same requests at other times; what belongs to one command stays together. */
export function slowed(
  pace: 'patient' | 'spread',
  commands: readonly (readonly Request[])[],
  random: Random,
  today: Today,
): Request[] {
  const times = starts(pace, commands, random, today);
  return commands.flatMap((command, i) => {
    const shift = (times[i] ?? 0) - (command[0]?.at ?? 0);
    return command.map((request) => ({ ...request, at: request.at + shift }));
  });
}
