/** What `rarecall events` is asked, what it found, and what it says where there is nothing. Refuses to know where it looks. */
import type { Behind, EventsOf } from '../../core/find/events-of.ts';
import { MissingError } from '../../errors.ts';

export interface EventsCommand {
  /** Milliseconds. */
  readonly context?: number;
  readonly output?: string;
  readonly category?: string;
  readonly cluster: string;
  readonly connection?: string;
}

/** What was found of a finding. */
export interface EventsFound {
  readonly finding: Behind;
  readonly events: EventsOf;
  /** Logs that could not be read, or are not there. */
  readonly unread: readonly string[];
}

const shownIds = 10;

/** Says what there is instead. */
export function unknown(
  id: string,
  { day, ids }: { readonly day: string | null; readonly ids: readonly string[] },
): MissingError {
  const some = ids.length > shownIds ? `the first ${shownIds} of ${ids.length} are ` : '';
  const instead =
    day === null || ids.length === 0
      ? 'there are no findings'
      : `those of the last day, ${day}: ${some}${ids.slice(0, shownIds).join(', ')}`;
  return new MissingError(`there is no finding ${id}; ${instead}`);
}
