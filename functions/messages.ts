/** Messages of queues, checked: a queue is a door like any other. */
import { calendarDay, type Day, parseDay } from '../src/core/count/day.ts';
import type { Cluster } from '../src/core/read/path.ts';

const fieldsOf = (message: unknown): Record<string, unknown> =>
  typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : {};

/** @throws Error where the message is not ours; it is then tried again, poisoned, and seen in /api/health */
export function countMessage(message: unknown): { blob: string } {
  const { blob } = fieldsOf(message);
  if (typeof blob !== 'string') throw new Error('the message names no log blob');
  return { blob };
}

/**
 * @returns `null` for the day where no logs can be of it: nothing is to be ranked, however often it is tried
 * @throws Error where the message is not ours
 */
export function rankMessage(message: unknown): { cluster: Cluster; day: Day | null } {
  const { cluster, day } = fieldsOf(message);
  const { id, name } = fieldsOf(cluster);
  const named = typeof day === 'string' ? calendarDay(day) : null;
  if (typeof id !== 'string' || typeof name !== 'string' || named === null) {
    throw new Error('the message names no cluster and day');
  }
  return { cluster: { id, name }, day: parseDay(named) };
}

/**
 * What an event of Event Grid says of a new blob; its schema is that of Event Grid or of CloudEvents.
 * Source: Microsoft, "Azure Blob Storage as an Event Grid source".
 * @returns its address as it was sent, `null` where the message is no such event
 */
export function announcedUrl(message: unknown): string | null {
  const { eventType, type, data } = fieldsOf(message);
  const { url } = fieldsOf(data);
  return (eventType ?? type) === 'Microsoft.Storage.BlobCreated' && typeof url === 'string' ? url : null;
}
