/**
 * What an IP address in text means: which one it is, and where in the world it may be.
 * Knows addresses; refuses to know which of several is the client's.
 */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Four-part IPv4, IPv6, and IPv4 within IPv6 as the IPv4 it is; `null` for any other text. */
export function parseAddress(text: string): Address | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.process(text);
}

/** An address in its one canonical form; other texts as they are, bounded. */
export const written = (text: string): string =>
  parseAddress(text)?.toString() ?? text.slice(0, 64).toWellFormed();

const rangeOf = (text: string): string => parseAddress(text)?.range() ?? 'no address';

/** 127.0.0.0/8 and ::1, however written: `::ffff:127.0.0.1`, `0:0:0:0:0:0:0:1`. */
export const isLoopback = (text: string): boolean => rangeOf(text) === 'loopback';

const insideRanges: ReadonlySet<string> = new Set(
  'private linkLocal uniqueLocal carrierGradeNat loopback unspecified multicast broadcast'
    .split(' ')
    .concat('no address'),
);

/** An address that may be anywhere in the world. */
export const isPublic = (text: string): boolean => !insideRanges.has(rangeOf(text));

const hops = ipaddr.IPv4.parse('172.31.0.0');

/** The hop that AKS itself appends to proxied requests. */
export const isHop = (text: string): boolean => {
  const address = parseAddress(text);
  return address instanceof ipaddr.IPv4 && address.match(hops, 16);
};
