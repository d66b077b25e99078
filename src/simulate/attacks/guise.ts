/**
 * As whom an attacker calls: as the one he robbed, under the names of many whom he impersonates, or with the credentials of
 * several whom he robbed. Refuses to know what he does.
 */
import type { Caller } from '../kubectl/caller.ts';
import { itemAt, type Random } from '../random.ts';
import type { World } from '../world.ts';
import { type Victim, victimsOn } from './victim.ts';

/**
 * `impersonated`: another name with each command, the robbed one's rights behind it. `accounts`: the credentials of another
 * one with each command, all from one place, each with the rights of its own.
 */
export const guises = ['impersonated', 'accounts'] as const;
export type Guise = (typeof guises)[number];

/** As many names or accounts take turns. */
const names = 12;
const accounts = 5;

function shuffled<T>(things: readonly T[], random: Random): T[] {
  return things
    .map((thing) => [random.next(), thing] as const)
    .sort(([a], [b]) => a - b)
    .map(([, thing]) => thing);
}

/** Who calls with the n-th command; `caller` is the one robbed first, at the attacker's place. */
export function callersIn(
  guise: Guise,
  caller: Caller,
  around: { readonly world: World; readonly random: Random; readonly day: number },
  suits: (victim: Victim) => boolean,
): (n: number) => Caller {
  const { world, random, day } = around;
  const others = shuffled(
    victimsOn(world, day).filter(({ identity }) => identity.username !== caller.identity.username),
    random,
  );
  if (guise === 'impersonated') {
    const taken = others.slice(0, names).map(({ identity }) => ({ ...caller, impersonating: identity }));
    return (n) => (taken.length === 0 ? caller : itemAt(taken, n));
  }
  const { ip, userAgent, minor } = caller;
  const robbed = others
    .filter(suits)
    .slice(0, accounts - 1)
    .map((victim) => ({ ...victim.caller(random, day), ip, userAgent, minor }));
  return (n) => itemAt([caller, ...robbed], n);
}
