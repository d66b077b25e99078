/** How a text on the command line becomes a value, and the options that several commands share. */
import { InvalidArgumentError, Option } from 'commander';
import { daysAsked } from '../app/parameters.ts';
import { type Day, parseDay } from '../core/count/day.ts';

/** @throws InvalidArgumentError, which commander tells as bad usage */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === null) throw new InvalidArgumentError(`It must be ${daysAsked}.`);
  return parsed;
}

/** Both bounds included. @throws InvalidArgumentError, which commander tells as bad usage */
export const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    }
    return value;
  };

/** An option that may be given more than once. */
export const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Names by comma, of an option that may be given more than once. @throws InvalidArgumentError where there is none */
export function names(text: string, before: readonly string[] = []): readonly string[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  // A variable of a script that is not set: taken for no cluster at all, it would find nothing and be content.
  if (found.length === 0) throw new InvalidArgumentError('It must be names, by comma.');
  return [...before, ...found];
}

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A length of time such as `24h`, in milliseconds. @throws InvalidArgumentError, which commander tells as bad usage */
export function span(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? 0);
  if (ms === 0) throw new InvalidArgumentError('It must be a length of time such as 90s, 5m, 24h, 7d or 2w.');
  return ms;
}

export function choice(flags: string, help: string, values: readonly string[], fallback?: string): Option {
  const option = new Option(flags, help).choices(values);
  return fallback === undefined ? option : option.default(fallback);
}

/** The account a command works on. */
export const connection = (): Option =>
  new Option(
    '--connection <connection string>',
    'the storage account (else that of a running npm start, else the settings of the app)',
  );
