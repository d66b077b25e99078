/**
 * Rounds of a bad day: logs grow while storage fails and hosts die; then all is left in peace, and every count is
 * compared with the truth. What is drawn follows from the seed; how the machine interleaves it does not.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '../../src/simulate/random.ts';
import { type Hosts, keepHosts } from './hosts.ts';
import { differences, forget, isSettled, lookAtLedger } from './look.ts';
import { type Messages, messagesTo } from './messages.ts';
import { faultyProxy } from './proxy.ts';
import { type RageOptions, rage } from './rage.ts';
import { type GrownBlob, growTraffic, type Traffic } from './traffic.ts';
import { truthOf } from './truth.ts';

export interface CampaignOptions extends RageOptions {
  /** Of an emulator nobody else uses. */
  readonly connection: string;
  readonly seed: string;
  readonly blobs: number;
  /** No new round begins after it. */
  readonly lengthMs: number;
  readonly sealAfterSeconds: number;
  readonly settleMs: number;
  readonly uris: number;
  readonly hostsLog?: string;
  readonly say: (line: string) => void;
}

export interface Summary {
  readonly seed: string;
  readonly minutes: number;
  readonly rounds: number;
  /** Blobs compared with the truth, once for each round they were in. */
  readonly checked: number;
  /** Those of them with any difference. */
  readonly wrong: number;
  /** Those that were not counted to their end in time. */
  readonly unsettled: number;
  /** Not compared: a torn line was left for so long that it has two right answers. */
  readonly moot: number;
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly rows: number;
  readonly kills: number;
  readonly freezes: number;
  readonly starts: number;
  /** Hosts that ended by themselves: storage failed while they started. */
  readonly ends: number;
  readonly faults: number;
  readonly faultsByKind: Record<string, Record<string, number>>;
  readonly requests: Record<string, number>;
  readonly traffic: Traffic['counts'];
  readonly messages: Messages['counts'] & { readonly poisoned: number };
}

const container = 'insights-logs-kube-audit';

export async function campaign(options: CampaignOptions): Promise<Summary> {
  const { connection, seed, say, sealAfterSeconds } = options;
  const random = randomFrom(`faults ${seed}`);
  const began = Date.now();
  const totals = {
    rounds: 0,
    checked: 0,
    wrong: 0,
    unsettled: 0,
    moot: 0,
    bytes: 0,
    lines: 0,
    events: 0,
    rows: 0,
  };
  const proxy = await faultyProxy(connection, random.fork('proxy'));
  const messages = await messagesTo(connection, random.fork('messages'));
  const today = new Date(began).toISOString().slice(0, 10);
  const traffic = await growTraffic({
    connection,
    container,
    random: random.fork('traffic'),
    clusters: 3,
    days: [today, dayBefore(today, 1), dayBefore(today, 4)],
    sealAfterMs: sealAfterSeconds * 1000,
    uris: options.uris,
  });
  const settings = {
    // The truth beside it knows kubectl alone.
    RARECALL_CLIENTS: 'kubectl',
    RARECALL_SEAL_AFTER: `PT${sealAfterSeconds}S`,
    RARECALL_SWEEP_SCHEDULE: '*/5 * * * * *',
    RARECALL_ROW_BUDGET: '100000',
  };
  const hosts = keepHosts(proxy.connection, settings, options.hostsLog);

  try {
    do {
      totals.rounds++;
      const gone = await traffic.renew(options.blobs, Math.floor(options.blobs / 2));
      const kept = await lookAtLedger(connection).catch(() => new Map());
      for (const name of gone) if (kept.has(name)) await forget(connection, kept.get(name));
      await rage(options, random.fork(`round ${totals.rounds}`), { proxy, messages, traffic, hosts });
      await traffic.pause();
      const waited = await settle(options, traffic, hosts);
      await check(options, traffic.blobs, totals);
      say(
        `round ${totals.rounds}: ${Math.round((Date.now() - began) / 1000)} s, settled in ${waited} s, ` +
          `${totals.checked} blobs checked, ${totals.wrong} wrong, ${totals.unsettled} unsettled, ${totals.moot} moot, ` +
          `${hosts.counts.kills} kills, ${hosts.counts.freezes} freezes, ${proxy.faultCount()} faults`,
      );
    } while (Date.now() - began < options.lengthMs);
    return {
      seed,
      minutes: Math.round((Date.now() - began) / 6_000) / 10,
      ...totals,
      ...hosts.counts,
      faults: proxy.faultCount(),
      faultsByKind: Object.fromEntries(
        [...proxy.faults].map(([kind, faults]) => [kind, Object.fromEntries(faults)]),
      ),
      requests: Object.fromEntries(proxy.requests),
      traffic: traffic.counts,
      messages: { ...messages.counts, poisoned: await messages.poisoned() },
    };
  } finally {
    await hosts.killAll();
    await proxy.close();
  }
}

/** Waits until every blob is counted to its end and closed. @returns seconds it took */
async function settle(options: CampaignOptions, traffic: Traffic, hosts: Hosts): Promise<number> {
  const began = Date.now();
  for (const end = began + options.settleMs; Date.now() < end; await sleep(1_000)) {
    hosts.keep(Math.min(2, options.hosts));
    const kept = await lookAtLedger(options.connection).catch(() => new Map());
    if (traffic.blobs.every((blob) => isSettled(kept.get(blob.name), blob.content().length))) break;
  }
  return Math.round((Date.now() - began) / 1000);
}

type Totals = Pick<
  Summary,
  'checked' | 'wrong' | 'unsettled' | 'moot' | 'bytes' | 'lines' | 'events' | 'rows'
>;

async function check(
  { connection, say, seed }: CampaignOptions,
  blobs: readonly GrownBlob[],
  totals: { -readonly [K in keyof Totals]: Totals[K] },
): Promise<void> {
  const kept = await lookAtLedger(connection);
  for (const blob of blobs) {
    const content = blob.content();
    blob.closedAt.push(content.length);
    if (blob.isMoot) {
      totals.moot++;
      continue;
    }
    const found = kept.get(blob.name);
    const truth = truthOf(content, blob.closedAt);
    totals.checked++;
    totals.bytes += truth.bytes;
    totals.lines += truth.lines;
    totals.events += truth.events;
    totals.rows += truth.rows.size;
    if (!isSettled(found, content.length)) {
      totals.unsettled++;
      say(
        `UNSETTLED (seed ${seed}) ${blob.name}: ${found?.cursor.bytes} of ${content.length} bytes, sealed: ${found?.cursor.sealed}`,
      );
      continue;
    }
    const wrong = differences(truth, found, blob.replacements);
    if (wrong.length === 0) continue;
    totals.wrong++;
    say(`WRONG (seed ${seed}) ${blob.name}: ${wrong.slice(0, 5).join('; ')}`);
  }
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
