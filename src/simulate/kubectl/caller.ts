/** A caller with a kubectl: who asks, from where, with which version. Refuses to know what he asks, and why. */
import { type Random, suffixOf } from '../random.ts';
import type { Identity } from '../request.ts';
import type { Role } from '../roles.ts';
import type { World } from '../world.ts';

/** Who asks, and how it looks from the cluster. */
export interface Caller {
  readonly identity: Identity;
  readonly role: Role;
  readonly team: string;
  readonly ip: string;
  readonly userAgent: string;
  /** Minor version of kubectl. */
  readonly minor: number;
  readonly impersonating?: Identity;
}

/** As client-go builds it: program, version, system, first seven digits of the commit. */
export function userAgentOf(system: string, minor: number, patch: number): string {
  const program = system.startsWith('windows') ? 'kubectl.exe' : 'kubectl';
  const hash = Array.from(suffixOf(`${minor}.${patch}`, 7), (letter) =>
    (letter.charCodeAt(0) % 16).toString(16),
  ).join('');
  return `${program}/v1.${minor}.${patch} (${system}) kubernetes/${hash}`;
}

export function sourceIPsOf(world: World, random: Random, ip: string): string[] {
  if (ip.startsWith('127.') || ip.startsWith('172.31.')) return [ip];
  const first = world.options.behindNat === true ? world.nat : ip;
  return random.chance(0.35) ? [first, random.pick(world.hops)] : [first];
}
