/** A routine that goes over many lines which tell nothing new. Refuses to know what is new. */
import {
  add,
  and,
  branch,
  type Code,
  call,
  end,
  get,
  giveBack,
  i32,
  i32Type,
  isAbove,
  isEqual,
  isLess,
  isZero,
  loadI32,
  loadU8,
  loadU16,
  loop,
  multiply,
  nothing,
  type Routine,
  select,
  set,
  subtract,
  tee,
} from './machine.ts';
import { when } from './pieces.ts';
import { type PartField, partBytes, partSlots, sign, slipFields, unless } from './slip.ts';

/** The last of a date that is not as those of other lines of the day: of hours so much at most, of tens of minutes so much. */
const [lastHour, lastTen] = [23, '5'] as const;

/**
 * `stride(from, limit)`: goes on over lines that tell a reader nothing new, which is what he was told of their callers: of the
 * same cluster, and on the same day. They are usual ones in which there are no words.
 * @param longest bytes of a line
 * @returns what `skim` says of the line at which it stops; `slip` has where that begins, and how many lines are ahead of it
 */
export function stride(
  places: { readonly skim: number; readonly same: number; readonly dated: number },
  { slipAt, tableAt, hitsAt }: Readonly<Record<'slipAt' | 'tableAt' | 'hitsAt', number>>,
  longest: number,
): Routine {
  const [from, limit, ends, part, time, behind, most] = [0, 1, 2, 3, 4, 5, 6] as const;
  const { field, tell } = slipFields(slipAt);
  const of = (name: PartField): Code => [get(part), loadI32(4 * partSlots[name])];
  const stop: Code = [tell('from', get(from)), get(ends), giveBack];
  const two = (offset: number): Code => [
    [get(time), loadU8(offset), i32(10), multiply, get(time), loadU8(offset + 1), add],
    [i32(11 * 0x30), subtract],
  ];
  const goOn: Code = [
    tell('count', [field('count'), i32(1), add]),
    [field('next'), i32(1), add, set(from), branch],
  ];
  const sameDay: Code = [
    [get(time), loadI32(), of('month'), isEqual, get(time), loadI32(4), of('month2'), isEqual, and],
    [get(time), loadU16(8), of('day'), isEqual, and],
    [two(11), i32(lastHour + 1), isLess, and, get(time), loadU8(14), sign(lastTen), isAbove, isZero, and],
    [get(time), loadU8(17), sign(lastTen), isAbove, isZero, and],
  ];
  const body: Code = [
    [tell('count', i32(0)), loop, nothing],
    [
      get(from),
      i32(longest + 1),
      add,
      tee(most),
      get(limit),
      get(most),
      get(limit),
      isLess,
      select,
      set(most),
    ],
    when([get(from), get(most), call(places.skim), tee(ends), isZero], stop),
    unless([field('hits'), i32(hitsAt), isEqual], stop),
    when([field('caller'), i32(-1), isEqual], stop),
    [field('caller'), i32(partBytes), multiply, i32(tableAt), add, set(part)],
    unless([of('reader'), field('reader'), isEqual], stop),
    when([of('distance'), isZero], [goOn, 1]),
    unless([of('tailAt'), field('tailAt'), isEqual], stop),
    // By sums: a time ahead of all memory would be far behind it.
    unless([field('behind'), i32(longestKey), add, of('distance'), add, get(ends), isLess], stop),
    [get(ends), of('distance'), subtract, set(time)],
    unless(sameDay, stop),
    when([get(time), call(places.dated), tee(behind), isZero], stop),
    // The same end, which is that of a whole event.
    unless([get(ends), get(behind), subtract, of('endLength'), isEqual], stop),
    unless([get(behind), of('endAt'), of('endLength'), call(places.same)], stop),
    [goOn, 0, end, i32(0)],
  ];
  return { name: 'stride', parameters: 2, locals: [[5, i32Type]], body };
}

/** A time has its key ahead of it. */
const longestKey = 64;
