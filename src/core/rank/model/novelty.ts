/**
 * Novelty: how much of what somebody did was never done before, in bits, and how many pieces of it there are.
 * Knows calls by their place in the day, and what each is worth; refuses to know where that comes from.
 */
import { orMake } from '../maps.ts';

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
 * @param places in the order of time
 * @param burstSeconds calls that follow each other within so many seconds are one burst
 */
export function noveltyOf(places: readonly number[], steps: Steps, burstSeconds: number): Novelty {
  let [bits, pieces] = [0, 0];
  let [address, program] = [0, 0];
  for (const at of places) {
    address = Math.max(address, steps.address[at] ?? 0);
    program = Math.max(program, steps.program[at] ?? 0);
  }
  for (const burst of burstsOf(places, steps, burstSeconds)) {
    const news = burst.filter((at) => steps.isNews[at] === 1);
    const told = Math.min(distinct(news, steps.action), distinct(news, steps.namespace));
    const worth = news.map((at) => steps.worth[at] ?? 0).sort((a, b) => b - a);
    for (let at = 0; at < told; at += 1) bits += worth[at] ?? 0;
    pieces += told;
  }
  return { bits: bits + address + program, pieces };
}

const distinct = (places: readonly number[], column: ArrayLike<number>): number =>
  places.length < 2 ? places.length : new Set(places.map((at) => column[at])).size;

function* burstsOf(
  places: readonly number[],
  { seconds }: Pick<Steps, 'seconds'>,
  burstSeconds: number,
): Generator<readonly number[]> {
  let from = 0;
  for (let at = 1; at <= places.length; at += 1) {
    const pause = pauseBetween(seconds, places[at - 1], places[at]);
    if (pause <= burstSeconds) continue;
    yield places.slice(from, at);
    from = at;
  }
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

/** The calls of each client without a longer pause. The usual time-out of a session in web analytics is half an hour. */
export function sittingsOf(
  places: readonly number[],
  seconds: ArrayLike<number>,
  clientOf: (at: number) => number,
  pauseMinutes: number,
): number[][] {
  const open = new Map<number, number[]>();
  const sittings: number[][] = [];
  for (const at of places) {
    const client = clientOf(at);
    const sitting = orMake(open, client, () => []);
    if (sitting.length > 0 && pauseBetween(seconds, sitting.at(-1), at) <= 60 * pauseMinutes) {
      sitting.push(at);
      continue;
    }
    const fresh = [at];
    open.set(client, fresh);
    sittings.push(fresh);
  }
  return sittings;
}
