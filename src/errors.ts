/**
 * The errors we throw on purpose. Messages may hold setting names, blob hours, counts and status codes,
 * never audit data.
 */

export abstract class AppError extends Error {
  /** What alerts match on. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another worker moved the cursor, or the blob was replaced under us. Whoever sees it opens again. */
export class ConflictError extends AppError {
  readonly code = 'conflict';
}

/** Out of time. What is done is kept; another run goes on from there. */
export class UnfinishedError extends AppError {
  readonly code = 'unfinished';
}

/** Something we kept cannot be read again. */
export class DamagedError extends AppError {
  readonly code = 'damaged';
}

/** Something we kept of a day cannot be read again. */
export class DamagedDayError extends DamagedError {
  readonly day: string;

  constructor(day: string) {
    super(`what is kept of ${day} is damaged`);
    this.day = day;
  }
}

/** Settings that cannot work; the message lists all of them. */
export class ConfigError extends AppError {
  readonly code = 'config';
}

/** Something the user named is not there: a file, a container, a day. */
export class MissingError extends AppError {
  readonly code = 'missing';
}

/** A question that is right, and whose answer would take more memory than there is. The message says how to ask for less. */
export class TooMuchError extends AppError {
  readonly code = 'too-much';
}

/** What was asked for goes so far that somebody has to say it once more. */
export class UnconfirmedError extends AppError {
  readonly code = 'unconfirmed';
}

/** A command or question that is written wrong. */
export class UsageError extends AppError {
  readonly code = 'usage';
}

/** A file that is there and cannot be read. The message says what it is, and how to get one that can be. */
export class UnreadableError extends AppError {
  readonly code = 'unreadable';
}
