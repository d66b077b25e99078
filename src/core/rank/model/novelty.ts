/**
 * Novelty: how much of what somebody did was never done before, in bits, and how many pieces of it there are.
 * Knows calls by their place in the day, and what each is worth; refuses to know where that comes from.
 */
import { counts } from './columns.ts';

/** Columns over the calls of a day. */
export interface Steps {
  /** Seconds; not a number where it is not known. */
  readonly seconds: ArrayLike<number>;
  readonly action: ArrayLike<number>;
  readonly namespace: ArrayLike<number>;
  /** 1: the actor never did this there. */
  readonly isNews: ArrayLike<number>;
  /** What it is worth as news, in bits. */
  readonly worth: ArrayLike<number>;
  /** What the client IP and the agent are worth as news, in bits. */
  readonly address: ArrayLike<number>;
  readonly program: ArrayLike<number>;
}

export interface Novelty {
  readonly bits: number;
  readonly pieces: number;
}

/**
 * The news of each burst, and once that of address and agent. What one command asks for (many kinds in one namespace, as
 * `get all`), or one loop (one kind in many namespaces), is one piece of news, however many requests it makes; a script that
 * does several things in several namespaces brings as many as the fewer of the two.
 * @param places in the order of time; of them those from `from` to before `to`
 * @param burstSeconds calls that follow each other within so many seconds are one burst
 */
export function noveltyOf(
  places: ArrayLike<number>,
  steps: Steps,
  burstSeconds: number,
  from = 0,
  to = places.length,
): Novelty {
  let [bits, pieces] = [0, 0];
  let [address, program] = [0, 0];
  for (let i = from; i < to; i += 1) {
    const at = places[i] ?? 0;
    address = Math.max(address, steps.address[at] ?? 0);
    program = Math.max(program, steps.program[at] ?? 0);
  }
  for (let begin = from; begin < to; ) {
    const end = burstEnd(places, begin, to, steps, burstSeconds);
    const news = newsIn(places, begin, end, steps);
    begin = end;
    if (news.length === 0) continue;
    const told = Math.min(distinct(news, steps.action), distinct(news, steps.namespace));
    const worth = worthOf(news, steps);
    for (let at = 0; at < told; at += 1) bits += worth[at] ?? 0;
    pieces += told;
  }
  return { bits: bits + address + program, pieces };
}

/** Of some calls the one that is worth most as news; -1 where none is any. */
export function mostNewsIn(
  places: ArrayLike<number>,
  from: number,
  to: number,
  { isNews, worth }: Steps,
): number {
  let most = -1;
  for (let i = from; i < to; i += 1) {
    const at = places[i] ?? 0;
    if (isNews[at] === 1 && (most < 0 || (worth[at] ?? 0) > (worth[most] ?? 0))) most = at;
  }
  return most;
}

const noNews: readonly number[] = [];

/** Most bursts have none. */
function newsIn(
  places: ArrayLike<number>,
  from: number,
  to: number,
  { isNews }: Pick<Steps, 'isNews'>,
): readonly number[] {
  let news: number[] | undefined;
  for (let i = from; i < to; i += 1) {
    const at = places[i] ?? 0;
    if (isNews[at] !== 1) continue;
    news ??= [];
    news.push(at);
  }
  return news ?? noNews;
}

/** Of each piece, the most first. */
const worthOf = (news: readonly number[], { worth }: Pick<Steps, 'worth'>): number[] =>
  news.map((at) => worth[at] ?? 0).sort((a, b) => b - a);

const distinct = (places: readonly number[], column: ArrayLike<number>): number =>
  places.length < 2 ? places.length : new Set(places.map((at) => column[at])).size;

/** Where the burst that begins there ends. */
function burstEnd(
  places: ArrayLike<number>,
  from: number,
  to: number,
  { seconds }: Pick<Steps, 'seconds'>,
  burstSeconds: number,
): number {
  let end = from + 1;
  while (end < to && pauseBetween(seconds, places[end - 1], places[end]) <= burstSeconds) end += 1;
  return end;
}

/** Seconds between two calls in the order of time. Calls without a time stand last and belong together. */
function pauseBetween(
  seconds: ArrayLike<number>,
  before: number | undefined,
  at: number | undefined,
): number {
  if (before === undefined || at === undefined) return Number.POSITIVE_INFINITY;
  const [one, other] = [seconds[before] ?? Number.NaN, seconds[at] ?? Number.NaN];
  if (Number.isNaN(other)) return Number.isNaN(one) ? 0 : Number.POSITIVE_INFINITY;
  return other - one;
}

/**
 * Of each call the number of its sitting, counted up in the order in which they begin: those of one client without a longer
 * pause. The usual time-out of a session in web analytics is half an hour.
 *
 * @param places in the order of time
 * @param sittings one number for each place, to be filled
 * @param last by client his last call, counted from 1; all are none
 */
export function findSittings(
  places: ArrayLike<number>,
  seconds: ArrayLike<number>,
  clientOf: (at: number) => number,
  pauseMinutes: number,
  sittings: Int32Array,
  last = counts(),
): void {
  let begun = 0;
  for (let i = 0; i < places.length; i += 1) {
    const at = places[i] ?? 0;
    const client = clientOf(at);
    const before = last.of(client) - 1;
    last.add(client, at - before);
    if (before >= 0 && pauseBetween(seconds, before, at) <= 60 * pauseMinutes) {
      sittings[at] = sittings[before] ?? 0;
      continue;
    }
    sittings[at] = begun;
    begun += 1;
  }
}
