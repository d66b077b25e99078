/**
 * The rankings of days where they are kept, and those asked for last in memory as well. Knows that a ranking is as good as what
 * it was made from; refuses to know how one is made.
 */
import type { Day } from '../../core/count/day.ts';
import type { RankedDay } from '../../core/find/hunt.ts';
import type { Cluster } from '../../core/read/path.ts';
import { reasonOf } from '../../failure.ts';
import type { Log } from '../ports/log.ts';
import type { Rankings } from '../ports/rankings.ts';
import { together } from '../turns/together.ts';
import { type KeptRanking, type KeptTold, packed, unpacked, withTold } from './packed.ts';

export interface KeptRankings {
  /** Another code may rank otherwise: its name is part of what a ranking is made from. */
  readonly madeBy: string;
  /** The ranking of the day, if one is kept that was made from this. */
  find(cluster: Cluster, day: Day, from: string, log?: Log): Promise<KeptRanking | null>;
  /** Where it cannot be kept it is given all the same: the next question makes it anew. */
  keep(cluster: Cluster, day: Day, from: string, ranked: RankedDay, log?: Log): Promise<KeptRanking>;
  /** Keeps what is told of a ranking beside it. */
  keepTold(cluster: Cluster, day: Day, ranking: KeptRanking, told: KeptTold, log?: Log): Promise<void>;
  readonly forget: Rankings['forget'];
  /** Questions for the same day at once wait for the same work. */
  readonly shared: Shared;
}

type Shared = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Bytes of rankings that a process remembers, about. A day of ten thousand patterns takes some four million. */
const rememberedBytes = 48_000_000;

export function keptRankings(store: Rankings, madeBy: () => string = () => 'source'): KeptRankings {
  /** The one asked for last is the last. */
  const remembered = new Map<string, KeptRanking>();

  function remember(key: string, ranking: KeptRanking): KeptRanking {
    remembered.delete(key);
    if (ranking.weight > rememberedBytes) return ranking;
    remembered.set(key, ranking);
    let bytes = 0;
    for (const [, { weight }] of remembered) bytes += weight;
    for (const [oldest, { weight }] of remembered) {
      if (bytes <= rememberedBytes) break;
      remembered.delete(oldest);
      bytes -= weight;
    }
    return ranking;
  }

  /** Whoever asks while it is written may find neither the one nor the other. */
  async function read(cluster: Cluster, day: Day, log?: Log): Promise<Uint8Array | null> {
    try {
      return await store.read(cluster, day);
    } catch (error) {
      log?.warn(`rank: the kept ranking of ${day} could not be read: ${reasonOf(error)}`);
      return null;
    }
  }

  async function write(cluster: Cluster, day: Day, ranking: KeptRanking, log?: Log): Promise<KeptRanking> {
    // Of a day without logs nothing is kept: anybody can ask for any day.
    if (!ranking.ranked.logged) return ranking;
    try {
      await store.write(cluster, day, ranking.bytes);
    } catch (error) {
      log?.warn(`rank: the ranking of ${day} could not be kept: ${reasonOf(error)}`);
    }
    return remember(keyOf(cluster, day), ranking);
  }

  return {
    get madeBy() {
      return madeBy();
    },

    async find(cluster, day, from, log) {
      const key = keyOf(cluster, day);
      const known = remembered.get(key);
      if (known?.from === from) return remember(key, known);
      const bytes = await read(cluster, day, log);
      if (bytes === null) return null;
      const kept = unpacked(bytes);
      if (kept === null) log?.warn(`rank: the kept ranking of ${day} is damaged; the day is ranked anew`);
      return kept?.from === from ? remember(key, kept) : null;
    },

    keep: async (cluster, day, from, ranked, log) =>
      await write(cluster, day, await packed(from, ranked), log),

    async keepTold(cluster, day, ranking, told, log) {
      await write(cluster, day, withTold(ranking, told), log);
    },

    shared: together() as Shared,

    forget: (cluster, before, deadline) => store.forget(cluster, before, deadline),
  };
}

const keyOf = ({ id }: Cluster, day: Day): string => JSON.stringify([id, day]);
