/**
 * Numbers that look random and follow from a seed alone. Knows nothing of clusters.
 * Generator: sfc32 (Chris Doty-Humphrey, PractRand); seeded by FNV-1a over a text, warmed up.
 */

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
  exponential(mean: number): number;
  poisson(mean: number): number;
  /** Hexadecimal digits. */
  hex(length: number): string;
  /** RFC 9562 version 4 in form. */
  uuid(): string;
  /** Another stream, by this seed and the name: what one part draws moves no other part. */
  fork(name: string): Random;
}

/** Things with weights, made ready to draw from. */
export interface Choice<T> {
  readonly items: readonly T[];
  /** Running sums of the weights. */
  readonly sums: readonly number[];
}

export function choice<T>(weighted: Iterable<readonly [T, number]>): Choice<T> {
  const items: T[] = [];
  const sums: number[] = [];
  let sum = 0;
  for (const [item, weight] of weighted) {
    if (weight <= 0) continue;
    sum += weight;
    items.push(item);
    sums.push(sum);
  }
  return { items, sums };
}

export function draw<T>(random: Random, from: Choice<T>): T {
  const at = random.next() * (from.sums.at(-1) ?? 0);
  const index = from.sums.findIndex((sum) => at < sum);
  return itemAt(from.items, index === -1 ? 0 : index);
}

/** The item at an index that wraps around. @throws RangeError on an empty list */
export function itemAt<T>(items: readonly T[], index: number): T {
  if (items.length === 0) throw new RangeError('nothing to choose from');
  return items[index % items.length] as T;
}

function hashText(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A small text of letters as Kubernetes generates names, the same for the same key. */
export function suffixOf(key: string, length: number): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  let hash = hashText(key, 0x811c9dc5);
  let text = '';
  while (text.length < length) {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    text += letters[(hash >>> 8) % letters.length];
  }
  return text;
}

const hexOf = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

export function randomFrom(seed: string): Random {
  let a = hashText(seed, 0x811c9dc5);
  let b = hashText(seed, a ^ 0x5bd1e995);
  let c = hashText(seed, b ^ 0x27d4eb2f);
  let counter = 1;
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();

  const next = (): number => word() / 4294967296;
  const int = (below: number): number => Math.floor(next() * below);
  const hex = (length: number): string => {
    let text = '';
    while (text.length < length) text += hexOf(word());
    return text.slice(0, length);
  };
  return {
    next,
    int,
    hex,
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, int(items.length)),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (mean) => -mean * Math.log(1 - next()),
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
    uuid: () => {
      const digits = hex(32);
      const variant = '89ab'[word() & 3];
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
    fork: (name) => randomFrom(`${seed}/${name}`),
  };
}
