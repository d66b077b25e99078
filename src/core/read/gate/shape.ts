/**
 * What parts of a line prove, each by itself (gate/passer.ts puts them together): its beginning, what it says of its caller,
 * and its end. Texts here are bytes as they lie in the line, so inside `properties.log` a quote is `\"`.
 * Decides once for all lines that have the same part.
 */
import type { Presence, Text } from '../call.ts';
import { callerOf } from '../event.ts';
import { type JsonObject, objectOf, parseJson, textOf } from '../json.ts';
import type { ReadOptions } from '../options.ts';
import { kubectlGate, refusal } from './gate.ts';
import { presenceOf } from './presence.ts';

/** Key and text value of an envelope: nothing is escaped but slashes. */
const pair = String.raw`\s*"\w+"\s*:\s*"(?:[^"\\]|\\\/)*"`;
const innerPair = String.raw`\\"\w+\\":\\"(?:[^"\\]|\\\/)*\\"`;
const headShape = new RegExp(
  String.raw`^\{(?:${pair}\s*,)*\s*"properties"\s*:\s*\{(?:${pair}\s*,)*\s*"log"\s*:\s*"(\{(?:${innerPair},)*\\"level\\":\\")$`,
);

/** What an envelope says beside its event, if it says it there. */
export interface Around {
  readonly resourceId: Text;
  readonly time: Text;
  readonly pod: Text;
  /** Of a head: how many of its bytes are ahead of the text of `log`. */
  readonly logAt: number;
  /** Of a tail: the text that it ends in is the time. */
  readonly endsInTime: boolean;
}

function aroundOf(record: JsonObject, logAt: number, endsInTime: boolean): Around {
  const pod = textOf(objectOf(record.properties)?.pod);
  return { resourceId: textOf(record.resourceId), time: textOf(record.time), pod, logAt, endsInTime };
}

/**
 * A line that begins so has its event in `properties.log`, and is within the text of the event's `level`.
 * All objects around are open, and of keys that come twice the last counts: what was there ahead of `log` is gone.
 * The category is the one that is read, unless it comes again in the end.
 * @returns `null` where that is not proven
 */
export function headOf(text: string, { category }: ReadOptions): Around | null {
  const log = headShape.exec(text)?.[1];
  const record = log === undefined ? null : objectOf(parseJson(`${text}"}}`));
  // A record with a kind may be an event without an envelope.
  if (record === null || record.category !== category || 'kind' in record) return null;
  return aroundOf(record, Buffer.byteLength(text) - Buffer.byteLength(log ?? ''), false);
}

/** What may not come again; nor may the cluster, or an agent, be the text that a tail ends in, which is no part of it. */
const unwanted = /"(?:properties|category)"\s*:|"(?:resourceId|userAgent)"\s*:\s*"$/;
const tailShape = new RegExp(String.raw`^"((?:\s*,${pair})*)\s*\}(?:\s*,${pair})*\s*,\s*"\w+"\s*:\s*"$`);

/**
 * What follows the text of `log` so ends the record without `log`, `properties` or `category` coming again, and is
 * within the text that it ends with. Its keys are words, so that its first quote can only end a text: if it began one,
 * the next quote would end that, and a letter follow, which is no JSON.
 * @returns `null` where that is not proven; a `resourceId` that is not there may be in the head
 */
export function tailOf(text: string): Around | null {
  const [, inside] = tailShape.exec(text) ?? [];
  if (inside === undefined || /"log"/.test(inside) || unwanted.test(text)) return null;
  const record = objectOf(parseJson(`{"properties":{"":"${text}"}`));
  return record === null || 'kind' in record ? null : aroundOf(record, 0, /"time"\s*:\s*"$/.test(text));
}

/**
 * Whether an event that is JSON, and within a text at some place in it, is within a member of its own there: whether what
 * follows, up to the end of the event, ends that text and one object, with no other `requestReceivedTimestamp` in it.
 */
export function isOwnEnd(text: string): boolean {
  const inner = parseJson(`"${text}"`);
  if (typeof inner !== 'string' || inner.includes('requestReceivedTimestamp')) return false;
  return objectOf(parseJson(`{"":"${inner}`)) !== null;
}

/** What is known of whoever says this of himself. */
export type Known =
  /** His calls count, or nothing is proven. */
  | 'counts'
  /** Machinery; and where it called from, if that is of interest. */
  | Omit<Presence, 'day' | 'resourceId'>
  | null;

/** @param text the members of an event from `user` to `userAgent`, as they stand in the text of `log` */
export function knownCaller(text: string, options: ReadOptions): Known {
  const inner = parseJson(`"${text}"`);
  const event = typeof inner === 'string' ? objectOf(parseJson(`{${inner}}`)) : null;
  if (event === null || textOf(event.userAgent) === null) return 'counts';
  const { caller, sourceIPs } = callerOf(event, false);
  if (refusal(caller, options, kubectlGate(caller, options.agents)) !== 'machinery') return 'counts';
  const presence = presenceOf(caller.user, sourceIPs, null, null);
  return presence === null ? null : { user: presence.user, ip: presence.ip };
}
