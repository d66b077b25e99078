/** Kinds of settings: how a text becomes a value, and what is said where it cannot. Refuses to know the settings. */
import { isIP } from 'node:net';

export interface Setting<T> {
  readonly name: string;
  readonly help: string;
  readonly fallback: string;
  /** @throws Error that says what was expected */
  readonly read: (text: string) => T;
}

export const setting = <T>(
  name: string,
  fallback: string,
  help: string,
  read: (text: string) => T,
): Setting<T> => ({
  name,
  help,
  fallback,
  read,
});

export const whole = (low: number, high: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high)
    throw new Error(`a whole number from ${low} to ${high}`);
  return value;
};

/** Any letter case will do, as in the Functions host; the value is written as it is here. */
export const oneOf =
  <const T extends string>(...values: readonly T[]) =>
  (text: string): T => {
    const value = values.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase());
    if (value === undefined) throw new Error(`one of ${values.join(', ')}`);
    return value;
  };

/** In any letter case, as people write it in portals. */
export const yesOrNo = (text: string): boolean => {
  const value = text.toLowerCase();
  if (value !== 'true' && value !== 'false') throw new Error('true or false');
  return value === 'true';
};

export const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const atLeastOne = (text: string): readonly string[] => {
  const values = list(text);
  if (values.length === 0) throw new Error('at least one value');
  return values;
};

/** Addresses and CIDR ranges, none of them the whole world. */
export const addresses = (text: string): readonly string[] => {
  const values = list(text);
  for (const value of values) {
    const [address = '', bits, more] = value.split('/');
    const most = { 4: 32, 6: 128 }[isIP(address)];
    const isRange =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (most ?? 0));
    if (most === undefined || !isRange || more !== undefined)
      throw new Error('addresses or CIDR ranges by comma, such as 20.0.113.4, 20.1.0.0/28');
  }
  return values;
};

export const text = (value: string): string => value;

/** Shorter keys can be guessed. */
const shortestSecret = 16;

export const secret = (value: string): string => {
  if (value !== '' && value.length < shortestSecret)
    throw new Error(`at least ${shortestSecret} characters long`);
  return value;
};

/** ISO 8601 duration of days, hours, minutes and seconds, in ms. Months and years have no fixed length. */
export function duration(value: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value);
  const [days, hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  if (match === null || value === 'P' || value.endsWith('T')) {
    throw new Error('an ISO 8601 duration such as P2D, PT48H or PT30S');
  }
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

export const url = (value: string): string => {
  if (value === '') return value;
  if (!URL.canParse(value)) throw new Error('an absolute URL');
  return value;
};

/** An address that people click on. */
export const webUrl = (value: string): string => {
  if (value !== '' && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
    throw new Error('an address that begins with https:// or http://');
  return value;
};

export const webUrls = (value: string): readonly string[] => list(value).map(webUrl);
