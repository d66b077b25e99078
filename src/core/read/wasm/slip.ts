/**
 * What machine code is told of lines and tells of them: numbers in memory by their names, for both sides. Refuses to know
 * what follows from them.
 */
import { type Code, get, i32, isEqual, isZero, loadI32, loadU8, storeI32, subtract } from './machine.ts';
import { when } from './pieces.ts';

/** What its caller tells `skim`, and what it tells him: numbers of four bytes one after another. */
export const slip = [
  'tailAt',
  'tailLength',
  'head',
  'members',
  'behind',
  'hash',
  'caller',
  'next',
  'hits',
  'end',
  'reader',
  'from',
  'count',
] as const;
export type SlipField = (typeof slip)[number];
/** Where each stands among them. */
export const slots = Object.fromEntries(slip.map((name, at) => [name, at])) as Readonly<
  Record<SlipField, number>
>;

/** So many heads may be known to `skim`; where one is of no length there are no more. */
export const knownHeads = 8;
/** A table of parts has so many places, `ways` for each that have the upper bits of their hash in common. */
export const knownParts = 4096;
export const ways = 4;
export const hashShift = 32 - Math.log2(knownParts / ways);
/** Fractional part of the golden ratio: spreads numbers that are alike. */
export const spread = 0x9e37_79b1;

/** What is told of each part in a table, numbers of four bytes; of heads and others only the first two. */
export const partFields = [
  'at',
  'length',
  /** A reader to whom the last line of this caller told nothing new, 0 for none. */
  'reader',
  /** How far ahead of the end of its event its time begins; 0: he tells nothing, whatever the time. */
  'distance',
  'tailAt',
  /** What stands behind its times. */
  'endAt',
  'endLength',
  /** The first eight bytes of its date, and the next four. */
  'month',
  'month2',
  'day',
] as const;
export type PartField = (typeof partFields)[number];
export const partBytes = 4 * partFields.length;
export const partSlots = Object.fromEntries(partFields.map((name, at) => [name, at])) as Readonly<
  Record<PartField, number>
>;

/** The first of the places in a table for a part. */
export const placeIn = (length: number, hash: number): number =>
  ways * (Math.imul(hash ^ length, spread) >>> hashShift);

export const unless = (condition: Code, then: Code): Code => when([condition, isZero], then);
export const sign = (text: string): Code => i32(text.charCodeAt(0));
export const pair = (text: string): Code => i32(Buffer.from(text).readUInt16LE());

export const byte = (local: number, offset: number): Code =>
  offset < 0 ? [get(local), i32(-offset), subtract, loadU8()] : [get(local), loadU8(offset)];
export const is = (local: number, offset: number, text: string): Code => [
  byte(local, offset),
  sign(text),
  isEqual,
];

export const slipFields = (slipAt: number) => ({
  field: (name: SlipField): Code => [i32(slipAt + 4 * slip.indexOf(name)), loadI32()],
  tell: (name: SlipField, value: Code): Code => [i32(slipAt + 4 * slip.indexOf(name)), value, storeI32],
});
