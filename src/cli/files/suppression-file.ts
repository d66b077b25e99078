/** A file of suppressions that a person wrote. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseSuppressions } from '../../core/find/suppressions/parser.ts';
import type { Suppression } from '../../core/find/suppressions/suppression.ts';
import { MissingError, UsageError } from '../../errors.ts';

/**
 * @param path `-` is standard input
 * @param expired whether one whose time is over is a fault
 * @throws UsageError that names every fault
 */
export async function suppressionFile(
  path: string,
  now: Date,
  expired: 'refused' | 'accepted' = 'refused',
): Promise<readonly Suppression[]> {
  const name = path === '-' ? 'standard input' : path;
  const written = await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch(() => {
    throw new MissingError(`${name}: no file that can be read`);
  });
  let value: unknown;
  try {
    value = JSON.parse(written.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(`${name}: is no JSON`);
  }
  const parsed = parseSuppressions(value, now, expired);
  if (!parsed.ok) throw new UsageError(`${name}: ${parsed.problem}`);
  return parsed.suppressions;
}
