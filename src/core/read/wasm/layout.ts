/** Where in the memory of a sieve things lie, and how much room they have. */
import { step } from './sift.ts';
import { knownHeads, knownParts, partBytes } from './slip.ts';

/**
 * Longer ones tell nothing of a caller: in two thousand bytes no more than a thousand containers lie in each other, at which
 * depth the reader of cut records gives up.
 */
export const longestCaller = 2_000;

/** Longer lines are not looked at: a record is cut at 16 KiB, which makes fewer bytes than this. */
export const longestLine = 128 * 1024;

/** Its list of hits has room for one at every byte. */
export const blockInside = 256 * 1024;
/** Small enough to stay in the first cache between being copied and being sifted. */
export const blockCopied = 24 * 1024;
/** What is laid where it does not lie already, and how much of it is left when more is laid. */
export const laidBytes = 128 * 1024;
export const laidLeast = 24 * 1024;
/** A hit is looked at up to this far behind its first byte. */
export const reach = 8;
export const room = 64;

/** The window comes first, then what is copied; all with room for looks behind their end. */
export const windowBytes = 4 * 1024 * 1024;
export const copyAt = windowBytes + room;
export const lineAt = copyAt + blockCopied + room;
export const laidAt = lineAt + longestLine + room;
export const constantsAt = laidAt + laidBytes + room;
export const combConstantsAt = constantsAt + 64;
export const signsAt = combConstantsAt + 64;
export const agentConstantsAt = signsAt + 64;
export const restConstantsAt = agentConstantsAt + 64;
export const literalsAt = restConstantsAt + 64;
export const slipAt = literalsAt + 512;
export const agentKeyAt = slipAt + 64;
export const datedAt = agentKeyAt + 32;
export const escapesAt = datedAt + 512;
export const headsAt = escapesAt + 512;
export const tableAt = headsAt + partBytes * knownHeads;
export const hitsAt = tableAt + partBytes * knownParts;
export const combedAt = hitsAt + 4 * (blockInside + step);
export const freeAt = combedAt + 4 * (longestLine + step);
export const freeBytes = 2 * 1024 * 1024;
export const pages = Math.ceil((freeAt + freeBytes) / 65_536);
