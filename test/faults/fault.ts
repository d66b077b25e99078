/** What can go wrong with a request, and how often it does. Data; knows no network. */
import { choice } from '../../src/simulate/random.ts';

/**
 * - `500`, `503`, `429`: answered so, and nothing happened; `503-wait`, `429-wait`: with Retry-After
 * - `503-hour`, `429-date`: with a Retry-After of an hour, in seconds or as a date; only ever scripted
 * - `500-after`: it happened, and is answered as if it had not
 * - `late`: waits before it passes the request on; `slow`: before it passes the answer on
 * - `drop-before`: the connection ends, nothing happened; `drop-after`: it happened, and nobody learns of it
 * - `cut`: the connection ends in the middle of the answer
 * - `stall`: neither answer nor end for a long time, and nothing happened; `stall-after`: the same in the middle of the answer
 */
export const faultKinds = [
  '500',
  '503',
  '429',
  '503-wait',
  '429-wait',
  '503-hour',
  '429-date',
  '500-after',
  'late',
  'slow',
  'drop-before',
  'drop-after',
  'cut',
  'stall',
  'stall-after',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What was asked, e.g. `table commit`, `blob read`, `queue take`. */
export type RequestKind = string;

/** Chance of a fault, by request kind; the rest have the last one. Where a fault hurts most, it comes most often. */
const chances: Readonly<Record<RequestKind, number>> = {
  'table commit': 0.35,
  'table list': 0.2,
  'blob read': 0.3,
  'blob look': 0.18,
  'queue done': 0.25,
  'queue take': 0.25,
  'queue send': 0.2,
};
const otherwise = 0.1;

export const weights = choice<FaultKind>([
  ['500', 12],
  ['503', 8],
  ['429', 4],
  ['503-wait', 4],
  ['429-wait', 4],
  ['500-after', 12],
  ['late', 14],
  ['slow', 8],
  ['drop-before', 10],
  ['drop-after', 14],
  ['cut', 10],
  ['stall', 1],
  ['stall-after', 1],
]);

export const chanceOf = (kind: RequestKind): number => chances[kind] ?? otherwise;
