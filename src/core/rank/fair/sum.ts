/**
 * A sum to which nobody adds more than all others together: so whoever floods at most doubles it, and teaches nobody that
 * what he does is usual. Knows amounts by caller; refuses to know what they are of.
 */
import { amounts } from '../model/columns.ts';

export interface FairSum {
  /** @param amount what he adds; less than nothing takes back what he added before */
  add(caller: number, amount: number): void;
  /**
   * Counts of the greatest part only as much as of all others, or `least` where that is more.
   * @param least what one caller may add alone
   */
  total(least: number): number;
}

export function fairSum(): FairSum {
  const parts = amounts();
  let all = 0;
  /** The greatest part; `null` where it is to be looked for again, which is seldom: days are learnt, then asked of. */
  let greatest: number | null = 0;
  return {
    add(caller, amount) {
      parts.add(caller, amount);
      all += amount;
      greatest = null;
    },
    total(least) {
      if (greatest === null) {
        greatest = 0;
        const each = parts.all();
        for (let at = 0; at < each.length; at += 1) greatest = Math.max(greatest, each[at] ?? 0);
      }
      const others = all - greatest;
      return others + Math.min(greatest, Math.max(least, others));
    },
  };
}
