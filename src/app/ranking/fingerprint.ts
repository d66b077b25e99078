/** What a day was folded from, as a short text: another one means it is to be folded again. And what was missing of it. */
import { createHash } from 'node:crypto';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import type { CountedBlob } from '../ports/ledger.ts';

/** Raised when patterns are folded otherwise than before: kept days are then folded again. */
const foldVersion = 7;

export function fingerprintOf(
  blobs: readonly CountedBlob[],
  { clientIp, rowBudget }: { readonly clientIp: ClientIpPolicy; readonly rowBudget: number },
): string {
  const hash = createHash('sha256').update(`${foldVersion} ${clientIp} ${rowBudget}`);
  for (const { name, cursor } of blobs) hash.update(`\n${name} ${cursor.generation} ${cursor.bytes}`);
  return hash.digest('hex');
}

/** Log blobs that rows of a day are missing of: those of its own hours, and those of the hours of grace behind it. */
export interface Damage {
  readonly own: number;
  readonly grace: number;
}

/** The fingerprint as it is kept. Blobs that are counted again have another generation, so that it goes with them. */
export const withDamage = (fingerprint: string, { own, grace }: Damage): string =>
  own + grace === 0 ? fingerprint : `${fingerprint}-${own}-${grace}`;

/** The fingerprint that was kept, without what was missing. */
export const withoutDamage = (kept: string): string => kept.split('-')[0] ?? '';

export function damageIn(kept: string): Damage {
  const [, own = '0', grace = '0'] = kept.split('-');
  return { own: Number(own), grace: Number(grace) };
}
