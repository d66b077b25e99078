/** What a hunt says beside its answer, on standard error: what no ranking of the day holds, and what could not be read. */
import type { Read } from '../files/read.ts';
import { put } from '../output/put.ts';
import { say, sayNotRead } from '../say.ts';
import { eventsElsewhere, undatedEvents } from './rank-files.ts';
import type { Window } from './window.ts';

/** Prints it, then names what could not be read: for that the command fails, unless --fail-on made it. */
export async function print(
  text: string,
  output: string | undefined,
  unread: readonly string[],
): Promise<void> {
  // Whoever takes only the beginning closes the pipe, and is told as well.
  if (unread.length > 0) process.exitCode ??= 1;
  await put(text, output);
  sayNotRead(unread);
}

/** Events that no day has: they are in no ranking of a day. */
export function sayUndated(read: Read): void {
  const events = undatedEvents(read);
  if (events > 0)
    say(
      `${events} events have no readable time (RFC 3339): they belong to no day; --ranking rare ranks them`,
    );
}

/** What is left out is said, so that nobody takes it for nothing. */
export function sayElsewhere(read: Read, days: Pick<Window, 'from' | 'to'> | null, graceHours: number): void {
  if (days === null) return;
  const { from, to } = days;
  const events = eventsElsewhere(read, to, graceHours, from);
  if (events > 0)
    say(
      `left out: events of ${from === to ? to : `${from} to ${to}`} in logs from before it, or from more than ${graceHours} hours after it: ${events}`,
    );
}
