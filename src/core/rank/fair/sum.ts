/**
 * A sum to which nobody adds more than all others together: so whoever floods at most doubles it, and teaches nobody that
 * what he does is usual. Knows amounts by caller; refuses to know what they are of.
 */

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
  const parts = new Map<number, number>();
  let all = 0;
  /** The greatest part; `null` where it is to be looked for again, which is seldom: days are learnt, then asked of. */
  let greatest: number | null = 0;
  return {
    add(caller, amount) {
      const part = (parts.get(caller) ?? 0) + amount;
      parts.set(caller, part);
      all += amount;
      greatest = null;
    },
    total(least) {
      if (greatest === null) {
        greatest = 0;
        for (const part of parts.values()) greatest = Math.max(greatest, part);
      }
      const others = all - greatest;
      return others + Math.min(greatest, Math.max(least, others));
    },
  };
}
