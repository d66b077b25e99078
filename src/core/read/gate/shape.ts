/**
 * What parts of a line prove, each by itself (gate/passer.ts puts them together): its beginning, what it says of its caller,
 * and its end. Texts here are bytes as they lie in the line, so inside `properties.log` a quote is `\"`.
 * Decides once for all lines that have the same part.
 */
import type { Presence } from '../call.ts';
import { callerOf } from '../event.ts';
import { objectOf, parseJson, textOf } from '../json.ts';
import type { ReadOptions } from '../options.ts';
import { kubectlGate, refusal } from './gate.ts';
import { presenceOf } from './presence.ts';

/** Key and text value of an envelope: nothing is escaped but slashes. */
const pair = String.raw`\s*"\w+"\s*:\s*"(?:[^"\\]|\\\/)*"`;
const innerPair = String.raw`\\"\w+\\":\\"(?:[^"\\]|\\\/)*\\"`;
const headShape = new RegExp(
  String.raw`^\{((?:${pair}\s*,)*)\s*"properties"\s*:\s*\{(?:${pair}\s*,)*\s*"log"\s*:\s*"\{(?:${innerPair},)*\\"level\\":\\"$`,
);

/**
 * Whether a line that begins so has its event in `properties.log`, and is within the text of the event's `level`.
 * All objects around are open, and of keys that come twice the last counts: what was there ahead of `log` is gone.
 * The category is the one that is read, unless it comes again in the end.
 */
export function isHead(text: string, { category }: ReadOptions): boolean {
  const outer = headShape.exec(text)?.[1];
  return outer !== undefined && objectOf(parseJson(`{${outer}"":""}`))?.category === category;
}

const tailShape = new RegExp(String.raw`^"((?:\s*,${pair})*)\s*\}((?:\s*,${pair})*)\s*,\s*"\w+"\s*:\s*"$`);

/**
 * Whether what follows the text of `log` ends the record without `log`, `properties` or `category` coming again, and is
 * within the text that it ends with. Its keys are words, so that its first quote can only end a text: if it began one,
 * the next quote would end that, and a letter follow, which is no JSON.
 */
export function isTail(text: string): boolean {
  const [, inside = '', outside] = tailShape.exec(text) ?? [];
  return outside !== undefined && !/"log"/.test(inside) && !/"(?:properties|category)"\s*:/.test(text);
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
