/** One round of a bad day: everything at once. Knows no truth. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/simulate/random.ts';
import type { Hosts } from './hosts.ts';
import type { Messages } from './messages.ts';
import type { FaultyProxy } from './proxy.ts';
import type { Traffic } from './traffic.ts';

export interface RageOptions {
  readonly hosts: number;
  readonly roundMs: number;
  /** Means of the pauses between two steps of the traffic, two blows at hosts, two messages. */
  readonly stepMs: number;
  readonly killMs: number;
  readonly messageMs: number;
  /** A round goes on, up to three times its length, until so much has happened in all: machines differ. */
  readonly least?: { readonly faults: number; readonly kills: number };
}

export interface Stage {
  readonly proxy: FaultyProxy;
  readonly messages: Messages;
  readonly traffic: Traffic;
  readonly hosts: Hosts;
}

/** Everything at once, for the length of a round. */
export async function rage(
  options: RageOptions,
  random: Random,
  { proxy, messages, traffic, hosts }: Stage,
): Promise<void> {
  const began = Date.now();
  const { faults, kills } = options.least ?? { faults: 0, kills: 0 };
  const isOver = () => {
    const lengths = (Date.now() - began) / options.roundMs;
    return lengths >= 3 || (lengths >= 1 && proxy.faultCount() >= faults && hosts.counts.kills >= kills);
  };
  const again = async (name: string, meanMs: number, act: (dice: Random) => Promise<void> | void) => {
    const dice = random.fork(name);
    while (!isOver()) {
      await sleep(Math.min(dice.exponential(meanMs), 5 * meanMs));
      if (!isOver()) await act(dice);
    }
  };
  hosts.keep(options.hosts);
  proxy.severity = 0.7 + random.next();
  await Promise.all([
    again('grow', options.stepMs, () => traffic.step()),
    again('kill', options.killMs, (dice) => {
      // While none serves, most are let start: a slow machine would see nothing but beginnings.
      if (hosts.addresses().length === 0 && dice.chance(0.6)) return;
      // Longer than a host may keep a message without a sign of life, now and then.
      if (dice.chance(0.2))
        hosts.freeze(dice.int(1000), dice.chance(0.15) ? 24_000 : 1_000 + dice.int(7_000));
      else hosts.kill(dice.int(1000));
    }),
    again('start', options.killMs / 2, (dice) => hosts.keep(1 + dice.int(options.hosts))),
    again('tell', options.messageMs, async (dice) => {
      if (dice.chance(0.15)) await messages.garbage();
      else await messages.trigger(dice.pick(traffic.blobs).name);
    }),
    again('sweep', 3 * options.messageMs, async (dice) => {
      const addresses = hosts.addresses();
      if (addresses.length === 0) return;
      // It may die while it answers.
      await fetch(`${dice.pick(addresses)}/admin/functions/sweepLogs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"input":""}',
        signal: AbortSignal.timeout(2_000),
      }).catch(() => undefined);
    }),
  ]);
  proxy.severity = 0;
}
