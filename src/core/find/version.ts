/** The version of a finding or a suppression, as its writers know it. Refuses to know where it is kept. */
import { createHash } from 'node:crypto';

/**
 * Digest of what it says, 16 hex digits: another one means it has changed. Made otherwise, it would make everything kept
 * before look damaged.
 */
export const versionOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);

/** The versions of which a writer expects one, `*` for any. */
export type Expected = readonly string[] | '*';

/**
 * Whether what is there is what a writer expects.
 * @param there its version, `undefined` where nothing is
 * @param expected `undefined` takes whatever is there, or nothing
 */
export const isExpected = (there: string | undefined, expected: Expected | undefined): boolean =>
  expected === undefined || (there !== undefined && (expected === '*' || expected.includes(there)));
