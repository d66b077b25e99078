/**
 * Which of the source IPs is the client's. All but the last can be forged by the client (X-Forwarded-For);
 * the last is the connection's peer, on AKS often an internal hop of 172.31.0.0/16.
 * Source: Kubernetes audit API types, `sourceIPs`; reference facts in DESIGN 3.6 and 3.8.
 */
import ipaddr from 'ipaddr.js';
import { type Address, isHop, isLoopback, isPublic, parseAddress, written } from '../read/address.ts';
import type { Text } from '../read/call.ts';

/** `ignore` is for clusters behind Private Link, where every client has the same address. */
export const clientIpPolicies = ['first', 'last', 'first-public', 'ignore'] as const;
export type ClientIpPolicy = (typeof clientIpPolicies)[number];

export interface Client {
  /** `null` when there is none, or none is to be looked at. Written the one canonical way. */
  readonly ip: Text;
  /** Entries disagree: a client that sends X-Forwarded-For writes what it likes before the last. */
  readonly spoofable: boolean;
}

/** An address, or all addresses that begin with the same bits. */
export type AddressRange = readonly [Address, bits: number];

/** What an address or CIDR range in text means; `null` for any other text, and for a range of every address. */
export function addressRange(text: string): AddressRange | null {
  const address = parseAddress(text);
  if (address !== null) return [address, address.kind() === 'ipv4' ? 32 : 128];
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text) && !ipaddr.IPv6.isValidCIDR(text)) return null;
  const [start, bits] = ipaddr.parseCIDR(text);
  return bits === 0 ? null : [start, bits];
}

export function isInRange(ip: string, [start, bits]: AddressRange): boolean {
  const address = parseAddress(ip);
  return address !== null && address.kind() === start.kind() && address.match(start, bits);
}

/** How many addresses lie in ranges of one kind, each counted once. */
export function addressesIn(ranges: readonly AddressRange[]): bigint {
  const spans = ranges.map(spanOf).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let [count, end] = [0n, 0n];
  for (const [from, to] of spans) {
    if (to <= end) continue;
    count += to - (from > end ? from : end);
    end = to;
  }
  return count;
}

/** `[from, to)` as numbers. */
function spanOf([start, bits]: AddressRange): readonly [bigint, bigint] {
  const bytes = start.toByteArray();
  const size = 1n << BigInt(8 * bytes.length - bits);
  const first = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const from = first - (first % size);
  return [from, from + size];
}

/**
 * The client of a call. Loopback members are left out.
 * @returns `null` when every member is loopback: the cluster called itself
 */
export function clientOf(sourceIPs: readonly string[], policy: ClientIpPolicy): Client | null {
  const ips = sourceIPs.filter((ip) => !isLoopback(ip)).map(written);
  if (ips.length === 0 && sourceIPs.length > 0) return null;
  const last = ips.at(-1);
  const others = last !== undefined && isHop(last) ? ips.slice(0, -1) : ips;
  const spoofable = new Set(others).size > 1;
  return { ip: chosen(ips, policy), spoofable };
}

function chosen(ips: readonly string[], policy: ClientIpPolicy): Text {
  if (policy === 'ignore') return null;
  if (policy === 'last') return ips.at(-1) ?? null;
  const firstPublic = policy === 'first-public' ? ips.find(isPublic) : undefined;
  return firstPublic ?? ips[0] ?? null;
}
