/** How a text on the command line becomes a value, and the options that several commands share. */
import { InvalidArgumentError, Option } from 'commander';
import { daysAsked } from '../app/question.ts';
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
