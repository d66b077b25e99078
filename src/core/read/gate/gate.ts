/**
 * Whose calls count (DESIGN 3.12): a pure function of what an event says of its caller.
 * Knows callers; refuses to know what they did. An attacker picks the program, so it decides for him and never against.
 */
import type { SkipReason, Text } from '../call.ts';
import { isAgent, type ReadOptions } from '../options.ts';
import { isClient } from './clients.ts';
import { claimsFalsely } from './machinery.ts';
import { isOwn } from './own.ts';
import { foldCase } from './program.ts';

export interface Caller {
  /** `user.username`; `null`: nobody knows, as in a failed authentication */
  readonly user: Text;
  /** `userAgent`; `null`: none was sent, or it is behind the cut */
  readonly userAgent: Text;
  /** All source IPs are the cluster's own loopback. */
  readonly fromLoopback: boolean;
  /** The record was cut before its agent. */
  readonly cut: boolean;
}

type Gate = (caller: Caller, original: SkipReason | null) => SkipReason | null;

/**
 * @param original what the gate of kubectl says of him
 * @returns why a call of this caller is not counted, `null` where it is
 */
export const refusal = (
  caller: Caller,
  { clients }: ReadOptions,
  original: SkipReason | null,
): SkipReason | null => gates[clients](caller, original);

/** What is asked for by `rare`: kubectl alone. */
export const kubectlGate = (
  { userAgent, fromLoopback, cut }: Caller,
  agents: readonly string[],
): SkipReason | null => {
  if (userAgent === null) return cut ? 'cut' : 'not-kubectl';
  if (!isAgent(userAgent, agents)) return 'not-kubectl';
  return fromLoopback ? 'loopback' : null;
};

/** All that a person, a script or a stranger can have called, whatever its agent says. */
const interactiveGate: Gate = ({ user, userAgent, fromLoopback, cut }, original) => {
  if (fromLoopback) return original === 'loopback' ? 'loopback' : 'machinery';
  // A long URI cuts off the agent, and perhaps the user: nobody may hide behind one.
  if (original === null || cut || user === null || isPerson(user)) return null;
  const folded = foldCase(userAgent ?? '');
  return isClient(folded) || claimsFalsely(folded, user) ? null : 'machinery';
};

const gates: Readonly<Record<ReadOptions['clients'], Gate>> = {
  kubectl: (_, original) => original,
  interactive: interactiveGate,
  all: () => null,
};

const isPerson = (user: string): boolean =>
  user === 'system:anonymous' || !(user.startsWith('system:') || isOwn(user));
