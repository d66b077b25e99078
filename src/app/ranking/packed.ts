/**
 * A ranking as it is kept: a head that says what is asked by, and the calls in pages, so that whoever wants ten of ten thousand
 * unpacks one page. Knows bytes; refuses to know where they lie.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finding } from '../../core/find/finding.ts';
import type { RankedDay, Told } from '../../core/find/hunt.ts';
import type { HiddenCalls } from '../../core/find/suppressions/hidden.ts';
import type { RankedCall } from '../../core/judge/ranked-call.ts';

/** What is told of a ranking, its stories aside. */
export interface KeptTold {
  /** What was looked at to tell it. */
  readonly from: string;
  readonly findings: readonly Finding[];
  readonly hidden: readonly HiddenCalls[];
  /** How many findings are held back. */
  readonly held: { readonly length: number };
}

/** What of a call is asked by, and what orders it among those of other clusters. */
export type CallLine = Pick<
  RankedCall,
  | 'rank'
  | 'clusterId'
  | 'user'
  | 'verb'
  | 'resource'
  | 'subresource'
  | 'namespace'
  | 'clientIp'
  | 'rarity'
  | 'bits'
>;

export interface KeptRanking {
  /** What it was made from. */
  readonly from: string;
  readonly ranked: Omit<RankedDay, 'calls'>;
  /** In the order of their ranks. */
  readonly lines: readonly CallLine[];
  readonly told: KeptTold | null;
  /** The calls at these places, in this order. */
  callsAt(places: readonly number[]): RankedCall[];
  /** With all its calls. */
  all(): RankedDay;
  /** About how much memory it takes, in bytes. */
  readonly weight: number;
  readonly bytes: Uint8Array;
  readonly pages: readonly Uint8Array[];
}

type Line = readonly [
  user: string,
  verb: RankedCall['verb'],
  resource: RankedCall['resource'],
  subresource: RankedCall['subresource'],
  namespace: RankedCall['namespace'],
  clientIp: RankedCall['clientIp'],
  rarity: number,
  total: number,
];

interface Head {
  readonly from: string;
  readonly clusterId: string;
  readonly ranked: Omit<RankedDay, 'calls'>;
  readonly told: KeptTold | null;
  readonly lines: readonly Line[];
  /** Length of each page. */
  readonly pages: readonly number[];
}

const pageCalls = 50;
const digestLength = 32;
/** Fast rather than small: a day is written once or twice, by whoever waits for it. */
const compression = { level: 3 };

/** Yields between pages: timers and other questions go on meanwhile. */
export async function packed(from: string, { calls, ...ranked }: RankedDay): Promise<KeptRanking> {
  const pages: Uint8Array[] = [];
  for (let at = 0; at < calls.length; at += pageCalls) {
    pages.push(gzipSync(JSON.stringify(calls.slice(at, at + pageCalls)), compression));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const lines = calls.map(
    ({ user, verb, resource, subresource, namespace, clientIp, rarity, bits }): Line => [
      ...([user, verb, resource, subresource, namespace, clientIp] as const),
      rarity,
      bits.total ?? 0,
    ],
  );
  return written({ from, clusterId: calls[0]?.clusterId ?? '', ranked, told: null, lines }, pages);
}

/** The same ranking with what is told of it. */
export const withTold = ({ from, ranked, lines, pages }: KeptRanking, told: KeptTold): KeptRanking =>
  written(
    {
      ...{ from, clusterId: lines[0]?.clusterId ?? '', ranked, told },
      lines: lines.map(({ user, verb, resource, subresource, namespace, clientIp, rarity, bits }) => [
        ...([user, verb, resource, subresource, namespace, clientIp] as const),
        rarity,
        bits.total ?? 0,
      ]),
    },
    pages,
  );

function written(head: Omit<Head, 'pages'>, pages: readonly Uint8Array[]): KeptRanking {
  const text = JSON.stringify({ ...head, pages: pages.map(({ length }) => length) } satisfies Head);
  const body = gzipSync(text, compression);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const content = Buffer.concat([length, body, ...pages]);
  return unpacked(Buffer.concat([digestOf(content), content])) as KeptRanking;
}

/** @returns `null` where the bytes are none that were packed here, or not all of them */
export function unpacked(bytes: Uint8Array): KeptRanking | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const content = all.subarray(digestLength);
  if (content.length < 4 || !digestOf(content).equals(all.subarray(0, digestLength))) return null;
  try {
    return read(bytes, content);
  } catch {
    // Whole, and packed by somebody else: another version, perhaps.
    return null;
  }
}

function read(bytes: Uint8Array, content: Buffer): KeptRanking {
  const headEnd = 4 + content.readUInt32BE(0);
  const text = gunzipSync(content.subarray(4, headEnd)).toString();
  const { from, clusterId, ranked, told, lines, pages: lengths } = JSON.parse(text) as Head;
  let end = headEnd;
  const pages = lengths.map((length) => {
    end += length;
    return content.subarray(end - length, end);
  });
  const pageAt = (at: number): RankedCall[] =>
    JSON.parse(gunzipSync(pages[at] ?? Buffer.alloc(0)).toString()) as RankedCall[];
  const texts = new Map<string, string>();
  const kept = <T extends string | null>(value: T): T => {
    if (value === null) return value;
    if (!texts.has(value)) texts.set(value, value);
    return texts.get(value) as T;
  };
  return {
    ...{ from, ranked, told, bytes, pages },
    lines: lines.map(
      ([user, verb, resource, subresource, namespace, clientIp, rarity, total], at): CallLine => ({
        rank: at + 1,
        clusterId,
        user: kept(user),
        verb: kept(verb),
        resource: kept(resource),
        subresource: kept(subresource),
        namespace: kept(namespace),
        clientIp: kept(clientIp),
        rarity,
        bits: { total },
      }),
    ),
    callsAt(places) {
      const read = new Map<number, RankedCall[]>();
      return places.flatMap((place) => {
        const page = Math.floor(place / pageCalls);
        const calls = read.get(page) ?? pageAt(page);
        read.set(page, calls);
        return calls[place % pageCalls] ?? [];
      });
    },
    all: () => ({ ...ranked, calls: pages.flatMap((_, at) => pageAt(at)) }),
    weight: bytes.length + 3 * text.length,
  };
}

const digestOf = (content: Uint8Array): Buffer => createHash('sha256').update(content).digest();

export const keptTold = (from: string, { findings, hidden, held }: Told): KeptTold => ({
  ...{ from, findings, hidden },
  held: { length: held.length },
});
