/** How what goes wrong on this laptop is told: in one line. */
import { AppError } from '../errors.ts';
import { failureOf, saidOf } from '../failure.ts';

/** What keeps Rarecall from working on this laptop, in one line a person can act on. Never holds a key or audit data. */
export class LocalError extends AppError {
  readonly code = 'local';
}

const longest = 500;

/** One printable line of whatever was thrown: no stack, no control characters, no flood. */
export function oneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? wordsOf(thrown) : String(thrown);
  const line = (text.split('\n', 1)[0] ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** An answer without a body is a `RestError` that says nothing else: its status and code say more. */
const wordsOf = (error: Error): string =>
  error.name === 'RestError' ? saidOf(failureOf(error)) : error.message || error.name;
